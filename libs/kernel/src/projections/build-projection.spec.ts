import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import * as fc from 'fast-check';
import { isSystemError } from '../errors.ts';
import { isAfter } from '../position.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, ReadModelStore, StoredDocument } from '../ports/read-model-store.ts';
import {
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  SpecClock,
  type Count,
  type GroupTotal,
} from '../specification/counters.ts';
import { builtFromNothing } from '../specification/documents.ts';
import { inBatchesOf, intercept, misread, rejectionOf, unavailable } from '../specification/faults.ts';
import { buildProjection, type BuildOptions, type BuildProgress } from './build-projection.ts';
import { Room } from './gathered-documents.ts';
import { buildDefinitionOf } from './projection.ts';

const totals = groupTotals();

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let clock: SpecClock;
let count: Count;
let build: BuildId;

beforeEach(async () => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  clock = new SpecClock(Date.parse('2026-03-02T08:00:00Z'));
  count = countingOn(log, clock);
  build = await store.createBuild(buildDefinitionOf(totals));
  for (const amount of [1, 2, 4]) {
    await count('1', 'a', amount);
    clock.time += 3_600_000;
  }
});

function replay(options: Partial<BuildOptions> = {}): Promise<BuildProgress> {
  return buildProjection({ log, registry: counterRegistry(), store, projection: totals, build, ...options });
}

const total = async (): Promise<number | undefined> => (await store.get<GroupTotal>(build, 'a'))?.total;

describe('a build of a projection', () => {
  it('folds the log to its end and says how far it came', async () => {
    expect(await replay()).toEqual({ events: 3, position: '21' });
    expect(await total()).toBe(7);
    expect(await store.checkpoint(build)).toEqual({ logId: await log.logId(), position: '21' });
  });

  it('goes on from its checkpoint after the store was away, if somebody is told of it', async () => {
    const told: unknown[] = [];
    let commits = 0;
    const faulty = intercept<ReadModelStore>(store, {
      commit: async (batch) => {
        commits += 1;
        if (commits === 1) throw unavailable();
        await store.commit(batch);
        if (commits === 2) throw unavailable();
      },
    });
    const options = { store: faulty, log: inBatchesOf(1, log) };
    expect(isSystemError(await rejectionOf(replay(options)), 'STORE_UNAVAILABLE')).toBe(true);
    expect(await store.checkpoint(build)).toBeUndefined();
    await replay({ ...options, onUnavailable: (error) => told.push(error) });
    expect(told).toHaveLength(1);
    expect(await total()).toBe(7);
    expect(await store.checkpoint(build)).toEqual({ logId: await log.logId(), position: '21' });
  });

  it('waits for a store that is away no longer than it is wanted', async () => {
    const away = intercept<ReadModelStore>(store, { commit: () => Promise.reject(unavailable()) });
    const stop = new AbortController();
    const waiting = replay({ store: away, signal: stop.signal, onUnavailable: () => stop.abort() });
    expect(isSystemError(await rejectionOf(waiting), 'PROJECTION_NOT_READY')).toBe(true);
  });

  it('writes under the epoch of its lease', async () => {
    await store.takeOver([{ projection: totals.name, version: totals.version }], 6);
    expect(isSystemError(await rejectionOf(replay({ epoch: 5 })), 'LEASE_LOST')).toBe(true);
    await replay({ epoch: 6 });
    expect(await total()).toBe(7);
  });

  it('ends at a position, inclusively', async () => {
    expect(await replay({ until: '14' })).toEqual({ events: 2, position: '14' });
    expect(await total()).toBe(3);
  });

  it.each([
    ['before the first event', '2026-03-02T07:59:59.999Z', undefined, '0'],
    ['at the time of an event, that event included', '2026-03-02T09:00:00.000Z', 3, '14'],
    ['between two events', '2026-03-02T09:30:00.000Z', 3, '14'],
    ['after the last', '2027-01-01T00:00:00.000Z', 7, '21'],
  ])('shows what was known %s', async (_when, knownAt, expected, position) => {
    expect((await replay({ knownAt })).position).toBe(position);
    expect(await total()).toBe(expected);
    expect((await store.checkpoint(build))?.position).toBe(position);
  });

  it('shows as known only what lies before the first later event, also when an earlier time follows it', async () => {
    // Another process whose clock is behind writes to another stream.
    clock.time = Date.parse('2026-03-02T08:30:00Z');
    await count('2', 'a', 100);
    await replay({ knownAt: '2026-03-02T08:30:00.000Z' });
    expect(await total()).toBe(1);
  });

  it('goes on from where it ended', async () => {
    await replay({ until: '7' });
    expect(await replay()).toEqual({ events: 2, position: '21' });
    expect(await total()).toBe(7);
  });

  it('of an empty log has a checkpoint too, so that it can go live', async () => {
    const empty = new MemoryEventStore();
    expect(await replay({ log: empty })).toEqual({ events: 0, position: '0' });
    expect(await store.checkpoint(build)).toEqual({ logId: await empty.logId(), position: '0' });
  });

  it('does not go on over documents of another log, or of a longer one', async () => {
    await replay();
    const restored = new MemoryEventStore();
    expect(isSystemError(await rejectionOf(replay({ log: restored })), 'LOG_REPLACED')).toBe(true);
    const logId = await log.logId();
    await store.commit([{ build, documents: [], checkpoint: { logId, position: '70' } }]);
    expect(isSystemError(await rejectionOf(replay()), 'LOG_REPLACED')).toBe(true);
  });

  it('stops at an event that cannot be read, and names it', async () => {
    const error = await rejectionOf(
      replay({ log: misread(log, (event) => (event.position === '14' ? { data: 1 } : undefined)) }),
    );
    expect(isSystemError(error, 'INVALID_EVENT')).toBe(true);
    expect((error as { facts: object }).facts).toMatchObject({ stream: 'Counter-1', revision: 1, path: '/data' });
  });

  it('stops at a type that this build does not know, also one that the projection does not fold', async () => {
    const newer = misread(log, (event) => (event.position === '14' ? { type: 'PointPainted' } : undefined));
    for (const projection of [totals, counterList]) {
      expect(isSystemError(await rejectionOf(replay({ log: newer, projection })), 'UNKNOWN_EVENT_TYPE')).toBe(true);
    }
  });

  it('writes nothing for a batch in which a fold fails', async () => {
    const fragile = groupTotals(({ data }) => data.note === 'bad');
    await count('2', 'a', 8, 'bad');
    expect(isSystemError(await rejectionOf(replay({ projection: fragile })), 'FOLD_FAILED')).toBe(true);
    expect(await total()).toBeUndefined();
    expect(await store.checkpoint(build)).toBeUndefined();
  });

  it('ends when it is told to', async () => {
    const error = await rejectionOf(replay({ signal: AbortSignal.abort() }));
    expect(isSystemError(error, 'PROJECTION_NOT_READY')).toBe(true);
  });

  it('writes a document once, however many events change it, as long as there is room', async () => {
    const written: string[] = [];
    const watched = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        for (const { documents } of commits) written.push(...documents.map(({ key }) => key));
        await store.commit(commits);
      },
    });
    await count('2', 'b', 1);
    await replay({ log: inBatchesOf(1, log), store: watched });
    expect(written).toEqual(['a', 'b']);
  });

  it('asks the store for nothing that it has not written', async () => {
    const asked: string[] = [];
    const watched = intercept<ReadModelStore>(store, {
      load: async (of, keys) => {
        asked.push(...keys);
        return store.load(of, keys);
      },
    });
    for (const group of ['b', 'c', 'd', 'e']) await count(group, group, 1);
    await replay({ log: inBatchesOf(1, log), store: watched, room: new Room(2, 1) });
    expect(asked).toEqual([]);
    await count('5', 'b', 1);
    await replay({ store: watched });
    expect(asked).toEqual(['b']);
  });

  it('is not read what the projection passes over', async () => {
    const decoded: string[] = [];
    const registry = counterRegistry();
    const types = registry.typesBut(new Set(['Counted']));
    expect(types.has('CounterClosed')).toBe(true);
    expect(types.has('Counted')).toBe(false);
    await count.close('1', 'a');
    const watched = intercept<EventStore>(log, {
      async *readLog(options) {
        for await (const batch of log.readLog(options)) {
          decoded.push(...batch.events.map(({ type }) => type));
          yield batch;
        }
      },
    });
    const sums = { ...totals, handles: new Set(['Counted']) };
    expect(await replay({ log: watched, projection: sums })).toEqual({ events: 4, position: '28' });
    expect(decoded).toEqual(['Counted', 'Counted', 'Counted']);
  });

  it('comes to the same whatever room it has, wherever a store fails or its process dies, and never from a checkpoint ahead of its documents', async () => {
    const happening = fc.record({ id: fc.nat(9), group: fc.nat(6), amount: fc.integer(), closes: fc.boolean() });
    const situation = fc.record({
      happenings: fc.array(happening, { maxLength: 40 }),
      size: fc.integer({ min: 1, max: 5 }),
      most: fc.integer({ min: 1, max: 6 }),
      checkpointEvery: fc.integer({ min: 1, max: 12 }),
      // Of the commits that follow on each other.
      fates: fc.array(fc.constantFrom('done', 'not written', 'written', 'dies before', 'dies after'), {
        maxLength: 20,
      }),
    });
    await fc.assert(
      fc.asyncProperty(situation, async ({ happenings, size, most, checkpointEvery, fates }) => {
        [log, store] = [new MemoryEventStore(), new MemoryReadModelStore()];
        const happens = countingOn(log);
        const closed = new Set<number>();
        for (const { id, group, amount, closes } of happenings) {
          if (closed.has(id)) continue;
          if (closes) closed.add(id);
          await (closes ? happens.close(`${id}`, `${group}`) : happens(`${id}`, `${group}`, amount));
        }
        const whole = await builtFromNothing(log, counterRegistry(), store, totals);
        build = await store.createBuild(buildDefinitionOf(totals));
        const left = [...fates];
        let isDead: boolean;
        const mortal = intercept<ReadModelStore>(store, {
          commit: async (commits) => {
            const fate = left.shift() ?? 'done';
            if (fate === 'not written') throw unavailable();
            if (fate === 'dies before') throw new Error('dead');
            await store.commit(commits);
            await expectNothingLacks(commits[0]!.checkpoint.position, whole);
            if (fate === 'written') throw unavailable();
            if (fate === 'dies after') throw new Error('dead');
          },
        });
        const options = { store: mortal, room: new Room(most, 1), checkpointEvery, onUnavailable: () => undefined };
        do {
          isDead = await replay({ ...options, log: inBatchesOf(size, log) }).then(
            () => false,
            () => true,
          );
        } while (isDead);
        expect(await stored()).toEqual(whole);
        expect((await store.checkpoint(build))?.position).toBe(await log.head());
      }),
      { numRuns: 100 },
    );
  });

  async function stored(): Promise<StoredDocument[]> {
    const documents: StoredDocument[] = [];
    for await (const document of store.documents(build)) documents.push(document);
    return documents;
  }

  /** What was last changed up to a checkpoint is there, or a later state of it. */
  async function expectNothingLacks(checkpoint: string, whole: readonly StoredDocument[]): Promise<void> {
    const present = new Map((await stored()).map((document) => [document.key, document]));
    for (const { key, position } of whole) {
      if (!isAfter(position, checkpoint)) expect(present.get(key)?.position).toBe(position);
    }
  }
});
