import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveParent } from './measure/child.ts';
import { PartSkipped } from './measure/part-skipped.ts';
import type { PartOptions, PartResult } from './measure/result.ts';
import { parts } from './parts/parts.ts';

/** What {@link serveParent} is asked for. */
export interface PartRequest {
  readonly part: string;
  readonly options: Omit<PartOptions, 'scratch'>;
}

/** Runs one part in this process, with a directory of its own that is removed in the end. */
serveParent(async ({ part, options }: PartRequest): Promise<PartResult> => {
  const run = parts[part];
  if (!run) throw new TypeError(`there is no part called ${part}`);
  const scratch = mkdtempSync(join(tmpdir(), 'rete-punti-bench-'));
  // Also when the benchmark is broken off.
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  process.on('SIGINT', () => process.exit());
  try {
    return { part, measurements: await run({ ...options, scratch }) };
  } catch (error) {
    if (error instanceof PartSkipped) return { part, measurements: [], skipped: error.message };
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
