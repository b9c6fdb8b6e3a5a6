import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { isSystemError } from '../errors.ts';
import type { BuildId, ReadModelStore } from '../ports/read-model-store.ts';
import {
  counterList,
  counterRegistry,
  countingOn,
  groupTotals,
  type Count,
  type CounterDocument,
  type GroupTotal,
} from '../specification/counters.ts';
import { builtFromNothing, documentsOf } from '../specification/documents.ts';
import { Gate, inBatchesOf, intercept, rejectionOf, turn, unavailable, until } from '../specification/faults.ts';
import { Runners } from '../specification/runners.ts';
import { buildDefinitionOf } from './projection.ts';

const totals = groupTotals();

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let count: Count;
const runners = new Runners(() => ({ log, store, projections: [totals, counterList] }));

beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  count = countingOn(log);
});

afterEach(() => runners.stop());

const pointer = (): Promise<BuildId | undefined> => store.pointer(totals.name, totals.version);

describe('a first build', () => {
  /** The store, whose first commit to a build of this projection waits at a gate. */
  function stoppingAt(gate: Gate, projection = totals.name): ReadModelStore {
    return intercept<ReadModelStore>(store, {
      commit: async (commits) => {
        if (commits.some(({ build }) => build.startsWith(`${projection}@`))) await gate.pass();
        await store.commit(commits);
      },
    });
  }

  const builtAlready = async (): Promise<BuildId> => {
    const runner = runners.make({ projections: [counterList] });
    await runner.start();
    await runner.stop();
    return (await store.pointer(counterList.name, counterList.version))!;
  };
  const expectBoth = async (): Promise<void> => {
    for (const projection of [totals, counterList]) {
      const anew = await builtFromNothing(log, counterRegistry(), store, projection);
      expect(await documentsOf(store, projection)).toEqual(anew);
    }
  };

  it('is finished before anything answers', async () => {
    for (let index = 0; index < 3; index += 1) await count('1', 'a', 1);
    const gate = new Gate();
    const runner = runners.make({ projections: [counterList], store: stoppingAt(gate, counterList.name) });
    const starting = runner.start();
    await gate.reached();
    expect((await runner.status())[0]).toMatchObject({ state: 'building', build: undefined });
    expect(await store.pointer(counterList.name, 1)).toBeUndefined();
    gate.open();
    await starting;
    const build = (await store.pointer(counterList.name, 1))!;
    expect((await store.get<CounterDocument>(build, 'Counter-1'))?.events).toBe(3);
    await until(async () => (await runner.status())[0]?.state === 'live');
  });

  it('leaves the other projections to follow the log, and takes up what came meanwhile', async () => {
    await count('1', 'a', 1);
    const other = await builtAlready();
    const gate = new Gate();
    const runner = runners.make({ store: stoppingAt(gate), log: inBatchesOf(2, log) });
    const starting = runner.start();
    await gate.reached();
    for (let index = 0; index < 5; index += 1) await count('1', 'a', 1);
    const head = await log.head();
    await until(async () => (await store.checkpoint(other))?.position === head);
    expect(await runner.status()).toMatchObject([
      { projection: totals.name, state: 'building' },
      { projection: counterList.name, state: 'live', position: head },
    ]);
    let caughtUp = false;
    const catchingUp = runner.caughtUp(head).then(() => (caughtUp = true));
    await turn();
    expect(caughtUp).toBe(false);
    gate.open();
    await Promise.all([starting, catchingUp]);
    await count('2', 'a', 1);
    await runner.caughtUp(await log.head());
    await expectBoth();
  });

  it('that is done is followed while another is built', async () => {
    await count('1', 'a', 1);
    const gate = new Gate();
    const runner = runners.make({ projections: [counterList, totals], store: stoppingAt(gate) });
    const starting = runner.start();
    await until(async () => (await store.pointer(counterList.name, 1)) !== undefined);
    const done = (await store.pointer(counterList.name, 1))!;
    const { position } = await count('1', 'a', 2);
    await until(async () => (await store.checkpoint(done))?.position === position);
    gate.open();
    await starting;
    await runner.caughtUp(position);
    await expectBoth();
  });

  it('that fails ends the runner, and leaves nothing half-built', async () => {
    const other = await builtAlready();
    await count('1', 'a', 1, 'bad');
    const runner = runners.make({ projections: [groupTotals(({ data }) => data.note === 'bad'), counterList] });
    expect(isSystemError(await rejectionOf(runner.start()), 'FOLD_FAILED')).toBe(true);
    await runner.ended();
    expect((await store.builds()).map(({ build }) => build)).toEqual([other]);
    const error = runner.failure!.message;
    expect(await runner.status()).toMatchObject([
      { state: 'building', error },
      { state: 'stopped', error },
    ]);
  });

  it('is given up by a stop, which waits for it and leaves nothing half-built', async () => {
    await count('1', 'a', 1);
    const other = await builtAlready();
    const gate = new Gate();
    const runner = runners.make({ store: stoppingAt(gate) });
    const starting = rejectionOf(runner.start());
    await gate.reached();
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).toBe(false);
    gate.open();
    await stopping;
    expect(isSystemError(await starting, 'PROJECTION_NOT_READY')).toBe(true);
    expect((await store.builds()).map(({ build }) => build)).toEqual([other]);
  });

  it('may be given up by a stop in any moment of its beginning', async () => {
    for (let moment = 0; moment < 60; moment += 1) {
      const runner = runners.make({});
      const starting = runner.start().catch((error: unknown) => error);
      for (let passed = 0; passed < moment; passed += 1) await Promise.resolve();
      await runner.stop();
      const error = await starting;
      expect(error === undefined || isSystemError(error, 'PROJECTION_NOT_READY')).toBe(true);
    }
    expect((await store.builds()).every(({ live }) => live)).toBe(true);
  });

  it('is not even begun by a runner that was stopped before', async () => {
    const created: unknown[] = [];
    const counting = intercept<ReadModelStore>(store, {
      createBuild: (...definition) => {
        created.push(definition);
        return store.createBuild(...definition);
      },
    });
    const runner = runners.make({ store: counting });
    await runner.stop();
    expect(isSystemError(await rejectionOf(runner.start()), 'PROJECTION_NOT_READY')).toBe(true);
    expect(created).toEqual([]);
  });

  it('is given up when another has the lease, and the log followed no longer', async () => {
    await count('1', 'a', 1);
    await builtAlready();
    const gate = new Gate();
    const zombie = runners.make({ store: stoppingAt(gate), epoch: 1 });
    const starting = rejectionOf(zombie.start());
    await gate.reached();
    const successor = runners.make({ epoch: 2 });
    await successor.start();
    await count('1', 'a', 2);
    await zombie.ended();
    gate.open();
    expect(isSystemError(await starting, 'LEASE_LOST')).toBe(true);
    await successor.caughtUp(await log.head());
    await expectBoth();
  });

  it('waits for a store that is away, from its beginning to its end', async () => {
    await count('1', 'a', 1);
    const away = new Set<string>();
    /** Away for the first call of each of these. */
    const once = <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
      if (away.has(name)) return call();
      away.add(name);
      return Promise.reject(unavailable());
    };
    const faulty = intercept<ReadModelStore>(store, {
      createBuild: (...definition) => once('createBuild', () => store.createBuild(...definition)),
      commit: (commits) => once('commit', () => store.commit(commits)),
      switchPointer: async (...target) => {
        await store.switchPointer(...target);
        await once('switchPointer', async () => undefined);
      },
    });
    const errors: unknown[] = [];
    const runner = runners.make({ projections: [totals], store: faulty, onError: (error) => errors.push(error) });
    await runner.start();
    await count('1', 'a', 2);
    await runner.caughtUp(await log.head());
    expect(errors).toHaveLength(3);
    expect((await store.get<GroupTotal>((await pointer())!, 'a'))?.total).toBe(3);
    expect(await store.builds(totals.name)).toHaveLength(1);
  });

  it('is made in place of one that was dropped, though the pointer should still name that', async () => {
    const dropped = await store.createBuild(buildDefinitionOf(totals));
    await store.dropBuild(dropped);
    await count('1', 'a', 1);
    const left = intercept<ReadModelStore>(store, { pointer: async () => (await pointer()) ?? dropped });
    const runner = runners.make({ projections: [totals], store: left });
    await runner.start();
    expect((await runner.status())[0]).toMatchObject({ state: 'live', build: await pointer() });
    expect((await store.get<GroupTotal>((await pointer())!, 'a'))?.total).toBe(1);
  });
});
