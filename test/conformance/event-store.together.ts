import type { AppendRequest, AppendTogether, EventStore } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { appendNumbers, freshStream, newEvent, numberOf, recordOn } from './log-writing.ts';

/** Rules of writing to several streams at once, for stores that can. */
export function describeAppendingTogether(name: string, makeHarness: MakeHarness<EventStore>): void {
  describe(`${name}, appending to several streams`, () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    let together: AppendTogether;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
      if (!store.appendTogether) throw new Error('it cannot');
      together = store.appendTogether.bind(store);
    });
    afterAll(() => harness.close());

    const toNew = (stream: string, number = 0): AppendRequest => ({
      ...{ stream: stream, expectedRevision: 'no-stream' },
      events: [newEvent({ number })],
    });

    it('writes all as one, in the order of the requests, and says where', async () => {
      const [one, other] = [freshStream(), freshStream()];
      const record = recordOn(other);
      await appendNumbers(store, other, 'no-stream', [1]);

      const results = await together([
        { ...toNew(one), events: [newEvent({ number: 2 }), newEvent({ number: 3 })] },
        { stream: other, expectedRevision: 0, events: [newEvent({ number: 4 })], idempotency: record },
      ]);

      const written = [await store.readStream(one), await store.readStream(other, 1)];
      expect(written.map((events) => events.map(numberOf))).toEqual([[2, 3], [4]]);
      expect(results).toEqual(
        written.map((events) => ({ revision: 1, positions: events.map(({ position }) => position) })),
      );
      const positions = results.flatMap(({ positions: own }) => own.map(BigInt));
      expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
      expect(await store.findIdempotencyRecord(record.commandId)).toEqual(record);
    });

    it.each([
      ['its revision', 'WRONG_EXPECTED_REVISION', () => ({ expectedRevision: 0 })],
      ['its record', 'IDEMPOTENCY_RECORD_EXISTS', async () => ({ idempotency: await recordThatStands() })],
    ] as const)(
      'writes nothing when one does not go through for %s, and hurts no neighbour',
      async (_for, code, flaw) => {
        const [one, other, neighbour] = [freshStream(), freshStream(), freshStream()];

        const refused = rejection(together([toNew(one), { ...toNew(other), ...(await flaw()) }]));
        const [refusal] = await Promise.all([refused, appendNumbers(store, neighbour, 'no-stream', [1])]);

        expect(refusal).toMatchObject({ code });
        expect([await store.readStream(one), await store.readStream(other)]).toEqual([[], []]);
        expect(await store.readStream(neighbour)).toHaveLength(1);
        // Nor is what was not written remembered as an end of its stream.
        expect((await appendNumbers(store, one, 'no-stream', [1])).revision).toBe(0);
      },
    );

    it('refuses an append without events among them, and writes nothing', async () => {
      const stream = freshStream();
      await expect(together([toNew(stream), { ...toNew(freshStream()), events: [] }])).rejects.toThrow(TypeError);
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('refuses two appends to one stream, of which nobody would have looked at the second', async () => {
      const stream = freshStream();
      await expect(together([toNew(stream), toNew(stream)])).rejects.toThrow(TypeError);
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('takes what goes on from an append that is under way, in one call or several', async () => {
      const stream = freshStream();
      const [first, second, third] = [newEvent({ number: 1 }), newEvent({ number: 2 }), newEvent({ number: 3 })];
      await Promise.all([
        store.append({ stream, expectedRevision: 'no-stream', events: [first] }),
        store.append({ stream, expectedRevision: 0, upon: first.eventId, events: [second] }),
        together([{ stream, expectedRevision: 1, upon: second.eventId, events: [third] }]),
      ]);

      expect((await store.readStream(stream)).map(numberOf)).toEqual([1, 2, 3]);
    });

    it('refuses it where that was refused, be it that another event stands at its revision', async () => {
      const [stream, neighbour] = [freshStream(), freshStream()];
      const record = await recordThatStands();
      const mine = newEvent({ number: 1 });
      const rest = { stream, expectedRevision: 0, upon: mine.eventId, events: [newEvent({ number: 2 })] } as const;
      const refused = [
        rejection(store.append({ stream, expectedRevision: 'no-stream', events: [mine], idempotency: record })),
        rejection(store.append(rest)),
      ];
      await appendNumbers(store, neighbour, 'no-stream', [1]);
      expect(await Promise.all(refused)).toMatchObject([
        { code: 'IDEMPOTENCY_RECORD_EXISTS' },
        { code: 'WRONG_EXPECTED_REVISION' },
      ]);

      await appendNumbers(store, stream, 'no-stream', [7]);
      expect(await rejection(store.append(rest))).toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
      expect((await store.readStream(stream)).map(numberOf)).toEqual([7]);
    });

    async function recordThatStands() {
      const record = recordOn(freshStream());
      await store.append({ ...toNew(record.stream), idempotency: record });
      return record;
    }
  });
}
