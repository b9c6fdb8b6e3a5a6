import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { when } from '../events/event-handler.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { Counted, counterRegistry, countingOn, SpecClock } from '../specification/counters.ts';
import { Gate, turn } from '../specification/faults.ts';
import { defineProcessManager } from './process-manager.ts';
import { ProcessRunner } from './process-runner.ts';
import { give, type CommandReference } from './wanted-command.ts';

const Count: CommandReference<{ readonly amount: number }> = { name: 'count' };
const Complete: CommandReference<object> = { name: 'complete' };

/** Each count gives a command; once all that was there is counted, the log is told. */
const counting = defineProcessManager<never>({
  name: 'counting',
  gives: [Count, Complete],
  onceCaughtUp: {
    command: give(Complete, {}),
    isOlder: ({ stream }) => (stream.endsWith('-silent') ? undefined : !stream.endsWith('-new')),
  },
  keys: ({ stream }) => [stream],
  on: [when(Counted, (_none, { data: { amount } }) => ({ state: undefined, commands: [give(Count, { amount })] }))],
});

const later = defineRefusal('TOO_EARLY', 'Its time has not come: give it again later.', 'not-yet');
const never = defineRefusal('LIMIT_EXCEEDED', 'Too many: count less.');

describe('a process manager that says in the log what it has caught up with', () => {
  let log: MemoryEventStore;
  let work: MemoryWorkStore;
  let clock: SpecClock;
  let given: string[];
  const runners: ProcessRunner[] = [];

  beforeEach(() => {
    log = new MemoryEventStore();
    work = new MemoryWorkStore();
    clock = new SpecClock();
    given = [];
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop()));
  });

  async function run(dispatch = async (_name: string): Promise<void> => undefined): Promise<ProcessRunner> {
    const runner = new ProcessRunner({
      ...{ log, registry: counterRegistry(), work, processes: [counting], clock },
      dispatch: async (name) => {
        await dispatch(name);
        given.push(name);
      },
    });
    runners.push(runner);
    await runner.start();
    return runner;
  }

  it('does so after all that came of what was there, whatever waits longest', async () => {
    const count = countingOn(log, clock);
    for (const stream of ['1', '2', '3']) await count(stream, 'x', 1);
    const gate = new Gate();
    let tried = 0;
    const runner = await run(async (name) => {
      if (name !== 'count') return;
      tried += 1;
      if (tried === 1) await gate.pass();
      if (tried < 6) throw later();
    });
    await gate.reached();
    await turn();
    expect(given).not.toContain('complete');
    gate.open();
    await runner.caughtUp();
    expect(given).toEqual(['count', 'count', 'count', 'complete']);
  });

  it('at each start, and never where the log held nothing', async () => {
    await (await run()).caughtUp();
    expect(given).toEqual([]);
    await countingOn(log, clock)('1', 'x', 1);
    for (let start = 0; start < 2; start += 1) await (await run()).caughtUp();
    expect(given.filter((name) => name === 'complete')).toEqual(['complete', 'complete']);
  });

  it('never where the first event that can tell says that the log is no older, however often it starts', async () => {
    const count = countingOn(log, clock);
    for (const stream of ['silent', 'new', '1']) await count(stream, 'x', 1);
    for (let start = 0; start < 2; start += 1) await (await run()).caughtUp();
    expect(given).not.toContain('complete');
  });

  it('nor where no event can tell', async () => {
    await countingOn(log, clock)('silent', 'x', 1);
    await (await run()).caughtUp();
    expect(given).not.toContain('complete');
  });

  it('is not kept from it by what waits for a person', async () => {
    await countingOn(log, clock)('1', 'x', 1);
    const runner = await run(async (name) => {
      if (name === 'count') throw never();
    });
    await runner.caughtUp();
    expect(given).toEqual(['complete']);
    expect(await work.parked('counting')).toHaveLength(1);
  });

  it('keeps nobody waiting once it is stopped', async () => {
    await countingOn(log, clock)('1', 'x', 1);
    const runner = await run(async (name) => {
      if (name === 'complete') throw later();
    });
    await runner.stop();
    await runner.caughtUp();
    expect(given).not.toContain('complete');
  });

  it('names the command among those that it gives', () => {
    expect(() =>
      defineProcessManager<never>({
        ...{ name: 'mute', gives: [], on: [] },
        onceCaughtUp: { command: give(Complete, {}), isOlder: () => true },
      }),
    ).toThrow('mute does not say that it gives complete');
  });
});
