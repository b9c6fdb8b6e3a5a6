import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import type { DomainError } from '../errors.ts';
import { when } from '../events/event-handler.ts';
import type { EventStore } from '../ports/event-store.ts';
import type { WorkStore } from '../ports/work-store.ts';
import { START } from '../position.ts';
import { Counted, counterRegistry, countingOn, limitExceeded, SpecClock } from '../specification/counters.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { Gate, intercept, turn, unavailable, until } from '../specification/faults.ts';
import { defineProcessManager, type Reaction } from './process-manager.ts';
import { ProcessRunner } from './process-runner.ts';
import { give, type CommandReference } from './wanted-command.ts';

const HOUR = 3_600_000;

const Now: CommandReference<{ readonly amount: number }> = { name: 'now' };
const Remind: CommandReference<{ readonly amount: number }> = { name: 'remind' };

const tooEarly = defineRefusal('TOO_EARLY', 'Its time has not come: give it again later.', 'not-yet');

/** `remind` sets a deadline an hour ahead, `clear` takes it back; every other count gives a command at once. */
const reminder = defineProcessManager<number>({
  name: 'reminder',
  gives: [Now, Remind],
  keys: ({ stream }) => [stream],
  on: [
    when(Counted, (seen = 0, { data: { note, amount }, recordedAt }): Reaction<number> => {
      if (note === 'clear') return { state: seen + 1, clear: ['r'] };
      if (note !== 'remind') return { state: seen + 1, commands: [give(Now, { amount })] };
      const dueAt = Date.parse(recordedAt) + HOUR;
      return { state: seen + 1, set: [{ id: 'r', dueAt, command: give(Remind, { amount }) }] };
    }),
  ],
});

let log: MemoryEventStore;
let work: MemoryWorkStore;
let clock: SpecClock;
let runners: ProcessRunner[];
let given: string[];
let refusal: DomainError | undefined;

beforeEach(() => {
  log = new MemoryEventStore();
  work = new MemoryWorkStore();
  clock = new SpecClock();
  runners = [];
  given = [];
  refusal = undefined;
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
});

async function run(events: EventStore = log, store: WorkStore = work): Promise<ProcessRunner> {
  const runner = new ProcessRunner({
    log: events,
    registry: counterRegistry(),
    work: store,
    processes: [reminder],
    dispatch: async (name) => {
      given.push(name);
      if (refusal) throw refusal;
    },
    clock,
  });
  runners.push(runner);
  await runner.start();
  return runner;
}

const parked = async (): Promise<string[]> => (await work.parked('reminder')).map(({ key }) => key);

describe('a command whose time has not come for its target', () => {
  it('of a deadline stays, and is given again when the deadlines are looked at next', async () => {
    refusal = tooEarly();
    const runner = await run();
    await countingOn(log, clock)('1', 'g', 1, 'remind');
    await runner.settled();
    clock.time += HOUR;
    expect(await runner.fireDue()).toBe(0);
    expect(await parked()).toEqual([]);
    expect(await work.nextDue('reminder')).toBe(clock.time);
    refusal = undefined;
    await until(async () => (await work.nextDue('reminder')) === undefined);
    expect(new Set(given)).toEqual(new Set(['remind']));
  });

  it('given at once is given again later', async () => {
    refusal = tooEarly();
    const runner = await run();
    await countingOn(log, clock)('1', 'g', 1);
    await until(() => given.length > 0);
    expect(await parked()).toEqual([]);
    refusal = undefined;
    await runner.settled();
    expect(await work.unsent('reminder', 10)).toEqual([]);
  });
});

describe('an instance that waits for a refused command', () => {
  it('goes on by itself once it has ceased to want it', async () => {
    const runner = await run();
    const count = countingOn(log, clock);
    await count('1', 'g', 1, 'remind');
    await runner.settled();
    clock.time += HOUR;
    refusal = limitExceeded({ total: 11, limit: 10 });
    await runner.fireDue();
    refusal = undefined;
    await count('1', 'g', 2);
    await runner.settled();
    expect(await parked()).toEqual(['Counter-1']);

    await count('1', 'g', 3, 'clear');
    await runner.settled();
    expect(await parked()).toEqual([]);
    expect(given.filter((name) => name === 'now')).toEqual(['now']);
  });
});

describe('a runner that starts behind the log', () => {
  it('fires no deadline by itself before it has folded what was there, which may have taken it back', async () => {
    const first = await run();
    const count = countingOn(log, clock);
    await count('1', 'g', 1, 'remind');
    await first.settled();
    await first.stop();
    await count('1', 'g', 2, 'clear');
    await count('2', 'g', 3, 'remind');
    clock.time += HOUR;

    const gate = new Gate();
    const slow = intercept<EventStore>(log, {
      subscribe: (options) =>
        (async function* () {
          await gate.pass();
          yield* log.subscribe(options);
        })(),
    });
    const second = await run(slow);
    await gate.reached();
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(given).toEqual([]);
    gate.open();
    await second.settled();
    await until(() => given.length > 0);
    expect(given).toEqual(['remind']);
    expect(await work.nextDue('reminder')).toBeUndefined();
  });

  it('and is stopped before it has caught up does stop', async () => {
    await countingOn(log, clock)('1', 'g', 1);
    const never = intercept<EventStore>(log, {
      subscribe: ({ signal }) =>
        (async function* () {
          while (!signal.aborted) await turn();
          yield* [];
        })(),
    });
    await (await run(never)).stop();
    expect(given).toEqual([]);
  });
});

describe('deadlines', () => {
  it('are met also when they were set after a look had found none', async () => {
    const runner = await run();
    await runner.settled();
    expect(await runner.fireDue()).toBe(0);

    await countingOn(log, clock)('1', 'g', 1, 'remind');
    await runner.settled();
    expect(await runner.fireDue()).toBe(0);
    clock.time += HOUR;

    await until(() => given.includes('remind'));
  });

  it('are looked for in the store only when one may be due', async () => {
    let looks = 0;
    const due = work.due.bind(work);
    work.due = (...asked) => {
      looks += 1;
      return due(...asked);
    };
    const runner = await run();
    await countingOn(log, clock)('1', 'g', 1, 'remind');
    await runner.settled();
    await runner.fireDue();
    const before = looks;

    for (let times = 0; times < 5; times += 1) await runner.fireDue();

    expect(looks).toBe(before);
  });
});

describe('a save that a store carries out after it has said that it could not', () => {
  it('leaves no deadline unseen, though nothing is left to fold', async () => {
    let late: (() => Promise<void>) | undefined;
    let carriedOut = false;
    const slow = intercept<WorkStore>(work, {
      save: async (process, instances, checkpoint, epoch) => {
        if (late || instances.length === 0) return work.save(process, instances, checkpoint, epoch);
        late = () => work.save(process, instances, { ...checkpoint, position: START }, epoch);
        throw unavailable();
      },
      load: async (process, keys) => {
        if (late && !carriedOut) {
          carriedOut = true;
          // Looked for once more since the failure, when there was none yet.
          expect(await runner.fireDue()).toBe(0);
          await late();
        }
        return work.load(process, keys);
      },
    });
    const runner = await run(log, slow);
    await countingOn(log, clock)('1', 'g', 1, 'remind');
    await runner.settled();
    expect(carriedOut).toBe(true);
    clock.time += HOUR;
    expect(await runner.fireDue()).toBe(1);
    expect(given).toEqual(['remind']);
  });
});
