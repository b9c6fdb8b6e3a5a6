import { setImmediate as turn } from 'node:timers/promises';
import type { EventStore } from '#kernel/ports';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { appendNumbers, collect, collectOf, freshStream, numberOf } from './log-writing.ts';

/** Rules of following the log: history, then what comes, each event once, at the pace of the reader. */
export function describeSubscribing(makeHarness: MakeHarness<EventStore>): void {
  describe('subscribing', () => {
    let harness: StoreHarness<EventStore>;
    let store: EventStore;
    beforeAll(async () => {
      harness = await makeHarness();
      store = await harness.open();
    });
    afterAll(() => harness.close());

    const count = 300;
    const numbers = Array.from({ length: count }, (_, index) => index);

    async function writeOneByOne(stream: string, from: number): Promise<void> {
      for (const number of numbers.slice(from)) {
        await appendNumbers(store, stream, number === 0 ? 'no-stream' : number - 1, [number]);
      }
    }

    it('gives history, then what comes, without gap or duplicate, while others write', async () => {
      const stream = freshStream();
      const others = [freshStream(), freshStream(), freshStream()];
      const after = await store.head();
      await appendNumbers(store, stream, 'no-stream', numbers.slice(0, 50));
      const end = new AbortController();

      const reading = collectOf(stream, count, store.subscribe({ after, signal: end.signal, batchSize: 7 }), () =>
        end.abort(),
      );
      await Promise.all([writeOneByOne(stream, 50), ...others.map((other) => writeOneByOne(other, 0))]);

      expect((await reading).map(numberOf)).toEqual(numbers);
    });

    it('gives what is written after the reader has come to the end', async () => {
      const stream = freshStream();
      const end = new AbortController();
      const after = await store.head();
      const reading = collectOf(stream, 2, store.subscribe({ after, signal: end.signal }), () => end.abort());
      await turn();

      await appendNumbers(store, stream, 'no-stream', [1]);
      await turn();
      await appendNumbers(store, stream, 0, [2]);

      expect((await reading).map(numberOf)).toEqual([1, 2]);
    });

    it('serves several readers, each from its own position', async () => {
      const stream = freshStream();
      const after = await store.head();
      const { positions } = await appendNumbers(store, stream, 'no-stream', [0, 1, 2]);
      const follow = async (from: string, expected: number): Promise<number[]> => {
        const end = new AbortController();
        const source = store.subscribe({ after: from, signal: end.signal });
        return (await collectOf(stream, expected, source, () => end.abort())).map(numberOf);
      };
      const readings = [follow(after, 4), follow(positions[1]!, 2), follow(positions[2]!, 1)];

      await appendNumbers(store, stream, 2, [3]);

      expect(await Promise.all(readings)).toEqual([[0, 1, 2, 3], [2, 3], [3]]);
    });

    it('ends, without an error, when it is told to while it waits', async () => {
      const end = new AbortController();
      const reading = collect(store.subscribe({ after: await store.head(), signal: end.signal }));
      await turn();

      end.abort();

      expect(await reading).toEqual([]);
    });

    it('gives nothing when it was told to end before it began', async () => {
      const after = await store.head();
      await appendNumbers(store, freshStream(), 'no-stream', [1]);

      expect(await collect(store.subscribe({ after, signal: AbortSignal.abort() }))).toEqual([]);
    });

    it('gives a slow reader everything', async () => {
      const stream = freshStream();
      const end = new AbortController();
      const source = store.subscribe({ after: await store.head(), signal: end.signal, batchSize: 10 });
      const writing = writeOneByOne(stream, 0);

      const seen: number[] = [];
      for await (const batch of source) {
        for (let pause = 0; pause < 5; pause += 1) await turn();
        seen.push(...batch.events.filter((event) => event.stream === stream).map(numberOf));
        if (seen.length >= count) end.abort();
      }
      await writing;

      expect(seen).toEqual(numbers);
    });

    it('ends, without an error, when it is told to while its reader has the last batch in hand', async () => {
      const after = await store.head();
      await appendNumbers(store, freshStream(), 'no-stream', [1]);
      const end = new AbortController();

      for await (const batch of store.subscribe({ after, signal: end.signal })) {
        if (batch.events.length > 0) end.abort();
      }

      expect(end.signal.aborted).toBe(true);
    });

    it('fails when the store is closed while its reader has the last batch in hand', async () => {
      const mine = await makeHarness();
      const closing = await mine.open();
      const after = await closing.head();
      await appendNumbers(closing, freshStream(), 'no-stream', [1]);
      const { signal } = new AbortController();

      const reading = (async () => {
        for await (const _batch of closing.subscribe({ after, signal })) await closing.close();
      })();

      await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await mine.close();
    });

    it('fails when the store is closed under it, and does not just end', async () => {
      const mine = await makeHarness();
      const closing = await mine.open();
      const after = await closing.head();
      const reading = collect(closing.subscribe({ after, signal: new AbortController().signal }));
      await Promise.all([
        expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' }),
        turn().then(() => closing.close()),
      ]);
      await mine.close();
    });
  });
}
