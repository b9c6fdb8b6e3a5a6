import type { EventStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { appendNumbers, recordOn, freshStream, newEvent } from './log-writing.ts';

/** What a log promises beyond the others that nobody else writes, and that holds its idempotency records itself. */
export function describeEventStoreAlone(name: string, makeHarness: MakeHarness<EventStore>): void {
  describe(`${name} as an event store of one writer`, () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    it('has its head at the last event written, also when it is opened again', async () => {
      const { positions } = await appendNumbers(store, freshStream(), 'no-stream', [1, 2]);

      expect(await store.head()).toBe(positions[1]);
      if (harness.reopen) store = await harness.reopen();
      expect(await store.head()).toBe(positions[1]);
    });

    it('tells of the record before it tells of the revision, for a repeat meets both', async () => {
      const stream = freshStream();
      const record = recordOn(stream);
      const request = { stream, expectedRevision: 'no-stream', events: [newEvent()], idempotency: record } as const;
      await store.append(request);

      for (const again of [request, { ...request, expectedRevision: 0 }]) {
        expect(await rejection(store.append(again))).toMatchObject({ code: 'IDEMPOTENCY_RECORD_EXISTS' });
      }
    });

    it('makes no record for an append that is refused', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [1]);
      const record = recordOn(stream);

      await rejection(
        store.append({ stream, expectedRevision: 'no-stream', events: [newEvent()], idempotency: record }),
      );

      expect(await store.findIdempotencyRecord(record.commandId)).toBeUndefined();
    });
  });
}
