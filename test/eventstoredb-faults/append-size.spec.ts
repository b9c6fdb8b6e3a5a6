import type { NewEvent } from '#kernel/ports';
import { freshStream, newEvent } from '../conformance/log-writing.ts';
import type { AppendLimits } from '../eventstoredb/append-limits.ts';
import type { EventStoreDbEventStore } from '#store-eventstoredb';
import { setStage, TIMEOUTS, type Stage } from './stage.ts';

const LIMIT = 1024 * 1024;

/** An event that is counted with so many bytes, its metadata and its type among them. */
function sized(bytes: number): NewEvent {
  const event = newEvent({ text: '' });
  const { data, metadata, type } = event;
  const without = Buffer.byteLength(JSON.stringify(data) + JSON.stringify(metadata)) + 2 * type.length;
  return { ...event, data: { text: 'x'.repeat(bytes - without) } };
}

describe('the size of an append', () => {
  let stage: Stage;
  let store: EventStoreDbEventStore;
  const set = async (limits: AppendLimits): Promise<void> => {
    stage = await setStage({ limits });
    // Appends of this size, to a server in the same process, may take a busy machine longer than any other call.
    store = await stage.open({ call: TIMEOUTS.persist });
  };
  const append = (events: readonly [NewEvent, ...NewEvent[]]) =>
    store.append({ stream: freshStream(), expectedRevision: 'no-stream', events });
  afterEach(() => stage.close());

  it.each(['data', 'everything'] as const)(
    'is limited alike before anything is sent, and hurts no other, by a server that counts %s',
    async (count) => {
      await set({ count });
      const half = LIMIT / 2;

      const outcomes = await Promise.allSettled([
        append([sized(half), sized(half + 1)]),
        append([sized(half), sized(half)]),
      ]);
      stage.server.faults.next('append', { kind: 'unavailable' });
      const refused = append([sized(LIMIT + 1)]);

      const tooLarge = { code: 'APPEND_TOO_LARGE', facts: { bytes: LIMIT + 1, limit: LIMIT } };
      expect(outcomes).toMatchObject([{ reason: tooLarge }, { value: { revision: 1 } }]);
      await expect(refused).rejects.toMatchObject(tooLarge);
      expect(stage.server.faults.pending).toBe(1);
    },
  );

  it('is refused in the same words by a server whose operator lets one event have less', async () => {
    await set({ count: 'everything', largestEvent: 5000 });

    const refused = append([sized(5001)]);

    await expect(refused).rejects.toMatchObject({ code: 'APPEND_TOO_LARGE', facts: { bytes: 5001 } });
    expect(await append([sized(5000)])).toMatchObject({ revision: 0 });
  });
});
