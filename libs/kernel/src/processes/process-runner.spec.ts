import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { commandAbandoned } from '../commands/abandonment.ts';
import { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import { isSystemError, SystemError } from '../errors.ts';
import type { RecordedEvent } from '../events/envelope.ts';
import type { EventOf } from '../events/event-definition.ts';
import { when } from '../events/event-handler.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import { MAX_INSTANCE_BYTES, type WorkStore } from '../ports/work-store.ts';
import {
  counter,
  counterClosed,
  Counted,
  CounterClosed,
  counterRegistry,
  countingOn,
  decideCounter,
  limitExceeded,
  SpecClock,
  type Count,
} from '../specification/counters.ts';
import {
  Gate,
  inBatchesOf,
  intercept,
  misread,
  outcomeUnknown,
  rejectionOf,
  turn,
  unavailable,
  until,
} from '../specification/faults.ts';
import type { Dispatch } from './dispatch.ts';
import { defineProcessManager, type ProcessManager, type Reaction } from './process-manager.ts';
import { ProcessRunner } from './process-runner.ts';
import { give, type CommandReference } from './wanted-command.ts';

const notYet = defineRefusal('TOO_EARLY', 'Wait.', 'not-yet');
const HOUR = 3_600_000;
const MIRROR = 'mirror';

interface MirrorState {
  readonly amounts: readonly number[];
}

interface MirrorData {
  readonly group: string;
  readonly amount: number;
}

const Mirror: CommandReference<MirrorData> = { name: 'Mirror' };

/**
 * Mirrors every count of a group in the counter `mirror`, in the group's own name. Notes tell it to do more: `remind`
 * sets a deadline an hour ahead, `clear` takes it back, `bad` makes its fold fail.
 */
function mirror(breakOn = 'bad'): ProcessManager {
  const keys = ({ stream, data }: { readonly stream: string; readonly data: { readonly group: string } }): string[] =>
    stream === `Counter-${MIRROR}` ? [] : [data.group];
  const react = (
    state: MirrorState | undefined,
    { data: { group, amount, note }, recordedAt }: RecordedEvent<EventOf<typeof Counted>>,
  ): Reaction<MirrorState> => {
    if (note === breakOn) throw new Error('cannot react');
    const later = give(Mirror, { group, amount: amount * 100 });
    return {
      state: { amounts: [...(state?.amounts ?? []), amount] },
      commands: [give(Mirror, { group, amount })],
      ...(note === 'remind' ? { set: [{ id: 'reminder', dueAt: Date.parse(recordedAt) + HOUR, command: later }] } : {}),
      ...(note === 'clear' ? { clear: ['reminder'] } : {}),
    };
  };
  return defineProcessManager<MirrorState>({
    name: 'mirror',
    gives: [Mirror],
    on: [when(Counted, react, keys), when(CounterClosed, () => ({ state: undefined, clear: ['reminder'] }), keys)],
  });
}

let log: MemoryEventStore;
let work: MemoryWorkStore;
let clock: SpecClock;
let count: Count;
let runners: ProcessRunner[];
/** Every command given, in order, also those that were refused. */
let given: { commandId: string; data: MirrorData; origin: CommandOrigin }[];

beforeEach(() => {
  log = new MemoryEventStore();
  work = new MemoryWorkStore();
  clock = new SpecClock();
  count = countingOn(log, clock);
  runners = [];
  given = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
});

/** Carries commands out for real, through an executor of its own, unless `instead` says otherwise. */
function dispatching(instead: (data: MirrorData, origin: CommandOrigin) => void | Promise<void> = () => {}): Dispatch {
  const executor = new CommandExecutor({ store: log, registry: counterRegistry(), clock });
  return async (_name, payload, origin) => {
    const data = payload as MirrorData;
    given.push({ commandId: origin.commandId, data, origin });
    await instead(data, origin);
    await executor.execute(counter, {
      id: MIRROR,
      origin,
      decide: (state) =>
        decideCounter({ type: 'Count', group: data.group, amounts: [data.amount] }, state, Number.MAX_SAFE_INTEGER),
    });
  };
}

type RunnerOptions = ConstructorParameters<typeof ProcessRunner>[0];

function runnerOf(options: Partial<RunnerOptions> = {}): ProcessRunner {
  const runner = new ProcessRunner({
    log,
    registry: counterRegistry(),
    work,
    processes: [mirror()],
    dispatch: dispatching(),
    clock,
    ...options,
  });
  runners.push(runner);
  return runner;
}

async function run(options: Partial<RunnerOptions> = {}): Promise<ProcessRunner> {
  const runner = runnerOf(options);
  await runner.start();
  return runner;
}

/** What was mirrored, in log order: group and amount. */
async function mirrored(): Promise<[string, number][]> {
  const events = await log.readStream(`Counter-${MIRROR}`);
  return events.map(({ data }) => data as MirrorData).map(({ group, amount }) => [group, amount]);
}

const parkedKeys = async (): Promise<string[]> => (await work.parked('mirror')).map(({ key }) => key);

describe('a process manager', () => {
  it('turns events into commands that carry their causes and the policy that gives them', async () => {
    const runner = await run();
    const { events } = await count('1', 'a', 5);
    await runner.settled();
    expect(await mirrored()).toEqual([['a', 5]]);
    expect(given[0]?.origin).toMatchObject({
      causationId: events[0]!.eventId,
      correlationId: events[0]!.metadata.$correlationId,
      actor: { kind: 'policy', name: 'mirror' },
    });
  });

  it('gives the commands of an instance in the order of the events', async () => {
    const runner = await run({ log: inBatchesOf(2, log) });
    for (let amount = 1; amount <= 10; amount += 1) await count(`${amount % 3}`, 'a', amount);
    await runner.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('goes on after a restart from where it was', async () => {
    const first = await run();
    await count('1', 'a', 1);
    await first.settled();
    await first.stop();
    await count('1', 'a', 2);
    await (await run()).settled();
    expect(given.map(({ data }) => data.amount)).toEqual([1, 2]);
  });

  it('remembers nothing of an instance that is over and owes nothing', async () => {
    const runner = await run();
    await count('1', 'a', 1);
    await count.close('1', 'a');
    await runner.settled();
    const instance = (await work.load('mirror', ['a'])).get('a');
    expect(instance?.state).toBeUndefined();
    expect(instance?.unsent ?? []).toEqual([]);
  });

  it('beside another runner on the same work store has every effect once', async () => {
    const both = [await run(), await run({ log: inBatchesOf(1, log) })];
    for (let amount = 1; amount <= 10; amount += 1) await count('1', `g${amount % 3}`, amount);
    await Promise.all(both.map((runner) => runner.settled()));
    expect((await mirrored()).map(([, amount]) => amount).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('is settled when everything that follows from an event has happened, over several processes', async () => {
    const chain: ProcessManager = {
      ...mirror(),
      name: 'chain',
      keys: (event) => [event.stream],
      react: (_state, { data }) => {
        const { amount } = data as MirrorData;
        return {
          state: undefined,
          commands: amount < 5 ? [{ name: 'Mirror', data: { group: 'b', amount: amount + 1 } }] : [],
        };
      },
    };
    const runner = await run({ processes: [chain] });
    await count('1', 'a', 1);
    await runner.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([2, 3, 4, 5]);
  });

  it.each([
    ['another log', async (): Promise<unknown> => log.renewLogId()],
    [
      'a longer log',
      async (): Promise<unknown> => work.save('mirror', [], { logId: await log.logId(), position: '700' }),
    ],
  ])('that has read %s is refused, and nothing is given at all', async (_what, replace) => {
    const other: ProcessManager = { ...mirror(), name: 'other' };
    const failing = await run({
      processes: [other, mirror()],
      dispatch: dispatching(() => Promise.reject(unavailable())),
    });
    await count('1', 'a', 1);
    await until(() => given.length >= 2);
    await failing.stop();
    given = [];
    await replace();
    const runner = runnerOf({ processes: [other, mirror()] });
    expect(isSystemError(await rejectionOf(runner.start()), 'LOG_REPLACED')).toBe(true);
    await turn();
    await turn();
    expect(given).toEqual([]);
  });

  it('stops when the log is replaced under it', async () => {
    const runner = await run();
    await count('1', 'a', 1);
    await runner.settled();
    await log.renewLogId();
    await count('1', 'a', 2);
    expect(isSystemError(await rejectionOf(runner.settled()), 'LOG_REPLACED')).toBe(true);
    expect(await mirrored()).toEqual([['a', 1]]);
  });
});

describe('a crash', () => {
  it('between storing a command and giving it repeats it under the same id', async () => {
    const crashing = await run({ dispatch: dispatching(() => Promise.reject(unavailable())) });
    await count('1', 'a', 1);
    await until(() => given.length > 0);
    await crashing.stop();
    await (await run()).settled();
    expect(new Set(given.map(({ commandId }) => commandId)).size).toBe(1);
    expect(await mirrored()).toEqual([['a', 1]]);
  });

  it('between carrying a command out and forgetting it repeats it without a second effect', async () => {
    const forgetful = intercept<WorkStore>(work, { settle: () => Promise.reject(unavailable()) });
    const crashing = await run({ work: forgetful });
    await count('1', 'a', 1);
    await until(async () => (await mirrored()).length > 0);
    await crashing.stop();
    expect((await work.unsent('mirror', 10)).length).toBe(1);
    await (await run()).settled();
    expect(given.length).toBeGreaterThan(1);
    expect(await mirrored()).toEqual([['a', 1]]);
    expect(await work.unsent('mirror', 10)).toEqual([]);
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('of the work store %s it has saved a batch loses no command', async (_when, applied) => {
    let failures = 0;
    const faulty = intercept<WorkStore>(work, {
      save: async (...what) => {
        const fails = failures < 3;
        if (fails) failures += 1;
        if (applied || !fails) await work.save(...what);
        if (fails) throw unavailable();
      },
    });
    const runner = await run({ work: faulty });
    await count('1', 'a', 1);
    await until(async () => (await mirrored()).length === 1);
    await count('1', 'a', 2);
    await until(async () => (await mirrored()).length === 2);
    await runner.settled();
    expect(await mirrored()).toEqual([
      ['a', 1],
      ['a', 2],
    ]);
  });
});

describe('a command that is given', () => {
  it.each([
    ['the store is down', unavailable],
    ['its outcome is unknown', outcomeUnknown],
    ['rivals were faster', () => new SystemError('CONFLICT_RETRIES_EXHAUSTED', 'changed all the time')],
  ])('is given again, without limit, when %s', async (_why, failure) => {
    let failures = 0;
    const errors: unknown[] = [];
    const runner = await run({
      onError: (error) => errors.push(error),
      dispatch: dispatching(() => {
        failures += 1;
        if (failures <= 3) throw failure();
      }),
    });
    await count('1', 'a', 1);
    await runner.settled();
    expect(errors).toHaveLength(3);
    expect(await mirrored()).toEqual([['a', 1]]);
    expect(await parkedKeys()).toEqual([]);
  });

  it('is given again when its time comes, which nobody is told of as a failure', async () => {
    const errors: unknown[] = [];
    let early = 2;
    const runner = await run({
      onError: (error) => errors.push(error),
      dispatch: dispatching(() => {
        early -= 1;
        if (early >= 0) throw notYet();
      }),
    });
    await count('1', 'a', 1);
    await runner.settled();
    expect(await mirrored()).toEqual([['a', 1]]);
    expect(errors).toEqual([]);
    expect(await parkedKeys()).toEqual([]);
  });

  it('is reached behind more that wait for their time than one round takes', async () => {
    let isTime = false;
    const runner = await run({
      dispatch: dispatching(({ group }) => {
        if (!isTime && group !== 'last') throw notYet();
      }),
    });
    for (let index = 0; index < 201; index += 1) await count(`c${String(index)}`, `g${String(index)}`, 1);
    await count('last', 'last', 1);

    await until(async () => (await mirrored()).some(([group]) => group === 'last'));
    isTime = true;
    await runner.settled();
    expect(await mirrored()).toHaveLength(202);
  });

  it.each([
    ['the wanted state stands already', () => counterClosed()],
    [
      'it was abandoned, as it was refused before or what it was about is no more',
      () => commandAbandoned({ commandId: 'c' }),
    ],
  ])('is done when %s', async (_why, refusal) => {
    const runner = await run({
      dispatch: dispatching(() => {
        throw refusal();
      }),
    });
    await count('1', 'a', 1);
    await runner.settled();
    expect(given).toHaveLength(1);
    expect(await work.unsent('mirror', 10)).toEqual([]);
    expect(await parkedKeys()).toEqual([]);
  });

  it.each([
    ['a rule', () => limitExceeded({ total: 11, limit: 10 })],
    ['a handler that breaks', () => new TypeError('no such command')],
  ])('and refused by %s parks its instance with the reason; others go on', async (_why, refusal) => {
    const runner = await run({
      dispatch: dispatching(({ group }) => {
        if (group === 'a') throw refusal();
      }),
    });
    await count('1', 'a', 1);
    await count('1', 'a', 2);
    await count('1', 'b', 3);
    await runner.settled();
    expect(await mirrored()).toEqual([['b', 3]]);
    const [status] = await runner.status();
    expect(status).toMatchObject({ process: 'mirror', state: 'running', position: await log.head() });
    expect(status?.parked).toMatchObject([
      { key: 'a', parked: { commandId: given[0]?.commandId, since: '2026-03-02T08:00:00.000Z' } },
    ]);
    expect(status?.parked[0]?.parked?.error).toMatch(/LIMIT_EXCEEDED.*11|no such command/);
  });

  it('and refused is given again by a retry, with everything that waited behind it, in order', async () => {
    let allowed = false;
    const runner = await run({
      dispatch: dispatching(() => {
        if (!allowed) throw limitExceeded({ total: 11, limit: 10 });
      }),
    });
    await count('1', 'a', 1);
    await count('1', 'a', 2);
    await runner.settled();
    expect(await runner.retry('mirror')).toBe(1);
    await runner.settled();
    expect(await parkedKeys()).toEqual(['a']);
    await count('1', 'a', 3);
    allowed = true;
    expect(await runner.retry('mirror')).toBe(1);
    await runner.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([1, 2, 3]);
    expect(await parkedKeys()).toEqual([]);
  });

  it.each([
    ['is refused', () => limitExceeded({ total: 11, limit: 10 })],
    ['has to wait', unavailable],
  ])('and %s keeps back those that its instance wants after it', async (_what, failure) => {
    let fails = true;
    const runner = await run({
      dispatch: dispatching(({ amount }) => {
        if (amount === 1 && fails) throw failure();
      }),
    });
    await count('1', 'a', 1);
    await until(() => given.length > 0);
    await count('1', 'a', 2);
    await count('1', 'b', 3);
    await until(async () => (await mirrored()).length > 0);
    expect(await mirrored()).toEqual([['b', 3]]);
    fails = false;
    await runner.retry('mirror');
    await runner.settled();
    expect((await mirrored()).filter(([group]) => group === 'a').map(([, amount]) => amount)).toEqual([1, 2]);
  });

  it('and refused waits alone where its process manager goes on: what its instance wants after it is given', async () => {
    let allowed = false;
    const processes = [{ ...mirror(), goesOnWhenRefused: true }];
    const dispatch = dispatching(({ amount }) => {
      if (amount < 3 && !allowed) throw limitExceeded({ total: 11, limit: 10 });
    });
    const runner = await run({ processes, dispatch });
    for (const amount of [1, 2, 3]) await count('1', 'a', amount);
    await runner.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([3]);
    const waiting = await work.parked('mirror');
    expect(waiting.map(({ unsent }) => unsent.map(({ data }) => (data as MirrorData).amount))).toEqual([[1], [2]]);

    expect(await runner.retry('mirror')).toBe(2);
    await runner.settled();
    expect(await parkedKeys()).toEqual(waiting.map(({ key }) => key));
    allowed = true;
    await runner.retry('mirror');
    await runner.settled();
    expect((await mirrored()).map(([, amount]) => amount).sort()).toEqual([1, 2, 3]);
    expect(await parkedKeys()).toEqual([]);
  });

  it('and refused is owed once by an instance of its own, also where a crash comes before it is forgotten by the first', async () => {
    const processes = [{ ...mirror(), goesOnWhenRefused: true }];
    const settle: WorkStore['settle'] = () => Promise.reject(new Error('killed'));
    const refusing = dispatching(() => {
      throw limitExceeded({ total: 11, limit: 10 });
    });
    await count('1', 'a', 1);
    const dying = await run({ processes, dispatch: refusing, work: intercept(work, { settle }) });
    await until(async () => (await parkedKeys()).length > 0);
    await dying.stop();
    expect((await work.unsent('mirror', 9)).map(({ key }) => key)).toEqual(['a']);

    const runner = await run({ processes });
    await runner.settled();
    await runner.retry('mirror');
    await runner.settled();
    expect(await mirrored()).toEqual([['a', 1]]);
    expect(await parkedKeys()).toEqual([]);
  });

  it('cannot be retried for a process that nobody knows', async () => {
    const runner = await run();
    expect(isSystemError(await rejectionOf(runner.retry('nothing')), 'PROCESS_UNKNOWN')).toBe(true);
  });
});

describe('commands that go one at a time', () => {
  const processes = [{ ...mirror(), oneAtATime: true }];
  beforeEach(async () => {
    for (const group of ['a', 'b', 'c']) await count(group, group, 1);
  });
  const groupsGiven = (): string[] => given.map(({ data: { group } }) => group);

  it('are given each once the one before it is in the log, whatever instances they are of', async () => {
    const seen: string[][] = [];
    const dispatch = dispatching(async () => {
      seen.push((await mirrored()).map(([group]) => group));
      await turn();
    });
    const runner = await run({ processes, dispatch });
    await runner.settled();
    expect(groupsGiven()).toEqual(['a', 'b', 'c']);
    expect(seen).toEqual([[], ['a'], ['a', 'b']]);
  });

  it('wait for one that a failure has left open, as it may have acted, and for none that waits for its time', async () => {
    let failures = 0;
    const dispatch = dispatching(({ group }) => {
      if (failures === 3) return;
      if (group === 'a') throw notYet();
      failures += 1;
      throw outcomeUnknown();
    });
    const runner = await run({ processes, dispatch });
    await runner.settled();
    expect(groupsGiven().filter((group) => group !== 'a')).toEqual(['b', 'b', 'b', 'b', 'c']);
    expect(await mirrored()).toHaveLength(3);
  });

  it('wait for none that a person has to look at', async () => {
    const dispatch = dispatching(({ group }) => {
      if (group === 'a') throw unavailable();
    });
    const runner = await run({ processes, dispatch });
    await until(() => given.length > 1);
    expect(groupsGiven()).not.toContain('b');
    await work.park('mirror', 'a', { error: 'broken', since: '2026-03-02T08:00:00.000Z' });
    await runner.settled();
    expect((await mirrored()).map(([group]) => group)).toEqual(['b', 'c']);
  });

  it('are not begun any more once it is stopped, as another may run by then', async () => {
    const gate = new Gate();
    const runner = await run({ processes, dispatch: dispatching(() => gate.pass()) });
    await gate.reached();
    const stopping = runner.stop();
    gate.open();
    await stopping;
    expect(groupsGiven()).toEqual(['a']);
    expect((await work.unsent('mirror', 9)).map(({ key }) => key)).toEqual(['b', 'c']);
  });
});

describe('a deadline', () => {
  it('gives its command once it is due, not before, and only once', async () => {
    const runner = await run();
    await count('1', 'a', 1, 'remind');
    await runner.settled();
    clock.time += HOUR - 1;
    expect(await runner.fireDue()).toBe(0);
    clock.time += 1;
    await runner.fireDue();
    await runner.fireDue();
    await runner.settled();
    expect(await mirrored()).toEqual([
      ['a', 1],
      ['a', 100],
    ]);
    expect(await work.nextDue('mirror')).toBeUndefined();
  });

  it('fires by itself', async () => {
    await run();
    await count('1', 'a', 1, 'remind');
    await until(async () => (await work.nextDue('mirror')) !== undefined);
    clock.time += HOUR;
    await until(async () => (await mirrored()).length === 2);
  });

  it('fires after a restart, also when it fell due meanwhile', async () => {
    const first = await run();
    await count('1', 'a', 1, 'remind');
    await first.settled();
    await first.stop();
    clock.time += 24 * HOUR;
    const second = await run();
    await until(async () => (await mirrored()).length === 2);
    await second.stop();
    const third = await run();
    await third.fireDue();
    expect(await mirrored()).toEqual([
      ['a', 1],
      ['a', 100],
    ]);
  });

  it('that is set again fires at the new time only, with the new command', async () => {
    const runner = await run();
    await count('1', 'a', 1, 'remind');
    clock.time += HOUR / 2;
    await count('1', 'a', 2, 'remind');
    await runner.settled();
    clock.time += HOUR / 2;
    expect(await runner.fireDue()).toBe(0);
    clock.time += HOUR / 2;
    await runner.fireDue();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([1, 2, 200]);
  });

  it.each([
    ['that is cleared', () => count('1', 'a', 2, 'clear')],
    ['of a process that is over', () => count.close('1', 'a')],
  ])('%s does not fire', async (_which, clear) => {
    const runner = await run();
    await count('1', 'a', 1, 'remind');
    await clear();
    await runner.settled();
    clock.time += 2 * HOUR;
    expect(await runner.fireDue()).toBe(0);
    expect(await work.nextDue('mirror')).toBeUndefined();
  });

  it('whose command is refused parks its instance, which fires again after a retry', async () => {
    let allowed = true;
    const runner = await run({
      dispatch: dispatching(() => {
        if (!allowed) throw limitExceeded({ total: 11, limit: 10 });
      }),
    });
    await count('1', 'a', 1, 'remind');
    await runner.settled();
    allowed = false;
    clock.time += HOUR;
    await runner.fireDue();
    expect(await parkedKeys()).toEqual(['a']);
    await runner.fireDue();
    allowed = true;
    await runner.retry('mirror');
    await runner.fireDue();
    await until(async () => (await mirrored()).length === 2);
    expect(await parkedKeys()).toEqual([]);
  });

  it('whose command is refused after its instance has ceased to want it does not park it', async () => {
    const gate = new Gate();
    const runner = await run({
      dispatch: dispatching(async ({ amount }) => {
        if (amount !== 100) return;
        await gate.pass();
        throw limitExceeded({ total: 11, limit: 10 });
      }),
    });
    await count('1', 'a', 1, 'remind');
    await runner.settled();
    clock.time += HOUR;
    const firing = runner.fireDue();
    await gate.reached();
    await count('1', 'a', 2, 'clear');
    await until(async () => (await work.load('mirror', ['a'])).get('a')?.deadlines.length === 0);
    gate.open();
    await firing;
    expect(await parkedKeys()).toEqual([]);
  });
});

describe('an event that a fold fails on', () => {
  async function poisoned(options: Partial<RunnerOptions> = {}): Promise<ProcessRunner> {
    const runner = await run({ log: inBatchesOf(1, log), ...options });
    await count('1', 'a', 1);
    await count('1', 'a', 2, 'bad');
    await count('1', 'a', 3);
    await count('1', 'b', 4);
    await runner.settled();
    return runner;
  }

  it('parks its instance: later events of it wait, other instances go on', async () => {
    const runner = await poisoned();
    expect(await mirrored()).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    const [status] = await runner.status();
    expect(status?.state).toBe('running');
    expect(status?.parked).toMatchObject([
      { key: 'a', state: { amounts: [1] }, parked: { error: 'cannot react', failedAt: { position: '14' } } },
    ]);
  });

  it('that is the first of its instance parks it too', async () => {
    const runner = await run();
    await count('1', 'a', 1, 'bad');
    await count('1', 'a', 2);
    await runner.settled();
    expect(await parkedKeys()).toEqual(['a']);
    expect(await mirrored()).toEqual([]);
  });

  it('heals by a retry after the fix: what waited is folded in order, as if nothing had been', async () => {
    await (await poisoned()).stop();
    const runner = await run({ processes: [mirror('nothing')] });
    await count('1', 'a', 5);
    await runner.settled();
    expect(await runner.retry('mirror')).toBe(1);
    await runner.settled();
    expect((await mirrored()).filter(([group]) => group === 'a').map(([, amount]) => amount)).toEqual([1, 2, 3, 5]);
    expect((await work.load('mirror', ['a'])).get('a')).toMatchObject({ state: { amounts: [1, 2, 3, 5] } });
    expect(await parkedKeys()).toEqual([]);
  });

  it('stays parked by a retry that fails again', async () => {
    const runner = await poisoned();
    await runner.retry('mirror');
    await count('1', 'a', 5);
    await runner.settled();
    expect(await parkedKeys()).toEqual(['a']);
    await runner.stop();
    const fixed = await run({ processes: [mirror('nothing')] });
    await fixed.retry('mirror');
    await fixed.settled();
    expect((await mirrored()).filter(([group]) => group === 'a').map(([, amount]) => amount)).toEqual([1, 2, 3, 5]);
  });

  it('of which the fixed build wants nothing any more is over with the retry', async () => {
    await (await poisoned()).stop();
    const otherKeys: ProcessManager = { ...mirror('nothing'), keys: () => [] };
    const runner = await run({ processes: [otherKeys] });
    await runner.retry('mirror');
    expect(await parkedKeys()).toEqual([]);
  });

  it('loses nothing when a retry breaks off halfway', async () => {
    await (await poisoned()).stop();
    for (const broken of ['save', 'readLog', 'park']) {
      let failures = 0;
      const fail = (): never => {
        failures += 1;
        throw unavailable();
      };
      const halfway = await run({
        processes: [mirror('nothing')],
        work: intercept<WorkStore>(work, {
          ...(broken === 'save' ? { save: async () => fail() } : {}),
          ...(broken === 'park' ? { park: async () => fail() } : {}),
        }),
        log: intercept<EventStore>(log, broken === 'readLog' ? { readLog: () => fail() } : {}),
      });
      const outcome = await Promise.allSettled([halfway.retry('mirror')]);
      expect(outcome[0].status).toBe(failures > 0 ? 'rejected' : 'fulfilled');
      await halfway.stop();
    }
    await count('1', 'a', 5);
    const runner = await run({ processes: [mirror('nothing')] });
    await runner.settled();
    await runner.retry('mirror');
    await runner.settled();
    expect((await mirrored()).filter(([group]) => group === 'a').map(([, amount]) => amount)).toEqual([1, 2, 3, 5]);
  });

  it('is not forgotten over a command of the same instance that is refused meanwhile', async () => {
    const gate = new Gate();
    const runner = await run({
      log: inBatchesOf(1, log),
      dispatch: dispatching(async ({ amount }) => {
        if (amount !== 1) return;
        await gate.pass();
        throw limitExceeded({ total: 11, limit: 10 });
      }),
    });
    await count('1', 'a', 1);
    await gate.reached();
    await count('1', 'a', 2, 'bad');
    await until(async () => (await parkedKeys()).length === 1);
    gate.open();
    await until(async () => (await work.parked('mirror'))[0]?.parked?.commandId !== undefined);
    await count('1', 'a', 3);
    await runner.settled();
    await runner.stop();

    const fixed = await run({ processes: [mirror('nothing')] });
    await fixed.retry('mirror');
    await fixed.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([1, 2, 3]);
  });
});

describe('an instance that cannot be stored', () => {
  /** A process whose state is as large as the amounts that it was told. */
  const hoarder = defineProcessManager<{ readonly hoard: string }>({
    name: 'hoarder',
    gives: [Mirror],
    on: [
      when(
        Counted,
        (state, { data: { group, amount } }) => ({
          state: { hoard: (state?.hoard ?? '') + 'x'.repeat(amount) },
          commands: [give(Mirror, { group, amount }, 'last')],
        }),
        ({ stream, data }) => (stream === `Counter-${MIRROR}` ? [] : [data.group]),
      ),
    ],
  });
  const hoardOf = async (key: string): Promise<number | undefined> => {
    const stored = (await work.load('hoarder', [key])).get(key);
    return (stored?.state as { readonly hoard: string } | undefined)?.hoard.length;
  };
  const parkedKeys = async (runner: ProcessRunner): Promise<string[]> =>
    (await runner.status())[0]!.parked.map(({ key }) => key);

  it('because it has grown too large waits alone, as it was; others go on', async () => {
    const runner = await run({ processes: [hoarder] });
    await count('a', 'small', 10);
    await runner.settled();
    await count('a', 'large', MAX_INSTANCE_BYTES);
    await count('b', 'large', 5);
    await count('a', 'other', 7);
    await runner.settled();

    const [status] = await runner.status();
    expect(status).toMatchObject({ state: 'running', parked: [{ key: 'large' }] });
    expect(status!.parked[0]!.parked!.error).toMatch(/more than the 8388608 of an instance/);
    expect([await hoardOf('large'), await hoardOf('other')]).toEqual([undefined, 7]);
    await runner.retry('hoarder');
    expect(await parkedKeys(runner)).toEqual(['large']);
  });

  it('for a reason that only the store knows waits alone, as it was; others of its batch go on', async () => {
    const refusing = intercept<WorkStore>(work, {
      save: async (process, instances, checkpoint, epoch) => {
        if (instances.some(({ state }) => JSON.stringify(state ?? null).length > 100)) {
          throw new TypeError('the document is too large');
        }
        await work.save(process, instances, checkpoint, epoch);
      },
    });
    const runner = await run({ work: refusing, processes: [hoarder] });
    await Promise.all([count('a', 'bad', 200), count('b', 'good', 5), count('c', 'fine', 6)]);
    await runner.settled();

    const [status] = await runner.status();
    expect(status).toMatchObject({ state: 'running', position: await log.head(), parked: [{ key: 'bad' }] });
    expect(status!.parked[0]!.parked!.error).toBe('the store cannot hold it: the document is too large');
    expect([await hoardOf('good'), await hoardOf('fine')]).toEqual([5, 6]);
    // Once the store can, a retry folds what waited.
    await runner.stop();
    const healed = await run({ processes: [hoarder] });
    await healed.retry('hoarder');
    await healed.settled();
    expect([await parkedKeys(healed), await hoardOf('bad')]).toEqual([[], 200]);
  });

  it('that was larger before goes on: it may be giving what it owes', async () => {
    const state = { hoard: 'x'.repeat(MAX_INSTANCE_BYTES + 1) };
    const before = { key: 'old', position: '0', state, unsent: [], deadlines: [] };
    await work.save('hoarder', [before], { logId: await log.logId(), position: '0' });
    const runner = await run({ processes: [hoarder] });
    await count('a', 'old', 1);
    await runner.settled();

    expect([await parkedKeys(runner), await hoardOf('old')]).toEqual([[], MAX_INSTANCE_BYTES + 2]);
  });
});

describe('a command that makes an earlier one needless', () => {
  it('takes its place while it waits to be given', async () => {
    const latest = defineProcessManager<{ readonly last: number }>({
      name: 'latest',
      gives: [Mirror],
      on: [
        when(
          Counted,
          (_state, { data: { group, amount } }) => ({
            state: { last: amount },
            commands: [give(Mirror, { group, amount }, 'last'), give(Mirror, { group, amount: 0 })],
          }),
          ({ stream, data }) => (stream === `Counter-${MIRROR}` ? [] : [data.group]),
        ),
      ],
    });
    const runner = await run({ processes: [latest], dispatch: () => Promise.reject(unavailable()) });
    for (const amount of [1, 2, 3]) await count('a', 'g', amount);
    const head = await log.head();
    await until(async () => (await runner.status())[0]!.position === head);
    await runner.stop();

    const [instance] = await work.unsent('latest', 10);
    expect(instance!.unsent.map(({ data }) => (data as MirrorData).amount)).toEqual([0, 0, 3, 0]);
  });
});

describe('a log that is newer than this build', () => {
  it('stops the runner: it gives no command and fires no deadline any more', async () => {
    const runner = await run({
      registry: new EventRegistry([Counted]),
      log: misread(log, ({ data }) => ((data as MirrorData).amount === 7 ? { type: 'PointPainted' } : undefined)),
    });
    await count('1', 'a', 1, 'remind');
    await runner.settled();
    await count('1', 'a', 7);
    expect(isSystemError(await rejectionOf(runner.settled()), 'UNKNOWN_EVENT_TYPE')).toBe(true);
    expect((await runner.status())[0]).toMatchObject({ state: 'stopped', position: '14' });
    clock.time += HOUR;
    await runner.fireDue();
    expect(await mirrored()).toEqual([['a', 1]]);
  });

  it('or that holds what cannot be read stops it too: nobody knows which instance would have changed', async () => {
    const runner = await run({
      log: misread(log, ({ data }) => ((data as MirrorData).amount === 7 ? { data: {} } : undefined)),
    });
    await count('1', 'a', 7);
    expect(isSystemError(await rejectionOf(runner.settled()), 'INVALID_EVENT')).toBe(true);
  });
});

describe('a runner whose lease went to another', () => {
  it('stops at its next batch, and gives nothing any more', async () => {
    const zombie = await run({ epoch: 1, dispatch: dispatching(() => Promise.reject(unavailable())) });
    const successor = await run({ epoch: 2 });
    await count('1', 'a', 1);
    await successor.settled();
    await count('1', 'a', 2);
    expect(isSystemError(await rejectionOf(zombie.settled()), 'LEASE_LOST')).toBe(true);
    await successor.settled();
    expect((await mirrored()).map(([, amount]) => amount)).toEqual([1, 2]);
    expect((await zombie.status())[0]?.state).toBe('stopped');
  });
});

describe('waiting for a runner to settle', () => {
  it('ends with an error when the runner is stopped', async () => {
    const runner = await run({ dispatch: dispatching(() => Promise.reject(unavailable())) });
    await count('1', 'a', 1);
    const waiting = rejectionOf(runner.settled());
    await until(() => given.length > 0);
    await runner.stop();
    expect(isSystemError(await waiting, 'STORE_UNAVAILABLE')).toBe(true);
  });
});
