import { once } from 'node:events';
import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import { when } from './events/event-handler.ts';
import { Hearing } from './hearing.ts';
import type { EventStore, LogBatch } from './ports/event-store.ts';
import { START, type Position } from './position.ts';
import { defineProcessManager, type ProcessManager } from './processes/process-manager.ts';
import { ProcessRunner } from './processes/process-runner.ts';
import { storedProcessStatus } from './processes/stored-status.ts';
import { ProjectionRunner } from './projections/projection-runner.ts';
import { storedProjectionStatus } from './projections/stored-status.ts';
import { Counted, counterRegistry, countingOn, groupTotals, SpecClock, type Count } from './specification/counters.ts';
import { Gate, intercept, until } from './specification/faults.ts';

/** What some servers announce in place of a position. */
const NOWHERE = '18446744073709551615';

const projection = groupTotals();
const process: ProcessManager = defineProcessManager<object>({
  name: 'listener',
  gives: [],
  keys: () => ['all'],
  on: [when(Counted, () => ({ state: {} }))],
});

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let work: MemoryWorkStore;
let count: Count;
let running: { stop(): Promise<void> }[];
beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  work = new MemoryWorkStore();
  count = countingOn(log);
  running = [];
});
afterEach(async () => {
  for (const one of running) await one.stop();
});

/** Follows a log as a projection and as a process manager. */
async function follow(followed: EventStore): Promise<void> {
  const shared = { log: followed, registry: counterRegistry(), clock: new SpecClock() };
  const projections = new ProjectionRunner({ ...shared, store, projections: [projection] });
  const processes = new ProcessRunner({ ...shared, work, processes: [process], dispatch: async () => undefined });
  await projections.start();
  await processes.start();
  running = [projections, processes];
  statuses = async () => [...(await projections.status()), ...(await processes.status())];
}
let statuses: () => Promise<readonly { state: string; position: Position; error?: string }[]>;

/** A log that hands nothing over to whoever follows it, and says that it has come to some place. */
function deafened(place: () => Promise<Position>): EventStore {
  return intercept<EventStore>(log, {
    subscribe: async function* ({ signal }): AsyncGenerator<LogBatch> {
      yield { events: [], through: await place() };
      if (!signal.aborted) await once(signal, 'abort');
    },
  });
}
const arrivedAt = async (place: Position): Promise<boolean> =>
  (await statuses()).every(({ position }) => position === place);

describe('a follower of the log', () => {
  it('counts as stopped when it says that it has read past the end of the log', async () => {
    await follow(deafened(async () => NOWHERE));
    await until(() => arrivedAt(NOWHERE));

    expect(await statuses()).toMatchObject(
      ['live', 'running'].map(() => ({
        state: 'stopped',
        error: expect.stringMatching(/past the end of the log at 0.*accept-restore/),
      })),
    );
  });

  it('counts as stopped when it was handed nothing of what the log holds for it', async () => {
    const isWritten = new Gate();
    await follow(
      deafened(async () => {
        await isWritten.pass();
        return log.head();
      }),
    );
    await count('1', 'a', 1);
    isWritten.open();
    const head = await log.head();
    await until(() => arrivedAt(head));

    for (const { state, error } of await statuses()) {
      expect([state, error]).toEqual(['stopped', expect.stringContaining(`not even the event at ${head}`)]);
    }
  });

  it('is well when it was handed what there is, or when there is nothing', async () => {
    await follow(log);
    expect((await statuses()).map(({ state }) => state)).toEqual(['live', 'running']);
    await count('1', 'a', 1);
    const head = await log.head();
    await until(() => arrivedAt(head));

    expect((await statuses()).map(({ state }) => state)).toEqual(['live', 'running']);
  });

  it('is well when it has come further since somebody looked for the end of the log', async () => {
    await follow(log);
    const writing = intercept<EventStore>(log, {
      head: async () => {
        const before = await log.head();
        await count('1', 'a', 1);
        const head = await log.head();
        await until(() => arrivedAt(head));
        return before;
      },
    });
    const stored = [
      ...(await storedProjectionStatus({ log: writing, store, projections: [projection] })),
      ...(await storedProcessStatus({ log: writing, work, processes: [process] })),
    ];

    expect(stored.map(({ state }) => state)).toEqual(['live', 'running']);
  });
});

describe('what stores say of a follower that runs elsewhere', () => {
  it('has it stopped, or to be built again, when it has read past the end of the log, or another log', async () => {
    await count('1', 'a', 1);
    const build = await store.createBuild({ projection: projection.name, version: projection.version, indexes: [] });
    await store.switchPointer(projection.name, projection.version, build);
    const logId = await log.logId();
    for (const checkpoint of [
      { logId, position: NOWHERE },
      { logId: 'another', position: '1' },
    ]) {
      await work.save(process.name, [], checkpoint);
      await store.commit([{ build, documents: [], checkpoint }]);

      const [projected] = await storedProjectionStatus({ log, store, projections: [projection] });
      const [processed] = await storedProcessStatus({ log, work, processes: [process] });
      expect([projected?.state, projected?.error]).toEqual(['building', expect.any(String)]);
      expect([processed?.state, processed?.error]).toEqual(['stopped', expect.stringContaining('accept-restore')]);
    }
  });
});

describe('a look for what was passed over', () => {
  it('reads nothing twice, and nothing any more once an event was handed over', async () => {
    const reads: Position[] = [];
    const watched = intercept<EventStore>(log, {
      readLog: (options) => {
        reads.push(options.after);
        return log.readLog(options);
      },
    });
    const hearing = new Hearing(START);
    expect(await hearing.missed(watched)).toBeUndefined();
    await count('1', 'a', 1);
    const head = await log.head();
    hearing.handed({ events: await log.readStream('Counter-1'), through: head });
    await count('1', 'a', 2);
    hearing.handed({ events: [], through: await log.head() });

    expect(await hearing.missed(watched)).toBeUndefined();
    expect(reads).toEqual([]);
  });

  it('goes on telling of the event that it has found', async () => {
    const hearing = new Hearing(START);
    await count('1', 'a', 1);
    const head = await log.head();
    hearing.handed({ events: [], through: head });
    expect(await hearing.missed(log)).toBe(head);
    await count('1', 'a', 2);
    hearing.handed({ events: (await log.readStream('Counter-1')).slice(1), through: await log.head() });

    expect(await hearing.missed(log)).toBe(head);
  });
});
