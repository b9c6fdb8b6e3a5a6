import { describeProcesses } from './work-store.processes.ts';
import { describeWorkTurns } from './work-store.turns.ts';
import type { WorkStore } from '#kernel/ports';
import type { MakeHarness } from './harness.ts';

/** What every store of work must do. */
export function describeWorkStore(name: string, makeHarness: MakeHarness<WorkStore>): void {
  describe(`${name} as a work store`, () => {
    describeProcesses(makeHarness);
    describeWorkTurns(makeHarness);
  });
}
