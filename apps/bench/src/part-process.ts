import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveParent } from './measure/child.ts';
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
  const measurements = await run({ ...options, scratch });
  rmSync(scratch, { recursive: true, force: true });
  return { part, measurements };
});
