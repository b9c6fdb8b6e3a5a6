import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, withoutGuard, type Guard } from './guard.ts';
import type { Instead } from './without-guard.ts';

/** Specifications that are run with one guard left out. */
export interface Trial {
  readonly guard: Guard;
  /** Paths from the root. */
  readonly specs: readonly string[];
  /** Regular expression over full titles; all when absent. */
  readonly titles?: string | undefined;
}

/** What came of a trial. */
export interface Outcome {
  /** How many specifications were run. */
  readonly tried: number;
  /** Full title of the first that went red, with its file; undefined when all stayed green. */
  readonly red?: string;
}

interface JestReport {
  readonly numFailedTests: number;
  readonly numPassedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Runs a trial in a process of its own.
 * @throws Error when the guard does not stand there any more, or the specifications do not start at all
 */
export async function run({ guard, specs, titles }: Trial): Promise<Outcome> {
  const report = join(tmpdir(), `rete-punti-rules-${randomUUID()}.json`);
  const instead: Instead = {
    file: guard.file,
    source: withoutGuard(readFileSync(join(ROOT, guard.file), 'utf8'), guard),
  };
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const how = ['--config', 'jest.rules.config.mjs', '--runInBand', '--json', '--outputFile', report];
  const what = [...specs, ...(titles ? ['--testNamePattern', titles] : [])];
  try {
    // Its exit code says whether something is red, and so does the report.
    await new Promise((ended) =>
      execFile(
        process.execPath,
        [
          '--experimental-vm-modules',
          '--disable-warning=ExperimentalWarning',
          jest,
          ...how,
          '--runTestsByPath',
          ...what,
        ],
        { cwd: ROOT, maxBuffer: 1 << 28, env: { ...process.env, RETE_PUNTI_WITHOUT_GUARD: JSON.stringify(instead) } },
        ended,
      ),
    );
    return outcomeOf(JSON.parse(readFileSync(report, 'utf8')) as JestReport);
  } finally {
    rmSync(report, { force: true });
  }
}

function outcomeOf({ numFailedTests, numPassedTests, numRuntimeErrorTestSuites, testResults }: JestReport): Outcome {
  if (numRuntimeErrorTestSuites > 0) throw new Error(testResults.map(({ message }) => message).join('\n'));
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${name.slice(ROOT.length)} › ${fullName}`),
  );
  const [red] = failed;
  return { tried: numFailedTests + numPassedTests, ...(red === undefined ? {} : { red }) };
}
