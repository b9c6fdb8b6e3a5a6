import { MemoryEventStore, MemoryReadModelStore, MemoryWorkStore } from '#store-memory';
import type { BuildId, ReadModelStore } from '../ports/read-model-store.ts';
import { countingOn, groupTotals, SpecClock, type Count } from '../specification/counters.ts';
import { Gate, intercept, misread, unavailable, until } from '../specification/faults.ts';
import { Runners, type RunnerOptions } from '../specification/runners.ts';
import { RebuildJobs } from './rebuild-jobs.ts';
import type { RebuildJob } from './rebuild-job.ts';

const totals = groupTotals();
const [FIRST, SECOND] = ['6f1c7f0e-0000-4000-8000-000000000001', '6f1c7f0e-0000-4000-8000-000000000002'];

let log: MemoryEventStore;
let store: MemoryReadModelStore;
let work: MemoryWorkStore;
let count: Count;
const runners = new Runners(() => ({ log, store, projections: [totals] }));

beforeEach(() => {
  log = new MemoryEventStore();
  store = new MemoryReadModelStore();
  work = new MemoryWorkStore();
  count = countingOn(log);
});
afterEach(() => runners.stop());

/** What one process has: the projections, and the rebuilds that are asked for. */
async function startProcess(
  options: Partial<RunnerOptions> = {},
): Promise<{ jobs: RebuildJobs; stop(): Promise<void> }> {
  const runner = await runners.run(options);
  const { epoch } = options;
  const jobs = new RebuildJobs({
    ...{ runner, projections: [totals.name], work, log, clock: new SpecClock() },
    ...(epoch === undefined ? {} : { epoch }),
  });
  await jobs.resume();
  const stop = async (): Promise<void> => {
    jobs.leave();
    await runner.stop();
    await jobs.ended();
  };
  return { jobs, stop };
}

const pointer = (): Promise<BuildId | undefined> => store.pointer(totals.name, totals.version);

/** The store, in which whoever fills another build than the one that answers waits at a gate. */
function stoppingAt(gate: Gate): ReadModelStore {
  return intercept<ReadModelStore>(store, {
    commit: async (commits) => {
      const live = await pointer();
      if (live !== undefined && commits.some(({ build }) => build !== live)) await gate.pass();
      await store.commit(commits);
    },
  });
}

async function ended(jobs: RebuildJobs, job: string): Promise<RebuildJob> {
  await until(async () => (await jobs.get(totals.name, job)).state !== 'running');
  return jobs.get(totals.name, job);
}

describe('a rebuild that is asked for', () => {
  it('runs without whoever asked, says how far it has come, and what it came to', async () => {
    const gate = new Gate();
    const { jobs } = await startProcess({ store: stoppingAt(gate) });
    await count('1', 'a', 1);
    const before = await pointer();

    expect(await jobs.begin(totals.name, FIRST)).toMatchObject({ job: FIRST, state: 'running' });
    await gate.reached();
    expect(await jobs.get(totals.name, FIRST)).toMatchObject({ state: 'running' });
    expect(await pointer()).toBe(before);
    gate.open();

    const done = await ended(jobs, FIRST);
    expect(done).toMatchObject({ state: 'done', endedAt: expect.any(String), result: { events: 1 } });
    expect(done.result?.build).not.toBe(before);
    expect(await pointer()).toBe(done.result?.build);
  });

  it('is refused while another of its projection runs, which the refusal names', async () => {
    const gate = new Gate();
    const { jobs } = await startProcess({ store: stoppingAt(gate) });
    await count('1', 'a', 1);
    await jobs.begin(totals.name, FIRST);

    await expect(jobs.begin(totals.name, SECOND)).rejects.toMatchObject({
      code: 'REBUILD_UNDER_WAY',
      facts: { job: FIRST },
    });
    expect(await jobs.begin(totals.name, FIRST)).toMatchObject({ job: FIRST, state: 'running' });
    gate.open();
    await ended(jobs, FIRST);
    await jobs.begin(totals.name, SECOND);
    expect((await ended(jobs, SECOND)).state).toBe('done');
  });

  it('is done anew by the next process when the one that did it has ended, under the same id', async () => {
    const gate = new Gate();
    const first = await startProcess({ store: stoppingAt(gate), epoch: 1 });
    await count('1', 'a', 1);
    const before = await pointer();
    await first.jobs.begin(totals.name, FIRST);
    await gate.reached();
    const stopping = first.stop();
    gate.open();
    await stopping;
    expect(await pointer()).toBe(before);

    const second = await startProcess({ epoch: 2 });
    const done = await ended(second.jobs, FIRST);
    expect(done.state).toBe('done');
    expect(await pointer()).toBe(done.result?.build);
    // Asked for once more under its key, it is the one that it was.
    expect(await second.jobs.begin(totals.name, FIRST)).toEqual(done);
    expect((await store.builds(totals.name)).map(({ build }) => build)).toEqual([before, done.result?.build]);
  });

  it('is taken up while the process before still thinks that it runs: that one writes nothing more of it', async () => {
    const gate = new Gate();
    const first = await startProcess({ store: stoppingAt(gate), epoch: 1 });
    await count('1', 'a', 1);
    await first.jobs.begin(totals.name, FIRST);
    await gate.reached();

    const second = await startProcess({ epoch: 2 });
    const done = await ended(second.jobs, FIRST);
    gate.open();
    await first.jobs.ended();

    expect(done.state).toBe('done');
    expect(await second.jobs.get(totals.name, FIRST)).toEqual(done);
    expect(await pointer()).toBe(done.result?.build);
  });

  it('is cancelled: the build that answers stays, the other is dropped, and nobody takes it up again', async () => {
    const gate = new Gate();
    const first = await startProcess({ store: stoppingAt(gate) });
    await count('1', 'a', 1);
    const before = await pointer();
    await first.jobs.begin(totals.name, FIRST);
    await gate.reached();
    const cancelling = first.jobs.cancel(totals.name, FIRST);
    gate.open();

    expect((await cancelling).state).toBe('cancelled');
    expect(await first.jobs.cancel(totals.name, FIRST)).toEqual(await cancelling);
    expect((await store.builds(totals.name)).map(({ build }) => build)).toEqual([before]);
    await first.stop();
    const second = await startProcess();
    expect((await second.jobs.get(totals.name, FIRST)).state).toBe('cancelled');
    expect(await pointer()).toBe(before);
  });

  it('says why it failed, and is not tried again by itself', async () => {
    await count('1', 'a', 1);
    const first = await startProcess();
    const before = await pointer();
    await first.stop();
    const broken = misread(log, () => ({ data: 'nonsense' }));
    const second = await startProcess({ log: broken });
    await second.jobs.begin(totals.name, FIRST);

    expect(await ended(second.jobs, FIRST)).toMatchObject({ state: 'failed', error: { code: 'INVALID_EVENT' } });
    await second.stop();
    const third = await startProcess();
    expect((await third.jobs.get(totals.name, FIRST)).state).toBe('failed');
    expect(await pointer()).toBe(before);
  });

  it('is taken up once the store of what was asked for is back', async () => {
    const gate = new Gate();
    const first = await startProcess({ store: stoppingAt(gate) });
    await count('1', 'a', 1);
    await first.jobs.begin(totals.name, FIRST);
    await gate.reached();
    const stopping = first.stop();
    gate.open();
    await stopping;

    const real = work;
    let away = 2;
    work = intercept(real, {
      load: (...asked) => ((away -= 1) >= 0 ? Promise.reject(unavailable()) : real.load(...asked)),
    });
    const second = await startProcess();
    expect((await ended(second.jobs, FIRST)).state).toBe('done');
  });

  it('that nobody asked for is unknown, and of each projection the last five are remembered', async () => {
    const { jobs } = await startProcess();
    const ids = Array.from({ length: 6 }, (_, number) => `6f1c7f0e-0000-4000-8000-00000000000${String(number)}`);
    for (const id of ids) {
      await jobs.begin(totals.name, id);
      await ended(jobs, id);
    }

    await expect(jobs.get(totals.name, ids[0]!)).rejects.toMatchObject({ code: 'REBUILD_UNKNOWN' });
    for (const id of ids.slice(1)) expect((await jobs.get(totals.name, id)).state).toBe('done');
    await expect(jobs.begin('nothing', FIRST)).rejects.toMatchObject({ code: 'PROJECTION_UNKNOWN' });
  });
});
