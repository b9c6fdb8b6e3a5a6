import { describeBuilds } from './read-model-store.builds.ts';
import { describeDocuments } from './read-model-store.documents.ts';
import { describeFinding } from './read-model-store.finding.ts';
import { describeIndexes } from './read-model-store.indexes.ts';
import { describeTurns } from './read-model-store.turns.ts';
import type { ReadModelStore } from '#kernel/ports';
import type { MakeHarness } from './harness.ts';

/** What every store of read models must do. */
export function describeReadModelStore(name: string, makeHarness: MakeHarness<ReadModelStore>): void {
  describe(`${name} as a read model store`, () => {
    describeBuilds(makeHarness);
    describeDocuments(makeHarness);
    describeFinding(makeHarness);
    describeIndexes(makeHarness);
    describeTurns(makeHarness);
  });
}
