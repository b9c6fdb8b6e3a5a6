import { START } from '#kernel/domain';
import type { EventStore, KnownEvent, StoredEvent } from '#kernel/ports';
import { rejection, type MakeHarness, type StoreHarness } from './harness.ts';
import { appendNumbers, collect, freshStream, newEvent, numberOf } from './log-writing.ts';

/** Rules of reading back: what was written, in order, no more and no less. */
export function describeReading(makeHarness: MakeHarness<EventStore>): void {
  describe('reading', () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const inLog = async (options: Parameters<EventStore['readLog']>[0], stream: string): Promise<StoredEvent[]> =>
      (await collect(store.readLog(options))).filter((event) => event.stream === stream);

    it('gives back every part of an event', async () => {
      const stream = freshStream();
      const data = {
        name: 'Comune di Forlì – Città d’arte 🏛️ 中文',
        nested: { list: [1, { deep: [null, true, -0.5] }], empty: {}, none: null },
        'odd "key"\n': '\u0000\u2028\\',
      };
      const written = newEvent(data, 'PuntoClienteActivated');
      const { positions } = await store.append({ stream, expectedRevision: 'no-stream', events: [written] });

      const [read] = await store.readStream(stream);

      expect(read!.eventId).toBe(written.eventId);
      expect(read!.type).toBe('PuntoClienteActivated');
      expect(read!.stream).toBe(stream);
      expect(read!.revision).toBe(0);
      expect(read!.position).toBe(positions[0]);
      expect(read!.recordedAt).toBe(written.metadata.recordedAt);
      expect(read!.data).toEqual(data);
      expect(read!.metadata).toEqual(written.metadata);
    });

    it('leaves out of the log at most what a reader passes over, and says how much of it', async () => {
      const stream = freshStream();
      const after = await store.head();
      const types = ['Passed', 'Taken', 'Passed', 'Unknown', 'Passed', 'Passed', 'Taken'];
      const events = types.map((type) => newEvent({}, type));
      const { positions } = await store.append({ stream, expectedRevision: 'no-stream', events });
      const options = { after, until: positions[5]!, batchSize: 2, leaveOut: new Set(['Passed']) };

      const [taken, through]: [StoredEvent[], string[]] = [[], []];
      let seen = 0;
      for await (const batch of store.readLog(options)) {
        taken.push(...batch.events);
        through.push(batch.through);
        seen += batch.events.length + (batch.leftOut ?? 0);
      }

      expect(taken.filter(({ type }) => type !== 'Passed')).toEqual(
        (await store.readStream(stream)).filter(({ type, revision }) => type !== 'Passed' && revision < 6),
      );
      expect(seen).toBe(6);
      expect(through.at(-1)).toBe(positions[5]);
    });

    it('gives back events of more than 100 KB', async () => {
      const stream = freshStream();
      const data = { text: 'è'.repeat(100_000), list: Array.from({ length: 10_000 }, (_, index) => index) };

      await store.append({ stream, expectedRevision: 'no-stream', events: [newEvent(data)] });

      expect((await store.readStream(stream))[0]!.data).toEqual(data);
    });

    it('does not let a writer change an event afterwards', async () => {
      const stream = freshStream();
      const data = { number: 1 };
      await store.append({ stream, expectedRevision: 'no-stream', events: [newEvent(data)] });

      data.number = 2;

      expect((await store.readStream(stream)).map(numberOf)).toEqual([1]);
    });

    it('reads a stream from a revision on, and nothing of a stream that is not there', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [0, 1, 2, 3]);

      expect((await store.readStream(stream, 2)).map(numberOf)).toEqual([2, 3]);
      expect(await store.readStream(stream, 4)).toEqual([]);
      expect(await store.readStream(freshStream())).toEqual([]);
    });

    it('reads a long stream in parts, each after the last event of the one before, and leaves nothing out', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [0, 1, 2, 3, 4, 5, 6]);
      const read: StoredEvent[] = [];
      const parts: number[] = [];

      for (let isMore = true; isMore;) {
        const part = await store.readStream(stream, read.length, read.at(-1), 2);
        read.push(...part);
        parts.push(part.length);
        isMore = part.length >= 2;
      }

      expect(read.map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(parts.slice(0, -1).every((length) => length >= 2)).toBe(true);
    });

    it('reads on after an event that the reader knows, and refuses where another stands in its place, or none', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [0, 1]);
      await appendNumbers(store, stream, 1, [2]);
      const known = (await store.readStream(stream))[1]!;
      const after = (revision: number, before: KnownEvent) => store.readStream(stream, revision + 1, before);

      expect((await after(1, known)).map(numberOf)).toEqual([2]);
      const last = (await store.readStream(stream))[2]!;
      expect(await after(2, last)).toEqual([]);

      const elsewhere = { eventId: known.eventId, position: last.position };
      for (const [revision, before] of [
        [0, known],
        [2, known],
        [3, last],
        [9, last],
        [1, elsewhere],
      ] as const) {
        expect(await rejection(after(revision, before))).toMatchObject({ code: 'LOG_CHANGED' });
      }
      const missing = store.readStream(freshStream(), 1, known);
      expect(await rejection(missing)).toMatchObject({ code: 'LOG_CHANGED' });
    });

    it('keeps streams apart whose names differ in case or in the end', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [1]);
      await appendNumbers(store, stream.toUpperCase(), 'no-stream', [2]);
      await appendNumbers(store, `${stream}0`, 'no-stream', [3]);

      expect((await store.readStream(stream)).map(numberOf)).toEqual([1]);
    });

    it('reads the log in the order of writing, across streams', async () => {
      const [one, other] = [freshStream(), freshStream()];
      const after = await store.head();
      await appendNumbers(store, one, 'no-stream', [1, 2]);
      await appendNumbers(store, other, 'no-stream', [3]);
      await appendNumbers(store, one, 1, [4]);

      const events = await collect(store.readLog({ after }));

      expect(events.filter(({ stream }) => stream === one || stream === other).map(numberOf)).toEqual([1, 2, 3, 4]);
    });

    it('reads the whole log from its start', async () => {
      const stream = freshStream();
      await appendNumbers(store, stream, 'no-stream', [1, 2]);

      expect((await inLog({ after: START }, stream)).map(numberOf)).toEqual([1, 2]);
    });

    it('cuts the log into batches no larger than asked', async () => {
      const stream = freshStream();
      const after = await store.head();
      await appendNumbers(store, stream, 'no-stream', [1, 2, 3, 4, 5, 6, 7]);

      const seen: number[] = [];
      for await (const batch of store.readLog({ after, batchSize: 3 })) {
        expect(batch.events.length).toBeLessThanOrEqual(3);
        seen.push(...batch.events.filter((event) => event.stream === stream).map(numberOf));
      }

      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('starts after one position and stops at another', async () => {
      const stream = freshStream();
      const { positions } = await appendNumbers(store, stream, 'no-stream', [1, 2, 3, 4, 5]);

      const events = await inLog({ after: positions[1]!, until: positions[3]!, batchSize: 1 }, stream);

      expect(events.map(numberOf)).toEqual([3, 4]);
    });

    it('has seen everything that there was when the reading ends', async () => {
      const after = await store.head();
      await appendNumbers(store, freshStream(), 'no-stream', [1, 2, 3]);
      const head = await store.head();

      let through = after;
      for await (const batch of store.readLog({ after, batchSize: 2 })) through = batch.through;

      expect(BigInt(through)).toBeGreaterThanOrEqual(BigInt(head));
    });

    it('ends at the end that the log had, whatever is written meanwhile', async () => {
      const stream = freshStream();
      const after = await store.head();
      await appendNumbers(store, stream, 'no-stream', [1, 2, 3]);

      const seen: number[] = [];
      let revision = 2;
      for await (const batch of store.readLog({ after, batchSize: 1 })) {
        seen.push(...batch.events.filter((event) => event.stream === stream).map(numberOf));
        ({ revision } = await appendNumbers(store, stream, revision, [100]));
      }

      expect(seen).toEqual([1, 2, 3]);
    });

    it('reads nothing after the head', async () => {
      expect(await collect(store.readLog({ after: await store.head() }))).toEqual([]);
    });

    it('keeps log, idempotency records and log id when it is opened again', async () => {
      if (!harness.reopen) return;
      const stream = freshStream();
      const record = { commandId: stream, route: 'POST /', bodyHash: 'hash', stream };
      await store.append({
        stream,
        expectedRevision: 'no-stream',
        events: [newEvent({ number: 1 })],
        idempotency: record,
      });
      const [logId, head] = [await store.logId(), await store.head()];

      store = await harness.reopen();

      expect(await store.logId()).toBe(logId);
      expect(BigInt(await store.head())).toBeGreaterThanOrEqual(BigInt(head));
      expect((await store.readStream(stream)).map(numberOf)).toEqual([1]);
      expect(await store.findIdempotencyRecord(record.commandId)).toEqual(record);
      expect((await appendNumbers(store, stream, 0, [2])).revision).toBe(1);
    });

    it('has another identity after a restore, and keeps it', async () => {
      const before = await store.logId();

      const after = await store.renewLogId();

      expect(after).not.toBe(before);
      expect(await (await harness.open()).logId()).toBe(after);
      if (harness.reopen) store = await harness.reopen();
      expect(await store.logId()).toBe(after);
    });
  });
}
