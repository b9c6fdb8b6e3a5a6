import { isAfter, START, type Position } from '#kernel/domain';
import type { EventStore, LogBatch, StoredEvent } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { appendNumbers, collect, freshStream } from './log-writing.ts';

/** So many events a server may look at before it says how far it is. */
const WINDOW = 1_000;

/** Sizes of a log at which something may be different: a new one, and all about the window. */
const SIZES = [0, 1, ...Array.from({ length: 11 }, (_, index) => WINDOW - 5 + index)];

interface Followed extends LogBatch {
  /** Of the log when the batch was there. */
  readonly head: Position;
}

/** Rules of what batches say beside their events, each on a new log of some size. */
export function describeFollowing(makeHarness: MakeHarness<EventStore>): void {
  describe.each(SIZES)('following a log of %i events from its start, and then one more', (size) => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    let batches: Followed[];
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
      if (harness.fill) await harness.fill(size);
      else if (size > 0) await appendNumbers(store, freshStream(), 'no-stream', [...Array(size).keys()]);
      batches = await follow();
    });
    afterAll(() => harness.close());

    const append = async (): Promise<Position> =>
      (await appendNumbers(store, freshStream(), 'no-stream', [1])).positions[0]!;
    const ids = (of: readonly { readonly events: readonly StoredEvent[] }[]): string[] =>
      of.flatMap(({ events }) => events.map(({ eventId }) => eventId));
    const inLog = async (after: Position): Promise<string[]> =>
      ids([{ events: await collect(store.readLog({ after })) }]);

    /** Once it has come to the end one more event is written, which ends it. */
    async function follow(): Promise<Followed[]> {
      const end = new AbortController();
      const first = await store.head();
      const followed: Followed[] = [];
      // Of an empty log there is nothing to say.
      let written = first === START ? await append() : undefined;
      for await (const batch of store.subscribe({ after: START, signal: end.signal })) {
        followed.push({ ...batch, head: await store.head() });
        if (batch.events.some(({ position }) => position === written)) end.abort();
        if (written === undefined && !isAfter(first, batch.through)) written = await append();
      }
      return followed;
    }

    it('hands over what a read of the same stretch finds, the last event too', async () => {
      expect(ids(batches)).toEqual(await inLog(START));
    });

    it('never says that it has come further than the end of the log', () => {
      expect(batches.filter(({ through, head }) => isAfter(through, head))).toEqual([]);
    });

    it('loses nothing when it is begun again where a batch ended', async () => {
      for (const [index, { through }] of batches.entries()) {
        expect(await inLog(through)).toEqual(ids(batches.slice(index + 1)));
      }
    });
  });
}
