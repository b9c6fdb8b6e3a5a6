import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { isSystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, ReadModelStore } from '../ports/read-model-store.ts';
import { comparePositions, type Position } from '../position.ts';
import {
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  type Count,
  type GroupTotal,
} from '../specification/counters.ts';
import { builtFromNothing, documentsOf } from '../specification/documents.ts';
import { Gate, inBatchesOf, intercept, rejectionOf, turn, unavailable, until } from '../specification/faults.ts';
import { Runners, type RunnerOptions } from '../specification/runners.ts';
import { buildProjection } from './build-projection.ts';
import { buildDefinitionOf } from './projection.ts';
import { ProjectionReader } from './projection-reader.ts';

const totals = groupTotals();

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let count: Count;
const runners = new Runners(() => ({ log, store, projections: [totals] }));
const run = (options?: Partial<RunnerOptions>) => runners.run(options);

beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  count = countingOn(log);
});

afterEach(() => runners.stop());

const pointer = (): Promise<BuildId | undefined> => store.pointer(totals.name, totals.version);
const builds = async (): Promise<BuildId[]> => (await store.builds(totals.name)).map(({ build }) => build);

/** The store, whose first commit to another build than the live one waits at a gate. */
function stoppingRebuildAt(gate: Gate): ReadModelStore {
  return intercept<ReadModelStore>(store, {
    commit: async (commits) => {
      const live = await pointer();
      const ours = commits.filter(({ build }) => build.startsWith(`${totals.name}@`));
      if (live !== undefined && ours.some(({ build }) => build !== live)) await gate.pass();
      await store.commit(commits);
    },
  });
}

describe('a rebuild', () => {
  it('answers under a new name, with the documents of the old one, and live events go on into it', async () => {
    const runner = await run();
    await count('1', 'a', 1);
    const old = await pointer();
    const { build, events } = await runner.rebuild(totals.name);
    expect(events).toBe(1);
    expect(build).not.toBe(old);
    expect(await pointer()).toBe(build);
    await count('1', 'a', 2);
    await runner.caughtUp(await log.head());
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(3);
    expect((await runner.status())[0]).toMatchObject({ build, position: await log.head() });
  });

  it('keeps the build it replaces, for readers in the middle of a list, until the next rebuild', async () => {
    const runner = await run();
    await count('1', 'a', 1);
    const first = await pointer();
    const { build: second } = await runner.rebuild(totals.name);
    expect(await builds()).toEqual([first, second]);
    const { build: third } = await runner.rebuild(totals.name);
    expect(await builds()).toEqual([second, third]);
  });

  it('under concurrent appends shows readers no gap, no mixture and no step back', async () => {
    const runner = await run({ projections: [totals, counterList], log: inBatchesOf(3, log) });
    const reader = new ProjectionReader({ log, store, patience: 30_000 });
    const committed: Position[] = [];
    const appends = { done: false };

    const appending = (async () => {
      for (let index = 0; index < 300; index += 1) {
        const { position } = await count(`${index % 5}`, 'a', 1);
        committed.push(position);
        if (index % 7 === 0) await turn();
      }
      appends.done = true;
    })();
    const rebuilding = (async () => {
      let rebuilds = 0;
      while (!appends.done || rebuilds < 2) {
        await turn();
        await runner.rebuild(totals.name);
        rebuilds += 1;
      }
      return rebuilds;
    })();
    const reading = (async () => {
      let reads = 0;
      let last = 0;
      while (!appends.done) {
        await turn();
        const minPosition = committed.at(-1) ?? '0';
        const written = committed.length;
        const { document, position } = await reader.get(totals, 'a', { minPosition });
        const seen = document?.seen ?? [];
        expect(document?.total ?? 0).toBe(seen.length);
        expect(seen.length).toBeGreaterThanOrEqual(written);
        expect(seen.length).toBeGreaterThanOrEqual(last);
        expect(seen.every((place, index) => place === String((index + 1) * 7))).toBe(true);
        expect(comparePositions(position, minPosition)).toBeGreaterThanOrEqual(0);
        last = seen.length;
        reads += 1;
      }
      return reads;
    })();

    await appending;
    expect(await reading).toBeGreaterThan(0);
    expect(await rebuilding).toBeGreaterThan(1);
    await runner.caughtUp(await log.head());
    expect(await documentsOf(store, totals)).toEqual(await builtFromNothing(log, counterRegistry(), store, totals));
  });

  it('switches at or beyond the position of the old build, also when that moved on meanwhile', async () => {
    const gate = new Gate();
    const runner = await run({ store: stoppingRebuildAt(gate) });
    await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    const old = (await pointer())!;
    const rebuilding = runner.rebuild(totals.name);
    await gate.reached();
    for (let index = 0; index < 20; index += 1) await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    expect(await pointer()).toBe(old);
    gate.open();
    const { build } = await rebuilding;
    const reached = async (of: BuildId): Promise<Position> => (await store.checkpoint(of))!.position;
    expect(comparePositions(await reached(build), await reached(old))).toBeGreaterThanOrEqual(0);
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(21);
  });

  it('lets the others follow the log for as long as much of it is left that came while it was built', async () => {
    const [first, second] = [new Gate(), new Gate()];
    const gates = [first, second];
    const countOften = async (times: number): Promise<void> => {
      for (let index = 0; index < times; index += 1) await count(`${index % 50}`, 'a', 1);
    };
    await (await run()).stop();
    const old = await pointer();
    const stopping = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        if (commits.some(({ build }) => build !== old)) await gates.shift()?.pass();
        await store.commit(commits);
      },
    });
    const runner = await run({ store: stopping });
    await countOften(1_100);
    const rebuilding = runner.rebuild(totals.name);
    await first.reached();
    await countOften(1_200);
    first.open();
    await second.reached();
    await countOften(1);
    await runner.caughtUp(await log.head());
    second.open();
    const { build, events } = await rebuilding;
    expect(events).toBe(2_301);
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(2_301);
  });

  it('of the same projection is refused while one is under way, of another it is not', async () => {
    const gate = new Gate();
    const runner = await run({ projections: [totals, counterList], store: stoppingRebuildAt(gate) });
    await count('1', 'a', 1);
    const rebuilding = runner.rebuild(totals.name);
    await gate.reached();
    expect(isSystemError(await rejectionOf(runner.rebuild(totals.name)), 'REBUILD_UNDER_WAY')).toBe(true);
    gate.open();
    await Promise.all([rebuilding, runner.rebuild(counterList.name)]);
    await runner.rebuild(totals.name);
  });

  it('with a fold that fails stops, names the event, and leaves the live build alone', async () => {
    await count('1', 'a', 1);
    await count('1', 'a', 2, 'bad');
    await count('1', 'a', 4);
    await (await run()).stop();
    const before = await documentsOf(store, totals);
    const live = await pointer();

    const runner = await run({ projections: [groupTotals(({ data }) => data.note === 'bad')] });
    const error = await rejectionOf(runner.rebuild(totals.name));
    expect(isSystemError(error, 'FOLD_FAILED')).toBe(true);
    const [, bad] = await log.readStream('Counter-1');
    expect((error as { facts: object }).facts).toMatchObject({
      projection: totals.name,
      key: 'a',
      position: '14',
      eventId: bad!.eventId,
      stream: 'Counter-1',
    });
    expect(await pointer()).toBe(live);
    expect(await builds()).toEqual([live]);
    expect(await documentsOf(store, totals)).toEqual(before);
    await count('1', 'a', 8);
    await runner.caughtUp(await log.head());
    expect((await runner.status())[0]).toMatchObject({ state: 'live', parked: 0 });
  });

  it('heals what is parked', async () => {
    const fragile = await run({ projections: [groupTotals(({ data }) => data.note === 'bad')] });
    await count('1', 'a', 1, 'bad');
    await fragile.caughtUp(await log.head());
    await fragile.stop();
    const runner = await run();
    expect((await runner.status())[0]?.parked).toBe(1);
    await runner.rebuild(totals.name);
    expect((await runner.status())[0]?.parked).toBe(0);
    expect((await store.get<GroupTotal>((await pointer())!, 'a'))?.total).toBe(1);
  });

  it('that was interrupted leaves a build that nobody reads; the next start drops it', async () => {
    await count('1', 'a', 1);
    await (await run()).stop();
    const live = await pointer();
    const half = await store.createBuild(buildDefinitionOf(totals));
    const otherVersion = await store.createBuild({ ...buildDefinitionOf(totals), version: 2 });
    await run();
    expect(await builds()).toEqual([live, otherVersion]);
    expect(half).not.toBe(live);
  });

  it('is given up by a stop, which waits for it and leaves nothing half-built', async () => {
    const gate = new Gate();
    const runner = await run({ store: stoppingRebuildAt(gate), log: inBatchesOf(1, log) });
    await count('1', 'a', 1);
    const live = await pointer();
    const rebuilding = rejectionOf(runner.rebuild(totals.name));
    await gate.reached();
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).toBe(false);
    gate.open();
    await stopping;
    expect(isSystemError(await rebuilding, 'PROJECTION_NOT_READY')).toBe(true);
    expect(await builds()).toEqual([live]);
  });

  it('is given up when its runner cannot go on: nobody would follow it', async () => {
    const gate = new Gate();
    const stopping = stoppingRebuildAt(gate);
    let broken = false;
    const breaking = intercept<ReadModelStore>(stopping, {
      commit: async (commits) => {
        const live = await pointer();
        if (broken && commits.some(({ build }) => build === live)) throw new TypeError('a document is too large');
        await stopping.commit(commits);
      },
    });
    const runner = await run({ store: breaking });
    const live = await pointer();
    await count('1', 'a', 1);
    await runner.caughtUp(await log.head());
    const rebuilding = rejectionOf(runner.rebuild(totals.name));
    await gate.reached();
    broken = true;
    await count('1', 'a', 2);
    await runner.ended();
    gate.open();
    expect(isSystemError(await rebuilding, 'PROJECTION_NOT_READY')).toBe(true);
    expect(await builds()).toEqual([live]);
  });

  it('never drops the build that answers, whatever fails after the switch', async () => {
    const failing = intercept<ReadModelStore>(store, { dropBuild: () => Promise.reject(unavailable()) });
    const errors: unknown[] = [];
    const runner = await run({ store: failing, onError: (error) => errors.push(error) });
    await count('1', 'a', 1);
    await runner.rebuild(totals.name);
    const { build } = await runner.rebuild(totals.name);
    expect(errors).toHaveLength(1);
    expect(await pointer()).toBe(build);
    await count('1', 'a', 2);
    await runner.caughtUp(await log.head());
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(3);
  });

  describe('whose switch meets a store that is away', () => {
    /**
     * The store, of which switches of a rebuild fail while it is away: before or after they went through. Its pointer is
     * that of a while ago, as it may be.
     */
    function withoutSwitches(isAway: () => boolean, goesThrough = false): ReadModelStore {
      return intercept<ReadModelStore>(store, {
        switchPointer: async (...target) => {
          const fails = (await pointer()) !== undefined && isAway();
          if (!fails || goesThrough) await store.switchPointer(...target);
          if (fails) throw unavailable();
        },
        pointer: async () => undefined,
      });
    }

    it.each([
      ['went through', true],
      ['did not go through', false],
    ])('and %s, waits, while live events go on, and then answers', async (_what, goesThrough) => {
      const errors: unknown[] = [];
      const isAway = (): boolean => errors.length < 3;
      const onError = (error: unknown): number => errors.push(error);
      const runner = await run({ store: withoutSwitches(isAway, goesThrough), onError });
      await count('1', 'a', 1);
      const rebuilding = runner.rebuild(totals.name);
      await until(() => errors.length > 0);
      await count('1', 'a', 2);
      await runner.caughtUp(await log.head());
      // Where it went through, it was looked up when the next event came; nothing is left to be tried again.
      if (!goesThrough) await until(() => errors.length === 3);
      const { build } = await rebuilding;
      expect(await pointer()).toBe(build);
      expect(errors.every((error) => isSystemError(error, 'STORE_UNAVAILABLE'))).toBe(true);
      await count('1', 'a', 4);
      await runner.caughtUp(await log.head());
      expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(7);
      expect((await runner.status())[0]?.build).toBe(build);
    });

    it('but went through, is followed, and not built any further by itself', async () => {
      const fragile = groupTotals(({ data }) => data.note === 'bad');
      let switched = false;
      const runner = await run({
        projections: [fragile],
        store: withoutSwitches(() => true, true),
        onError: () => (switched = true),
      });
      await count('1', 'a', 1);
      const rebuilding = runner.rebuild(totals.name);
      await until(() => switched);
      await count('1', 'a', 2, 'bad');
      await runner.caughtUp(await log.head());
      const { build } = await rebuilding;
      expect((await runner.status())[0]).toMatchObject({ build, parked: 1, position: await log.head() });
      expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(1);
    });

    it.each([
      ['was not made', false],
      ['was made', true],
    ])('waits no longer than the runner runs; it keeps the build if the switch %s', async (_what, goesThrough) => {
      const told = Promise.withResolvers<undefined>();
      const away = withoutSwitches(() => true, goesThrough);
      const runner = await run({ store: away, onError: () => told.resolve(undefined) });
      const first = await pointer();
      const rebuilding = rejectionOf(runner.rebuild(totals.name));
      await told.promise;
      await runner.stop();
      expect(isSystemError(await rebuilding, 'PROJECTION_NOT_READY')).toBe(true);
      const answering = await pointer();
      expect(answering === first).toBe(!goesThrough);
      expect(await builds()).toContain(answering);
      expect(await builds()).toHaveLength(goesThrough ? 2 : 1);
    });

    it('follows whichever build answers from where that stands, also one of an attempt long before', async () => {
      await count('1', 'a', 1);
      const early = await store.createBuild(buildDefinitionOf(totals));
      await buildProjection({ log, registry: counterRegistry(), store, projection: totals, build: early });
      const gate = new Gate();
      let tries = 0;
      const late = intercept<ReadModelStore>(store, {
        builds: async () => (await store.builds()).filter(({ build, live }) => live || build !== early),
        switchPointer: async (name, version, build) => {
          if ((tries += 1) === 2) {
            await store.switchPointer(name, version, early);
            throw unavailable();
          }
          if (tries > 2) await gate.pass();
          await store.switchPointer(name, version, build);
        },
      });
      const runner = await run({ store: late });
      await count('1', 'a', 2);
      await runner.caughtUp(await log.head());
      const rebuilding = runner.rebuild(totals.name);
      await until(async () => (await pointer()) === early);
      await count('1', 'a', 4);
      await runner.caughtUp(await log.head());
      const answered = (await store.get<GroupTotal>(early, 'a'))?.total;
      gate.open();
      const { build } = await rebuilding;
      expect(answered).toBe(7);
      expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(7);
    });

    it('is followed when the server switches late, also if it cannot be built to its end by itself', async () => {
      const told = Promise.withResolvers<undefined>();
      const runner = await run({
        projections: [groupTotals(({ data }) => data.note === 'bad')],
        store: withoutSwitches(() => true),
        onError: () => told.resolve(undefined),
      });
      await count('1', 'a', 1);
      const rebuilding = rejectionOf(runner.rebuild(totals.name));
      await told.promise;
      await count('1', 'a', 2, 'bad');
      await runner.caughtUp(await log.head());
      const late = (await builds()).at(-1)!;
      await store.switchPointer(totals.name, totals.version, late);
      expect(isSystemError(await rebuilding, 'FOLD_FAILED')).toBe(true);
      await count('2', 'b', 4);
      await runner.caughtUp(await log.head());
      expect((await runner.status())[0]).toMatchObject({ build: late, parked: 1 });
      expect((await store.get<GroupTotal>((await pointer())!, 'b'))?.total).toBe(4);
    });

    it('ends when another has taken over meanwhile', async () => {
      let tries = 0;
      const away = withoutSwitches(() => (tries += 1) < 2);
      const runner = await run({ store: away, epoch: 1 });
      const live = await pointer();
      const rebuilding = rejectionOf(runner.rebuild(totals.name));
      await until(() => tries > 0);
      await store.takeOver([{ projection: totals.name, version: totals.version }], 2);
      expect(isSystemError(await rebuilding, 'LEASE_LOST')).toBe(true);
      expect(await pointer()).toBe(live);
    });
  });

  it('does not switch to less than what was read before, though the log should tell of less for a moment', async () => {
    const errors: unknown[] = [];
    let short = false;
    const behind: EventStore = intercept<EventStore>(log, {
      readLog: (options) => log.readLog(short ? { ...options, until: '7' } : options),
    });
    const runner = await run({
      log: behind,
      onError: (error) => {
        errors.push(error);
        short = false;
      },
    });
    await count('1', 'a', 1);
    await count('1', 'a', 2);
    await runner.caughtUp(await log.head());
    short = true;
    const { build } = await runner.rebuild(totals.name);
    expect(errors).toHaveLength(1);
    await count('1', 'a', 4);
    await runner.caughtUp(await log.head());
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(7);
  });

  it('by a runner that has lost its lease does not switch', async () => {
    const zombie = await run({ epoch: 1 });
    await count('1', 'a', 1);
    await zombie.caughtUp(await log.head());
    const live = await pointer();
    const successor = await run({ epoch: 2 });
    expect(isSystemError(await rejectionOf(zombie.rebuild(totals.name)), 'LEASE_LOST')).toBe(true);
    expect(await pointer()).toBe(live);
    await successor.rebuild(totals.name);
  });

  it('outlives a store that is away for a moment', async () => {
    const errors: unknown[] = [];
    let failures = 0;
    const faulty = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        const live = await pointer();
        if (failures === 0 && live !== undefined && commits.some(({ build }) => build !== live)) {
          failures += 1;
          throw unavailable();
        }
        await store.commit(commits);
      },
    });
    const runner = await run({ store: faulty, onError: (error) => errors.push(error) });
    await count('1', 'a', 1);
    const { build } = await runner.rebuild(totals.name);
    expect(await pointer()).toBe(build);
    expect(errors).toHaveLength(1);
    expect((await store.get<GroupTotal>(build, 'a'))?.total).toBe(1);
  });

  it('tells how far it has come', async () => {
    const runner = await run();
    for (let index = 0; index < 5; index += 1) await count('1', 'a', 1);
    const progress: number[] = [];
    await runner.rebuild(totals.name, ({ events }) => progress.push(events));
    expect(progress).toContain(5);
  });
});

describe('two schema versions side by side', () => {
  it('each have a pointer of their own: old code and new code run together', async () => {
    const newer = { ...totals, version: 2 };
    const [before, after] = [await run(), await run({ projections: [newer] })];
    await count('1', 'a', 1);
    await Promise.all([before, after].map((runner) => log.head().then((head) => runner.caughtUp(head))));
    const reader = new ProjectionReader({ log, store });
    const answers = [await reader.get(totals, 'a'), await reader.get(newer, 'a')];
    expect(answers.map(({ document }) => document?.total)).toEqual([1, 1]);
    expect(new Set(answers.map(({ build }) => build)).size).toBe(2);
  });

  it('a process is not ready for a version that nobody has built', async () => {
    await run();
    const reader = new ProjectionReader({ log, store });
    const error = await rejectionOf(reader.get({ ...totals, version: 2 }, 'a'));
    expect(isSystemError(error, 'PROJECTION_NOT_READY')).toBe(true);
  });
});
