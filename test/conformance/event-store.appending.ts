import { randomUUID } from 'node:crypto';
import type { EventStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { appendNumbers, recordOn, freshStream, newEvent, numberOf } from './log-writing.ts';

/** Rules of writing: all or nothing, at the exact revision, once per idempotency record. */
export function describeAppending(makeHarness: MakeHarness<EventStore>): void {
  describe('appending', () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    it('writes several events as one, in order, and says where', async () => {
      const stream = freshStream();

      const result = await appendNumbers(store, stream, 'no-stream', [1, 2, 3]);

      const events = await store.readStream(stream);
      expect(events.map(numberOf)).toEqual([1, 2, 3]);
      expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2]);
      expect(result).toEqual({ revision: 2, positions: events.map(({ position }) => position) });
      const positions = result.positions.map(BigInt);
      expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    });

    it('goes on from the revision of the last event', async () => {
      const stream = freshStream();
      const { revision } = await appendNumbers(store, stream, 'no-stream', [1, 2]);

      expect((await appendNumbers(store, stream, revision, [3])).revision).toBe(2);
      expect((await store.readStream(stream)).map(numberOf)).toEqual([1, 2, 3]);
    });

    it('moves the head to the last event written', async () => {
      const { positions } = await appendNumbers(store, freshStream(), 'no-stream', [1, 2]);

      // At least: a server's log has one end for all that write to it, and the server itself writes too.
      expect(BigInt(await store.head())).toBeGreaterThanOrEqual(BigInt(positions[1]!));
    });

    it.each([
      ['an empty stream is expected and there is one', 'no-stream', 1],
      ['an older revision is expected', 0, 1],
      ['a later revision is expected', 2, 1],
    ] as const)('refuses, writing nothing, when %s', async (_case, expectedRevision, actual) => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [1, 2]);

      const refused = await rejection(appendNumbers(store, stream, expectedRevision, [3, 4]));

      expect(refused).toMatchObject({
        code: 'WRONG_EXPECTED_REVISION',
        facts: { stream, expected: expectedRevision, actual },
      });
      expect((await store.readStream(stream)).map(numberOf)).toEqual([1, 2]);
    });

    it('refuses a revision of a stream that is not there', async () => {
      const stream = freshStream();

      const refused = await rejection(appendNumbers(store, stream, 0, [1]));

      expect(refused).toMatchObject({ code: 'WRONG_EXPECTED_REVISION', facts: { actual: 'no-stream' } });
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('lets exactly one of many concurrent writers have each revision', async () => {
      const stream = freshStream();
      const writers = Array.from({ length: 40 }, (_, writer) => writer);
      const attempt = (writer: number, expected: number | 'no-stream'): Promise<boolean> =>
        appendNumbers(store, stream, expected, [writer]).then(
          () => true,
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
            return false;
          },
        );
      for (const expected of ['no-stream', 0, 1, 2] as const) {
        const won = await Promise.all(writers.map((writer) => attempt(writer, expected)));
        expect(won.filter(Boolean)).toHaveLength(1);
      }
      expect(await store.readStream(stream)).toHaveLength(4);
    });

    it('does not hurt the neighbours of a refused append', async () => {
      const taken = freshStream();
      await appendNumbers(store, taken, 'no-stream', [0]);
      const streams = Array.from({ length: 20 }, freshStream);

      const outcomes = await Promise.allSettled(
        streams.flatMap((stream, index) => [
          appendNumbers(store, stream, 'no-stream', [index, index + 100]),
          appendNumbers(store, taken, 'no-stream', [index]),
        ]),
      );

      expect(outcomes.map(({ status }) => status)).toEqual(streams.flatMap(() => ['fulfilled', 'rejected']));
      for (const [index, stream] of streams.entries()) {
        expect((await store.readStream(stream)).map(numberOf)).toEqual([index, index + 100]);
      }
      expect(await store.readStream(taken)).toHaveLength(1);
    });

    it('refuses an append without events', async () => {
      await expect(store.append({ stream: freshStream(), expectedRevision: 'no-stream', events: [] })).rejects.toThrow(
        TypeError,
      );
    });

    it('keeps the idempotency record made with an append', async () => {
      const stream = freshStream();
      const record = recordOn(stream);

      await store.append({ stream, expectedRevision: 'no-stream', events: [newEvent()], idempotency: record });

      expect(await store.findIdempotencyRecord(record.commandId)).toEqual(record);
      expect(await store.findIdempotencyRecord(randomUUID())).toBeUndefined();
    });

    it('refuses a record that exists, names it, and writes nothing', async () => {
      const stream = freshStream();
      const record = recordOn(stream);
      await store.append({ stream, expectedRevision: 'no-stream', events: [newEvent()], idempotency: record });
      const elsewhere = freshStream();
      const again = { ...recordOn(elsewhere), commandId: record.commandId };

      const refused = await rejection(
        store.append({ stream: elsewhere, expectedRevision: 'no-stream', events: [newEvent()], idempotency: again }),
      );

      expect(refused).toMatchObject({ code: 'IDEMPOTENCY_RECORD_EXISTS', facts: { record } });
      expect(await store.readStream(elsewhere)).toEqual([]);
      expect(await store.findIdempotencyRecord(record.commandId)).toEqual(record);
    });

    it('lets the same request through under the record of an append that was refused', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [1]);
      const record = recordOn(stream);
      const request = { stream, events: [newEvent({ number: 2 })], idempotency: record };
      await rejection(store.append({ ...request, expectedRevision: 'no-stream' }));

      await store.append({ ...request, expectedRevision: 0 });

      expect((await store.readStream(stream)).map(numberOf)).toEqual([1, 2]);
      expect(await store.findIdempotencyRecord(record.commandId)).toEqual(record);
    });

    it.each([
      ['with its record', true],
      ['without one', false],
    ])('lets one of many appends for one command be the one, %s, and tells no other that it was', async (_how, has) => {
      const stream = freshStream();
      const record = recordOn(stream);
      const appends = Array.from({ length: 20 }, () => ({ ...newEvent({ same: 'words' }) }));

      const outcomes = await Promise.allSettled(
        appends.map((event) =>
          store.append({
            ...{ stream, expectedRevision: 'no-stream', events: [event] },
            ...(has ? { idempotency: record } : {}),
          }),
        ),
      );

      const done = appends.filter((_event, index) => outcomes[index]?.status === 'fulfilled');
      expect(done.map(({ eventId }) => eventId)).toEqual((await store.readStream(stream)).map((one) => one.eventId));
      expect(done).toHaveLength(1);
    });

    it('lets exactly one of many concurrent writers make a record', async () => {
      const streams = Array.from({ length: 20 }, freshStream);
      const commandId = randomUUID();

      const outcomes = await Promise.allSettled(
        streams.map((stream) => {
          const record = { ...recordOn(stream), commandId };
          return store.append({ stream, expectedRevision: 'no-stream', events: [newEvent()], idempotency: record });
        }),
      );

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const lengths = await Promise.all(streams.map(async (stream) => (await store.readStream(stream)).length));
      expect(lengths.filter((length) => length > 0)).toHaveLength(1);
    });
  });
}
