import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { isSystemError } from '../errors.ts';
import { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildCommit, ReadModelStore } from '../ports/read-model-store.ts';
import { START } from '../position.ts';
import {
  counterList,
  counterRegistry,
  Counted,
  countingOn,
  groupTotals,
  SpecClock,
  type Count,
  type GroupTotal,
} from '../specification/counters.ts';
import { builtFromNothing, documentsOf } from '../specification/documents.ts';
import { Gate, inBatchesOf, intercept, misread, rejectionOf, unavailable, until } from '../specification/faults.ts';
import { Runners, type RunnerOptions } from '../specification/runners.ts';
import type { Projection } from './projection.ts';
import { ProjectionRunner } from './projection-runner.ts';

const BAD = 'bad';
const fragileTotals = groupTotals(({ data }) => data.note === BAD);
const soundTotals = groupTotals();

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let count: Count;
const runners = new Runners(() => ({ log, store, projections: [soundTotals] }));
const run = (options?: Partial<RunnerOptions>) => runners.run(options);

beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  count = countingOn(log);
});

afterEach(() => runners.stop());

async function caughtUp(runner: ProjectionRunner): Promise<void> {
  await runner.caughtUp(await log.head());
}

async function expectAsBuiltFromNothing(projection: Projection = soundTotals): Promise<void> {
  expect(await documentsOf(store, projection)).toEqual(
    await builtFromNothing(log, counterRegistry(), store, projection),
  );
}

async function total(group: string): Promise<number | undefined> {
  const build = await store.pointer(soundTotals.name, soundTotals.version);
  return (await store.get<GroupTotal>(build!, group))?.total;
}

describe('a runner', () => {
  it('builds what has no build yet and follows the log for all its projections', async () => {
    await count('1', 'a', 1);
    const runner = await run({ projections: [soundTotals, counterList] });
    await count('2', 'a', 2);
    await count('1', 'b', 4);
    await caughtUp(runner);
    expect(await total('a')).toBe(3);
    expect(await total('b')).toBe(4);
    await expectAsBuiltFromNothing(soundTotals);
    await expectAsBuiltFromNothing(counterList);
    expect(await runner.status()).toMatchObject(
      ['group-totals', 'counter-list'].map((projection) => ({
        projection,
        state: 'live',
        position: '21',
        head: '21',
        parked: 0,
      })),
    );
  });

  it('goes on after a restart from where it was, and reads nothing twice', async () => {
    await count('1', 'a', 1);
    await (await run()).stop();
    await count('1', 'a', 2);
    const read: string[] = [];
    const watched = misread(log, (event) => {
      read.push(event.position);
      return undefined;
    });
    await caughtUp(await run({ log: watched }));
    expect(read).toEqual(['14']);
    expect(await total('a')).toBe(3);
  });

  it('declares no more indexes once it is told to stop', async () => {
    await count('1', 'a', 1);
    await (await run({ projections: [soundTotals, counterList] })).stop();
    const gate = new Gate();
    const declared: unknown[] = [];
    const errors: unknown[] = [];
    const slow = intercept<ReadModelStore>(store, {
      declareIndexes: async (build) => {
        declared.push(build);
        await gate.pass();
      },
    });
    const runner = runners.make({
      projections: [soundTotals, counterList],
      store: slow,
      onError: (error) => errors.push(error),
    });
    const starting = runner.start();
    await gate.reached();
    const stopping = runner.stop();
    gate.open();
    await Promise.all([starting, stopping]);
    expect(declared).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('declares the indexes of its builds, and follows the log whatever comes of it', async () => {
    await count('1', 'a', 1);
    await (await run()).stop();
    const build = await store.pointer(soundTotals.name, soundTotals.version);
    const indexes = [{ fields: ['total'] }];
    const declared: unknown[] = [];
    const errors: unknown[] = [];
    const failing = intercept<ReadModelStore>(store, {
      declareIndexes: async (...declaration) => {
        declared.push(declaration);
        throw declared.length === 1 ? unavailable() : new TypeError('an index of two arrays');
      },
    });
    const projections = [{ ...soundTotals, indexes }];
    const onError = (error: unknown): number => errors.push(error);
    const runner = await run({ projections, store: failing, epoch: 3, onError });
    expect(declared).toEqual([
      [build, indexes, 3],
      [build, indexes, 3],
    ]);
    expect(errors).toMatchObject([{ code: 'STORE_UNAVAILABLE' }, { message: 'an index of two arrays' }]);
    await count('1', 'a', 2);
    await caughtUp(runner);
    expect(await total('a')).toBe(3);
  });

  it('moves every projection on past events that it does not fold, so that waiting for them ends', async () => {
    const runner = await run({ projections: [counterList, onlyClosings] });
    await count('1', 'a', 1);
    await caughtUp(runner);
    expect((await runner.status()).map(({ position }) => position)).toEqual(['7', '7']);
  });

  it('loads a document once per batch at most, and a hot one not even that', async () => {
    for (let index = 0; index < 10; index += 1) await count(`${index}`, 'a', 1);
    const loads: string[][] = [];
    const counted = intercept<ReadModelStore>(store, {
      load: (build, keys) => {
        loads.push([...keys]);
        return store.load(build, keys);
      },
    });
    const runner = await run({ store: counted, log: inBatchesOf(4, log) });
    for (let index = 0; index < 10; index += 1) await count(`${index}`, 'a', 1);
    await caughtUp(runner);
    expect(loads.flat().filter((key) => key === 'a').length).toBeLessThanOrEqual(2);
    expect(await total('a')).toBe(20);
  });

  it('beside another on the same store, as a zombie would be, changes nothing', async () => {
    const both = [await run(), await run({ log: inBatchesOf(1, log) })];
    for (let index = 0; index < 20; index += 1) await count(`${index % 3}`, `g${index % 2}`, index);
    await Promise.all(both.map(caughtUp));
    await expectAsBuiltFromNothing();
  });

  it('refuses to start on another log, and on one shorter than what was read', async () => {
    await count('1', 'a', 1);
    await (await run()).stop();
    await log.renewLogId();
    const other = new ProjectionRunner({
      log,
      registry: counterRegistry(),
      store,
      projections: [soundTotals],
      clock: new SpecClock(),
    });
    expect(isSystemError(await rejectionOf(other.start()), 'LOG_REPLACED')).toBe(true);

    const logId = await log.logId();
    const build = (await store.pointer(soundTotals.name, 1))!;
    await store.commit([{ build, documents: [], checkpoint: { logId, position: '70' } }]);
    expect(isSystemError(await rejectionOf(other.start()), 'LOG_REPLACED')).toBe(true);
  });

  it('stops when the log is replaced under it, before it folds one of its events', async () => {
    await count('1', 'a', 1);
    const runner = await run();
    await log.renewLogId();
    await count('1', 'a', 10);
    expect(isSystemError(await rejectionOf(caughtUp(runner)), 'LOG_REPLACED')).toBe(true);
    expect(await total('a')).toBe(1);
    expect((await runner.status())[0]).toMatchObject({ state: 'stopped', position: '7' });
  });

  it('stops at an event type that this build does not know, also one that nobody folds', async () => {
    const errors: unknown[] = [];
    const runner = await run({
      registry: new EventRegistry([Counted]),
      projections: [soundTotals],
      onError: (error) => errors.push(error),
      log: misread(log, (event) => (event.position === '14' ? { type: 'PointPainted' } : undefined)),
    });
    await count('1', 'a', 1);
    await caughtUp(runner);
    await count('1', 'a', 2);
    const error = await rejectionOf(caughtUp(runner));
    expect(isSystemError(error, 'UNKNOWN_EVENT_TYPE')).toBe(true);
    expect(errors).toEqual([error]);
    expect((await runner.status())[0]).toMatchObject({ state: 'stopped', position: '7' });
  });

  it('stops at an event of a newer schema version: the log is newer than this build, and nothing parks', async () => {
    const newer = misread(log, (event) =>
      event.position === '14' ? { metadata: { ...(event.metadata as object), schemaVersion: 2 } } : undefined,
    );
    const runner = await run({ log: newer });
    await count('1', 'a', 1);
    await count('1', 'a', 2);
    expect(isSystemError(await rejectionOf(caughtUp(runner)), 'NEWER_EVENT_VERSION')).toBe(true);
    expect((await runner.status())[0]).toMatchObject({ state: 'stopped', parked: 0 });
    expect((await runner.status())[0]?.incompleteSince).toBeUndefined();
  });
});

describe('a store that fails', () => {
  /** The store, of which some commits fail: before or after they were written. */
  function failing(
    when: (commits: readonly BuildCommit[], nth: number) => 'before' | 'after' | undefined,
  ): ReadModelStore {
    let nth = 0;
    return intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        nth += 1;
        const failure = when(commits, nth);
        if (failure !== 'before') await store.commit(commits);
        if (failure) throw unavailable();
      },
    });
  }

  it.each(['before', 'after'] as const)(
    'in a commit, %s it was written: the batch is read again from the checkpoint, and the documents are the same',
    async (failure) => {
      let failures = 0;
      // The first commit belongs to the first build.
      const faulty = failing((_commits, nth) => (nth > 1 && nth % 2 === 0 && nth < 9 ? failure : undefined));
      const runner = await run({ store: faulty, log: inBatchesOf(3, log), onError: () => (failures += 1) });
      for (let index = 0; index < 12; index += 1) await count(`${index % 3}`, `g${index % 2}`, index);
      await caughtUp(runner);
      expect(failures).toBeGreaterThan(1);
      await expectAsBuiltFromNothing();
    },
  );

  it('with what only one of two projections wrote goes on for both', async () => {
    let failed = false;
    const torn = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        if (failed || commits.length < 2) return store.commit(commits);
        failed = true;
        await store.commit(commits.slice(0, 1));
        throw unavailable();
      },
    });
    const runner = await run({ store: torn, projections: [soundTotals, counterList] });
    await count('1', 'a', 1);
    await count('2', 'a', 2);
    await caughtUp(runner);
    expect(failed).toBe(true);
    await expectAsBuiltFromNothing(soundTotals);
    await expectAsBuiltFromNothing(counterList);
  });

  it('is told to the operator and waited for, not given up on', async () => {
    let down = true;
    const errors: unknown[] = [];
    const faulty = failing((_commits, nth) => (nth > 1 && down ? 'before' : undefined));
    const runner = await run({ store: faulty, onError: (error) => errors.push(error) });
    await count('1', 'a', 1);
    await until(() => errors.length > 0);
    expect(isSystemError(errors[0], 'STORE_UNAVAILABLE')).toBe(true);
    expect((await runner.status())[0]?.state).toBe('live');
    down = false;
    await caughtUp(runner);
    expect(await total('a')).toBe(1);
  });

  it('keeps out a runner whose lease went to another', async () => {
    await count('1', 'a', 1);
    const zombie = await run({ epoch: 1 });
    const successor = await run({ epoch: 2 });
    await count('1', 'a', 2);
    expect(isSystemError(await rejectionOf(caughtUp(zombie)), 'LEASE_LOST')).toBe(true);
    await caughtUp(successor);
    expect((await zombie.status())[0]?.state).toBe('stopped');
    expect(await total('a')).toBe(3);
  });
});

describe('an event that a fold fails on', () => {
  async function poisoned(options: Partial<RunnerOptions> = {}): Promise<ProjectionRunner> {
    const runner = await run({ projections: [fragileTotals, counterList], log: inBatchesOf(2, log), ...options });
    await count('1', 'a', 1);
    await count('2', 'b', 10);
    await count('2', 'a', 2, BAD);
    await count('1', 'a', 4);
    await count('3', 'b', 20);
    await count('3', 'a', 8);
    await caughtUp(runner);
    return runner;
  }

  it('parks its document alone: later events of that document wait, everything else goes on', async () => {
    const runner = await poisoned();
    expect(await total('a')).toBe(1);
    expect(await total('b')).toBe(30);
    await expectAsBuiltFromNothing(counterList);
    expect(await runner.status()).toMatchObject([
      { projection: 'group-totals', state: 'live', parked: 1, position: await log.head() },
      { projection: 'counter-list', state: 'live', parked: 0 },
    ]);
    expect(runner.parked('group-totals')).toMatchObject([
      { key: 'a', position: '21', error: 'cannot fold bad', parkedAt: '2026-03-02T08:00:00.000Z' },
    ]);
  });

  it('stays parked over a restart, and the events that came meanwhile are not lost', async () => {
    await (await poisoned()).stop();
    const runner = await run({ projections: [soundTotals] });
    await count('1', 'a', 16);
    await caughtUp(runner);
    expect(await total('a')).toBe(1);
    expect(await runner.retry('group-totals')).toEqual({ healed: ['a'], stillParked: [] });
    expect(await total('a')).toBe(31);
    await expectAsBuiltFromNothing();
  });

  it('heals by a retry after the fix, in order, and equals a rebuild', async () => {
    await (await poisoned()).stop();
    const runner = await run({ projections: [soundTotals] });
    expect(await runner.retry('group-totals')).toEqual({ healed: ['a'], stillParked: [] });
    await expectAsBuiltFromNothing();
    expect((await runner.status())[0]?.parked).toBe(0);
    await count('2', 'a', 100);
    await caughtUp(runner);
    await expectAsBuiltFromNothing();
  });

  it('stays parked by a retry that fails again, here or at a later event', async () => {
    const runner = await poisoned();
    expect(await runner.retry('group-totals')).toEqual({ healed: [], stillParked: ['a'] });
    await runner.stop();

    await count('1', 'a', 32, 'worse');
    const halfFixed = groupTotals(({ data }) => data.note === 'worse');
    const next = await run({ projections: [halfFixed] });
    await caughtUp(next);
    expect(await next.retry('group-totals')).toEqual({ healed: [], stillParked: ['a'] });
    expect(await total('a')).toBe(15);
    expect(next.parked('group-totals')).toMatchObject([{ key: 'a', position: '49', error: 'cannot fold worse' }]);
    await next.stop();

    const fixed = await run();
    await fixed.retry('group-totals');
    await expectAsBuiltFromNothing();
  });

  it('loses nothing when a retry was written, but the store could not say so', async () => {
    await (await poisoned()).stop();
    let lost = false;
    const deaf = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        await store.commit(commits);
        if (!lost && commits.some(({ unpark = [] }) => unpark.length > 0)) {
          lost = true;
          throw unavailable();
        }
      },
    });
    const runner = await run({ store: deaf });
    expect(isSystemError(await rejectionOf(runner.retry('group-totals')), 'STORE_UNAVAILABLE')).toBe(true);
    await count('1', 'a', 16);
    await caughtUp(runner);
    await runner.stop();
    await caughtUp(await run());
    await expectAsBuiltFromNothing();
  });

  it('that touches several documents parks only those it fails on', async () => {
    const pairs: Projection = {
      ...soundTotals,
      name: 'pairs',
      keys: (event) => [...soundTotals.keys(event), event.stream],
      fold: (document, event, key) => {
        if (key === 'Counter-2' && (event.data as { note?: string }).note === BAD) throw new Error('no');
        return soundTotals.fold(document as GroupTotal | undefined, event, key);
      },
    };
    const runner = await poisoned({ projections: [pairs] });
    expect(runner.parked('pairs').map(({ key }) => key)).toEqual(['Counter-2']);
    const build = (await store.pointer('pairs', 1))!;
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(15);
    expect((await store.get<GroupTotal>(build, 'Counter-2'))?.total).toBe(10);
  });

  it('cannot be retried in a projection that nobody knows', async () => {
    const runner = await run();
    expect(isSystemError(await rejectionOf(runner.retry('nothing')), 'PROJECTION_UNKNOWN')).toBe(true);
  });
});

describe('an event that cannot be decoded or keyed', () => {
  const invalidAt = (position: string): EventStore =>
    misread(log, (event) => (event.position === position ? { data: { group: 'a' } } : undefined));

  it('marks the projections that fold it as incomplete from there, and nothing stops', async () => {
    const runner = await run({ projections: [soundTotals, onlyClosings], log: invalidAt('14') });
    await count('1', 'a', 1);
    await count('1', 'a', 2);
    await count('2', 'a', 4);
    await caughtUp(runner);
    expect(await total('a')).toBe(5);
    const [totals, closings] = await runner.status();
    expect(totals).toMatchObject({ state: 'live', position: '21', incompleteSince: '14', parked: 0 });
    expect(closings?.incompleteSince).toBeUndefined();
    await runner.stop();

    const restarted = await run();
    await count('1', 'a', 8);
    await caughtUp(restarted);
    expect((await restarted.status())[0]?.incompleteSince).toBe('14');
  });

  it('heals by a rebuild once it can be read', async () => {
    const first = await run({ log: invalidAt('7') });
    await count('1', 'a', 1);
    await caughtUp(first);
    await first.stop();
    const runner = await run();
    await runner.rebuild('group-totals');
    expect((await runner.status())[0]?.incompleteSince).toBeUndefined();
    expect(await total('a')).toBe(1);
  });

  it('whose key function throws counts as incomplete too', async () => {
    const unkeyed: Projection = {
      ...soundTotals,
      keys: (event) => {
        if ((event.data as { note?: string }).note === BAD) throw new Error('no key');
        return soundTotals.keys(event);
      },
    };
    const runner = await run({ projections: [unkeyed] });
    await count('1', 'a', 1, BAD);
    await count('1', 'a', 2);
    await caughtUp(runner);
    expect((await runner.status())[0]).toMatchObject({ state: 'live', incompleteSince: '7' });
  });

  it('of which a key has half of a surrogate pair, which a store would take for another key, is not folded', async () => {
    const broken: Projection = {
      ...soundTotals,
      keys: (event) => ((event.data as { note?: string }).note === BAD ? ['a\uD800'] : soundTotals.keys(event)),
    };
    const runner = await run({ projections: [broken] });
    await count('1', 'a', 1, BAD);
    await count('1', 'a', 2);
    await caughtUp(runner);
    expect((await runner.status())[0]).toMatchObject({ state: 'live', incompleteSince: '7' });
    expect(await total('a')).toBe(2);
  });
});

describe('waiting for a position', () => {
  it('ends with an error when the runner is stopped', async () => {
    const runner = await run();
    const waiting = rejectionOf(runner.caughtUp('7'));
    await runner.stop();
    expect(isSystemError(await waiting, 'PROJECTION_NOT_READY')).toBe(true);
  });

  it('ends at once for what was read long ago', async () => {
    await (await run()).caughtUp(START);
  });
});

const onlyClosings: Projection = { ...counterList, name: 'closings', handles: new Set(['CounterClosed']) };
