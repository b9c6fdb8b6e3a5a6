import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import * as fc from 'fast-check';
import { CommandExecutor } from '../commands/command-executor.ts';
import { deriveId } from '../commands/command-id.ts';
import { isSystemError } from '../errors.ts';
import type { EventRegistry } from '../events/event-registry.ts';
import type { EventStore, LogBatch } from '../ports/event-store.ts';
import type { BuildId, ReadModelStore } from '../ports/read-model-store.ts';
import {
  counter,
  decideCounter,
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  originOf,
  SpecClock,
  type Count,
} from '../specification/counters.ts';
import { builtFromNothing, documentsOf } from '../specification/documents.ts';
import { Gate, inBatchesOf, intercept, rejectionOf, unavailable, until } from '../specification/faults.ts';
import { Runners } from '../specification/runners.ts';
import type { Projection } from './projection.ts';
import { EVENTS_PER_READ } from './shared-pass.ts';

const totals = groupTotals();
const fragile = groupTotals(({ data }) => data.note === 'bad');
const copy: Projection = { ...counterList, name: 'counter-copy' };
const all = [counterList, totals, copy];

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let count: Count;
/** The positions that were read of the log for builds. */
let read: string[];
const runners = new Runners(() => ({ log: watched(log), store, projections: all }));

beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  count = countingOn(log);
  read = [];
});

afterEach(() => runners.stop());

function watched(source: EventStore): EventStore {
  async function* watch(batches: AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
    for await (const batch of batches) {
      read.push(...batch.events.map(({ position }) => position));
      yield batch;
    }
  }
  return intercept<EventStore>(source, { readLog: (options) => watch(source.readLog(options)) });
}

/** Writes so many events in one step. */
async function write(events: number): Promise<void> {
  const amounts = Array.from({ length: events }, (_, index) => index);
  await new CommandExecutor({ store: log, registry: counterRegistry(), clock: new SpecClock() }).execute(counter, {
    id: 'many',
    origin: originOf(deriveId('write', events)),
    decide: (state) => decideCounter({ type: 'Count', group: 'many', amounts }, state, Number.MAX_SAFE_INTEGER),
  });
}

const pointer = ({ name, version }: Projection): Promise<BuildId | undefined> => store.pointer(name, version);
const isOf = ({ name }: Projection, build: BuildId): boolean => build.startsWith(`${name}@`);

async function expectWhole(projections: readonly Projection[] = all): Promise<void> {
  for (const projection of projections) {
    const alone = await builtFromNothing(log, counterRegistry(), store, projection);
    expect(await documentsOf(store, projection)).toEqual(alone);
  }
}

describe('first builds of several projections', () => {
  it('read and decode the log once, and come to what each does alone', async () => {
    const happening = fc.record({ id: fc.nat(4), group: fc.nat(2), amount: fc.integer(), closes: fc.boolean() });
    const situation = fc.record({
      happenings: fc.array(happening, { maxLength: 40 }),
      size: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(situation, async ({ happenings, size }) => {
        [log, store, read] = [new MemoryEventStore(), new MemoryReadModelStore(), []];
        count = countingOn(log);
        const closed = new Set<number>();
        const written: string[] = [];
        for (const { id, group, amount, closes } of happenings) {
          if (closed.has(id)) continue;
          if (closes) closed.add(id);
          const happened = closes ? count.close(`${id}`, `${group}`) : count(`${id}`, `${group}`, amount);
          written.push((await happened).position);
        }
        const decoded: string[] = [];
        const registry = counterRegistry();
        const counting = intercept<EventRegistry>(registry, {
          decode: (event) => {
            decoded.push(event.position);
            return registry.decode(event);
          },
        });
        const runner = runners.make({ log: inBatchesOf(size, watched(log)), registry: counting });
        await runner.start();
        await runner.stop();
        expect(read).toEqual(written);
        expect(decoded).toEqual(written);
        await expectWhole();
      }),
      { numRuns: 50 },
    );
  });

  it('finish, and answer, though one of them meets an event that it cannot fold; then the runner ends', async () => {
    await count('1', 'a', 1);
    await count('1', 'a', 2, 'bad');
    await count('2', 'b', 4);
    const runner = runners.make({ projections: [fragile, counterList, copy] });
    expect(isSystemError(await rejectionOf(runner.start()), 'FOLD_FAILED')).toBe(true);
    await runner.ended();
    expect(isSystemError(runner.failure, 'FOLD_FAILED')).toBe(true);
    await expectWhole([counterList, copy]);
    expect(await store.builds(fragile.name)).toEqual([]);

    const finished = [await pointer(counterList), await pointer(copy)];
    await runners.run();
    expect([await pointer(counterList), await pointer(copy)]).toEqual(finished);
    await expectWhole();
  });

  it.each([
    ['was not written', false],
    ['was written', true],
  ])('go on when the store was away for one of them, at a commit that %s', async (_what, isWritten) => {
    await write(9_000);
    let commits = 0;
    const faulty = intercept<ReadModelStore>(store, {
      commit: async (batch) => {
        const fails = batch.some(({ build }) => isOf(copy, build)) && (commits += 1) === 1;
        if (!fails || isWritten) await store.commit(batch);
        if (fails) throw unavailable();
      },
    });
    const errors: unknown[] = [];
    const projections = [counterList, copy];
    await runners.run({ projections, store: faulty, onError: (error) => errors.push(error) });
    expect(errors).toHaveLength(1);
    // What was not written is read again, for the one that lacks it.
    expect(read).toHaveLength(isWritten ? 9_000 : 18_000);
    await expectWhole(projections);
  });

  it('share what is left to read when the store was away for all of them', async () => {
    await write(9_000);
    let commits = 0;
    const faulty = intercept<ReadModelStore>(store, {
      commit: async (batch) => {
        commits += 1;
        if (commits <= 2) throw unavailable();
        await store.commit(batch);
      },
    });
    const projections = [counterList, copy];
    await runners.run({ projections, store: faulty });
    expect(read).toHaveLength(18_000);
    await expectWhole(projections);
  });

  it('share what is left to read when the log was away', async () => {
    await write(9_000);
    let batches = 0;
    async function* failing(source: AsyncIterable<LogBatch>): AsyncGenerator<LogBatch> {
      for await (const batch of source) {
        batches += 1;
        if (batches === 4) throw unavailable();
        yield batch;
      }
    }
    const away = intercept<EventStore>(log, { readLog: (options) => failing(log.readLog(options)) });
    const projections = [counterList, copy];
    await runners.run({ projections, log: watched(away) });
    // Neither had a checkpoint yet: three batches had been read by then.
    expect(read).toHaveLength(9_000 + 3 * EVENTS_PER_READ);
    await expectWhole(projections);
  });

  it('begin and switch, each of them, when the store comes back', async () => {
    await count('1', 'a', 1);
    const away = new Set<string>();
    const once = (name: string): void => {
      if (away.has(name)) return;
      away.add(name);
      throw unavailable();
    };
    const faulty = intercept<ReadModelStore>(store, {
      createBuild: async (definition, epoch) => {
        once(`createBuild of ${definition.projection}`);
        return store.createBuild(definition, epoch);
      },
      switchPointer: async (name, ...target) => {
        await store.switchPointer(name, ...target);
        once(`switchPointer of ${name}`);
      },
    });
    const runner = await runners.run({ store: faulty });
    expect(away.size).toBe(2 * all.length);
    await count('1', 'a', 2);
    await runner.caughtUp(await log.head());
    await expectWhole();
    expect(await store.builds()).toHaveLength(all.length);
  });

  it('are all given up by a stop', async () => {
    await count('1', 'a', 1);
    const gate = new Gate();
    const waiting = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        await gate.pass();
        await store.commit(commits);
      },
    });
    const runner = runners.make({ store: waiting });
    const starting = rejectionOf(runner.start());
    await gate.reached();
    const stopping = runner.stop();
    gate.open();
    await stopping;
    expect(isSystemError(await starting, 'PROJECTION_NOT_READY')).toBe(true);
    expect(await store.builds()).toEqual([]);
  });

  it('are all given up when another has the lease, and none of them answers in its place', async () => {
    await count('1', 'a', 1);
    const gate = new Gate();
    const waiting = intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        await gate.pass();
        await store.commit(commits);
      },
    });
    const zombie = runners.make({ store: waiting, epoch: 1 });
    const starting = rejectionOf(zombie.start());
    await gate.reached();
    await runners.run({ epoch: 2 });
    const answering = await Promise.all(all.map(pointer));
    gate.open();
    expect(isSystemError(await starting, 'LEASE_LOST', 'PROJECTION_UNKNOWN')).toBe(true);
    expect(await Promise.all(all.map(pointer))).toEqual(answering);
    await expectWhole();
  });

  it('are made again by the next process when theirs has died, but for those that answered by then', async () => {
    await count('1', 'a', 1);
    let dead = false;
    const mortal = new Proxy<ReadModelStore>(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as ((...args: unknown[]) => Promise<unknown>) | undefined;
        if (name === 'documents' || !method) return method?.bind(target);
        return async (...args: unknown[]) => {
          dead ||= name === 'switchPointer' && (await pointer(counterList)) !== undefined;
          if (dead) throw unavailable();
          return method.apply(target, args);
        };
      },
    });
    const runner = runners.make({ store: mortal });
    const starting = rejectionOf(runner.start());
    await until(() => dead);
    await runner.stop();
    await starting;
    const answered = await pointer(counterList);
    await runners.run();
    expect(await pointer(counterList)).toBe(answered);
    expect(await store.builds()).toHaveLength(all.length);
    await expectWhole();
  });
});
