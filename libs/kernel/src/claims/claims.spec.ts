import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandResult } from '../commands/command-request.ts';
import type { CommandOrigin } from '../commands/command-origin.ts';
import type { DomainEvent } from '../events/domain-event.ts';
import { isDomainError, isSystemError, SystemError } from '../errors.ts';
import type { EventStore } from '../ports/event-store.ts';
import { ProcessRunner } from '../processes/process-runner.ts';
import { defineRefusal } from '../rules/refusal.ts';
import {
  counter,
  Counted,
  counterRegistry,
  decideCounter,
  originOf,
  SpecClock,
  type CounterEvent,
} from '../specification/counters.ts';
import { processManager } from '../specification/process-manager.ts';
import type { Envelope } from '../specification/recorded.ts';
import { Gate, intercept, rejectionOf, unavailable } from '../specification/faults.ts';
import {
  CLAIM_PATIENCE_MS,
  releaseReservation,
  reservation,
  reservationId,
  reservationOf,
  reservationSweeper,
} from './reservation.ts';
import { claimDispatch } from './settle-claim.ts';
import { saying } from '../specification/saying.ts';

const VALUES = ['red', 'blue'];
const groupNotFound = defineRefusal('GROUP_NOT_FOUND', 'There is no such group: name another.', 'not-found');

let store: MemoryEventStore;
let work: MemoryWorkStore;
let clock: SpecClock;
let runners: ProcessRunner[];

beforeEach(() => {
  store = new MemoryEventStore();
  work = new MemoryWorkStore();
  clock = new SpecClock();
  runners = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
});

/** An executor with nothing in memory, as another process has. */
function executorOn(log: EventStore = store): CommandExecutor {
  return new CommandExecutor({ store: log, registry: counterRegistry(), clock });
}

interface Attempt {
  readonly id?: string;
  readonly values?: readonly string[];
  readonly origin?: CommandOrigin;
  readonly ifRevision?: number;
  /** Asked at the rehearsal and again at the act. */
  readonly limit?: () => number;
}

/** Counts one, for which values are reserved. */
function attempt(
  executor: CommandExecutor,
  commandId: string,
  { id = '1', values = VALUES, limit = () => 100, ...request }: Attempt = {},
): Promise<CommandResult<CounterEvent>> {
  return executor.execute(counter, {
    id,
    origin: originOf(commandId),
    claims: () => values.map((value) => reservationOf('colour', value)),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, limit()),
    ...request,
  });
}

/** The act passes the rehearsal, and is refused once the claims are made. */
function refusedAtTheAct(): Pick<Attempt, 'limit'> {
  let asked = 0;
  return {
    limit: () => {
      asked += 1;
      return asked === 1 ? 100 : 0;
    },
  };
}

/** The store as a process sees it to which something happens once it has made its claims. */
function afterTheClaims(happens: () => Promise<unknown>): EventStore {
  return intercept<EventStore>(store, {
    append: async (request) => {
      const result = await store.append(request);
      if (request.stream === `Reservation-${reservationId('colour', 'blue')}`) await happens();
      return result;
    },
  });
}

/** The commands for which each value is reserved now. */
async function holders(values: readonly string[] = VALUES): Promise<(string | undefined)[]> {
  const executor = executorOn();
  return Promise.all(
    values.map((value) =>
      executor.look(reservation, reservationId('colour', value), ({ heldFor }) => heldFor?.commandId),
    ),
  );
}

async function counted(id = '1'): Promise<string[]> {
  const events = await store.readStream(`Counter-${id}`);
  return events
    .filter(({ type }) => type === 'Counted')
    .map(({ metadata }) => (metadata as { commandId: string }).commandId);
}

/** Runs the sweeper until it has nothing to do, after every claim's time has passed unless told otherwise. */
async function sweep({ untilDue = true } = {}): Promise<void> {
  const executor = executorOn();
  const runner = new ProcessRunner({
    log: store,
    registry: counterRegistry(),
    work,
    processes: [reservationSweeper([Counted])],
    dispatch: claimDispatch(executor, [counter], () => Promise.reject(new TypeError('unknown'))),
    clock,
  });
  runners.push(runner);
  await runner.start();
  await runner.settled();
  if (untilDue) clock.time += CLAIM_PATIENCE_MS;
  await runner.fireDue();
  await runner.settled();
  expect(await work.parked('reservation-sweeper')).toEqual([]);
  await runner.stop();
}

describe('a command that needs claims', () => {
  it('claims, acts, and holds what it claimed', async () => {
    const result = await attempt(executorOn(), 'c1');
    expect(result).toMatchObject({ stream: 'Counter-1', revision: 0 });
    expect(await holders()).toEqual(['c1', 'c1']);
    await sweep();
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('that would be refused writes nothing', async () => {
    const refused = attempt(executorOn(), 'c1', { limit: () => 0 });
    expect(isDomainError(await rejectionOf(refused), 'LIMIT_EXCEEDED')).toBe(true);
    const stale = attempt(executorOn(), 'c1', { ifRevision: 7 });
    expect(isSystemError(await rejectionOf(stale), 'STALE_REVISION')).toBe(true);
    expect(await store.head()).toBe('0');
  });

  it('for a value that another holds is refused, names the holder, and gives back what it had claimed', async () => {
    const executor = executorOn();
    await attempt(executor, 'c1', { values: ['blue'] });
    const error = await rejectionOf(attempt(executor, 'c2', { id: '2', values: VALUES }));
    expect(isDomainError(error, 'VALUE_ALREADY_TAKEN')).toBe(true);
    expect(error).toMatchObject({ kind: 'conflict', facts: { takenBy: { category: 'Counter', id: '1' } } });
    expect(await holders()).toEqual([undefined, 'c1']);
    expect(await counted('2')).toEqual([]);
    expect((await attempt(executor, 'c3', { id: '3', values: ['red'] })).revision).toBe(0);
  });

  it('whose first claim is refused leaves no mark on its target, so that it may be sent again', async () => {
    const executor = executorOn();
    await attempt(executor, 'c1', { values: ['red'] });
    await rejectionOf(attempt(executor, 'c2', { id: '2' }));
    expect(await store.readStream('Counter-2')).toEqual([]);
  });

  it('and is refused after its claims is abandoned, and gives them back', async () => {
    const executor = executorOn();
    const error = await rejectionOf(attempt(executor, 'c1', refusedAtTheAct()));
    expect(isDomainError(error, 'LIMIT_EXCEEDED')).toBe(true);
    expect(await holders()).toEqual([undefined, undefined]);
    expect((await store.readStream('Counter-1')).map(({ type, data }) => [type, data])).toEqual([
      ['CommandAbandoned', { abandonedCommandId: 'c1' }],
    ]);
    // Another process that has the same command in hand cannot act on claims that are lost.
    expect(isDomainError(await rejectionOf(attempt(executorOn(), 'c1')), 'COMMAND_ABANDONED')).toBe(true);
    expect((await attempt(executor, 'c2')).events).toHaveLength(1);
  });

  it('is abandoned also where others write to its target all the time', async () => {
    let conflicts = 20;
    const busy = intercept<EventStore>(store, {
      append: (request) =>
        request.events.some(({ type }) => type === 'CommandAbandoned') && (conflicts -= 1) >= 0
          ? Promise.reject(new SystemError('WRONG_EXPECTED_REVISION', 'others were faster'))
          : store.append(request),
    });
    await expect(attempt(executorOn(busy), 'c1', refusedAtTheAct())).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(conflicts).toBeLessThan(0);
    expect(await holders()).toEqual([undefined, undefined]);
  });

  it('is told why it was refused when its claims cannot be given back now, which the sweeper does', async () => {
    const away = intercept<EventStore>(store, {
      append: (request) =>
        request.events.some(({ type }) => type === 'ReservationReleased')
          ? Promise.reject(unavailable())
          : store.append(request),
    });
    await expect(attempt(executorOn(away), 'c1', refusedAtTheAct())).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await holders()).toEqual(['c1', 'c1']);

    await sweep({ untilDue: false });
    expect(await holders()).toEqual([undefined, undefined]);
  });

  it('gives its claims back also when it is the look-up of facts that refuses', async () => {
    let asked = 0;
    const refused = attempt(executorOn(), 'c1', {
      limit: () => {
        asked += 1;
        if (asked > 1) throw groupNotFound();
        return 100;
      },
    });
    expect(isDomainError(await rejectionOf(refused), 'GROUP_NOT_FOUND')).toBe(true);
    expect(await holders()).toEqual([undefined, undefined]);
  });

  it('gives its claims back when its If-Match has become stale meanwhile', async () => {
    const executor = executorOn(afterTheClaims(() => attempt(executorOn(), 'c9', { values: [] })));
    await attempt(executor, 'c0', { values: [] });
    const stale = attempt(executor, 'c1', { ifRevision: 0 });
    expect(isSystemError(await rejectionOf(stale), 'STALE_REVISION')).toBe(true);
    expect(await holders()).toEqual([undefined, undefined]);
  });

  it('keeps its claims when a step breaks, since nobody knows what was written, and a repeat takes them up', async () => {
    const broken = attempt(executorOn(afterTheClaims(() => Promise.reject(unavailable()))), 'c1');
    expect(isSystemError(await rejectionOf(broken), 'STORE_UNAVAILABLE')).toBe(true);
    expect(await holders()).toEqual(['c1', 'c1']);
    expect((await attempt(executorOn(), 'c1')).revision).toBe(0);
    expect(await holders()).toEqual(['c1', 'c1']);
  });
});

describe('a command that was told to come again once it had claimed', () => {
  const record = { commandId: 'c1', route: 'POST /counters', bodyHash: 'one', stream: 'Counter-1' } as const;
  const origin = originOf('c1', { idempotency: { route: record.route, body: saying('one'), standing: record } });

  /** A log that holds no records itself: they are made before the append, and stay. */
  function withRecord(log: Partial<EventStore> = {}): EventStore {
    return intercept<EventStore>(store, { findIdempotencyRecord: async () => record, ...log });
  }

  beforeEach(async () => {
    const busy = withRecord({
      append: (request) => (request.stream === 'Counter-1' ? Promise.reject(unavailable()) : store.append(request)),
    });
    await expect(attempt(executorOn(busy), 'c1', { origin })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('gives its claims back as soon as its repeat is refused, before these are asked for', async () => {
    const refused = attempt(executorOn(withRecord()), 'c1', { origin, limit: () => 0 });
    await expect(refused).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });

    await sweep({ untilDue: false });
    expect(await holders()).toEqual([undefined, undefined]);
    const late = attempt(executorOn(withRecord()), 'c1', { origin });
    await expect(late).rejects.toMatchObject({ code: 'COMMAND_ABANDONED' });
  });

  it('gives them back also where its repeat is refused without a decision', async () => {
    const refusal = groupNotFound();
    const refused = executorOn(withRecord()).refuse(counter, { id: '1', origin }, refusal);
    await expect(refused).rejects.toBe(refusal);

    await sweep({ untilDue: false });
    expect(await holders()).toEqual([undefined, undefined]);
  });

  it('keeps them when another request comes under its key', async () => {
    const other = originOf('c1', { idempotency: { route: record.route, body: saying('two'), standing: record } });
    const refused = executorOn(withRecord()).refuse(counter, { id: '1', origin: other }, groupNotFound());
    await expect(refused).rejects.toMatchObject({ code: 'GROUP_NOT_FOUND' });

    await sweep({ untilDue: false });
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('gets the answer of its act, when that was written by another process meanwhile', async () => {
    const { position } = await attempt(executorOn(), 'c1');

    const answer = await executorOn(withRecord()).refuse(counter, { id: '1', origin }, groupNotFound());
    expect(answer.position).toEqual(position);
  });
});

describe('the same command at once', () => {
  it.each([
    ['in one process', false],
    ['in two', true],
  ])('%s takes effect once, and both get the answer', async (_where, two) => {
    const one = executorOn();
    const answers = await Promise.all([attempt(one, 'c1'), attempt(two ? executorOn() : one, 'c1')]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await counted()).toEqual(['c1']);
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('in two processes, of which one loses its facts after the other has acted: both get the answer', async () => {
    const gate = new Gate();
    const late = attempt(executorOn(afterTheClaims(() => gate.pass())), 'c1', refusedAtTheAct());
    await gate.reached();
    const answer = await attempt(executorOn(), 'c1');
    gate.open();
    expect(await late).toEqual(answer);
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('with another body is refused, and does not take the claims from the one that stands', async () => {
    const gate = new Gate();
    const keyed = (bodyHash: string): CommandOrigin =>
      originOf('c1', { idempotency: { route: 'POST /counts', body: saying(bodyHash) } });
    const late = attempt(executorOn(afterTheClaims(() => gate.pass())), 'c1', { origin: keyed('other') });
    await gate.reached();
    await attempt(executorOn(), 'c1', { origin: keyed('body') });
    gate.open();
    expect(isSystemError(await rejectionOf(late), 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
    expect(await holders()).toEqual(['c1', 'c1']);
    expect(await counted()).toEqual(['c1']);
  });
});

describe('two commands for one value at once', () => {
  it('one of them gets it', async () => {
    const outcomes = await Promise.allSettled(
      ['1', '2', '3', '4'].map((id) => attempt(executorOn(), `c${id}`, { id })),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(won.length).toBeLessThanOrEqual(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(isDomainError(outcome.reason, 'VALUE_ALREADY_TAKEN')).toBe(true);
    }
    await sweep();
    const acted = (await Promise.all(['1', '2', '3', '4'].map((id) => counted(id)))).flat();
    expect(acted).toHaveLength(won.length);
    const [red, blue] = await holders();
    expect([red, blue]).toEqual([acted[0], acted[0]]);
  });
});

describe('a process that dies', () => {
  /** The store as a process sees it that dies at its nth append: before, or after that was written. */
  function dyingAt(nth: number, moment: 'before' | 'after'): EventStore {
    let appends = 0;
    return intercept<EventStore>(store, {
      append: async (request) => {
        appends += 1;
        if (appends > nth || (appends === nth && moment === 'before')) throw unavailable();
        const result = await store.append(request);
        if (appends === nth) throw unavailable();
        return result;
      },
    });
  }

  const moments = [1, 2, 3, 4, 5].flatMap((step) => [[step, 'before'] as const, [step, 'after'] as const]);

  it.each(moments)('at step %d, %s writing: no claim leaks, and the late process cannot act', async (step, moment) => {
    const dying = executorOn(dyingAt(step, moment));
    await Promise.allSettled([attempt(dying, 'c1')]);
    await sweep();
    const acted = await counted();
    const abandoned = acted.length === 0 && (await store.readStream('Counter-1')).length > 0;
    expect(await holders()).toEqual(acted.length > 0 ? ['c1', 'c1'] : [undefined, undefined]);

    const late = await Promise.allSettled([attempt(executorOn(), 'c1')]);
    if (acted.length > 0) {
      expect(late[0]).toMatchObject({ status: 'fulfilled', value: { revision: 0 } });
    } else if (abandoned) {
      expect(isDomainError((late[0] as PromiseRejectedResult).reason, 'COMMAND_ABANDONED')).toBe(true);
      expect((await attempt(executorOn(), 'c2')).events).toHaveLength(1);
    } else {
      // Nothing had been written at all: it is as if the command were given for the first time.
      expect(late[0].status).toBe('fulfilled');
    }
    expect((await counted()).length).toBe(1);
  });

  it.each(moments)('at step %d, %s writing, while it gives claims back: none leaks', async (step, moment) => {
    const dying = executorOn(dyingAt(step, moment));
    await Promise.allSettled([attempt(dying, 'c1', refusedAtTheAct())]);
    await sweep();
    expect(await holders()).toEqual([undefined, undefined]);
    expect(await counted()).toEqual([]);
    expect((await attempt(executorOn(), 'c2')).events).toHaveLength(1);
  });

  it('between claim and act, and whose client sends the command again in time: it is carried out', async () => {
    await rejectionOf(attempt(executorOn(dyingAt(3, 'before')), 'c1'));
    expect(await holders()).toEqual(['c1', 'c1']);
    expect((await attempt(executorOn(), 'c1')).revision).toBe(0);
    await sweep();
    expect(await holders()).toEqual(['c1', 'c1']);
    expect(await counted()).toEqual(['c1']);
  });

  it('not, but sleeps between claim and act until the sweeper has come: it cannot act any more', async () => {
    const gate = new Gate();
    const late = attempt(executorOn(afterTheClaims(() => gate.pass())), 'c1');
    await gate.reached();
    await sweep();
    expect(await holders()).toEqual([undefined, undefined]);
    await attempt(executorOn(), 'c2', { id: '2' });
    gate.open();
    expect(isDomainError(await rejectionOf(late), 'COMMAND_ABANDONED')).toBe(true);
    expect(await counted()).toEqual([]);
    expect(await holders()).toEqual(['c2', 'c2']);
  });
});

describe('the sweeper', () => {
  it('leaves alone a claim whose act it has not yet seen, but which stands', async () => {
    const executor = executorOn();
    const dispatch = claimDispatch(executor, [counter], async () => undefined);
    await attempt(executorOn(), 'c1');
    const release = {
      name: 'ReleaseReservation',
      data: { id: reservationId('colour', 'red'), kind: 'colour', forCommandId: 'c1' },
    };
    const abandon = { name: 'AbandonCommand', data: { category: 'Counter', id: '1', abandonedCommandId: 'c1' } };
    await dispatch('SettleClaim', { abandon, release }, originOf('sweep'));
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('hands every command that is not about claims to the next', async () => {
    const names: string[] = [];
    const dispatch = claimDispatch(executorOn(), [], async (name) => void names.push(name));
    await dispatch('DeactivatePuntoCliente', {}, originOf('c1'));
    expect(names).toEqual(['DeactivatePuntoCliente']);
  });

  it('forgets a claim as soon as it has seen its act, or that it was given back', () => {
    const sweeper = processManager(reservationSweeper([Counted]));
    const claimed = (value: string): readonly [DomainEvent, Envelope] => [
      {
        type: 'ReservationClaimed',
        data: {
          kind: 'colour',
          forCommandId: 'c1',
          target: { category: 'Counter', id: '1' },
          until: '2026-03-02T08:01:00.000Z',
        },
      },
      { stream: `Reservation-${value}`, metadata: { commandId: `claim of ${value}` } },
    ];
    const released: readonly [DomainEvent, Envelope] = [
      { type: 'ReservationReleased', data: { kind: 'colour', forCommandId: 'c1' } },
      { stream: 'Reservation-red' },
    ];
    const acted: readonly [DomainEvent, Envelope] = [
      { type: 'Counted', data: { group: 'g', amount: 1 } },
      { stream: 'Counter-1', metadata: { commandId: 'c1' } },
    ];
    const abandoned: DomainEvent = { type: 'CommandAbandoned', data: { abandonedCommandId: 'c1' } };
    const due = (value: string): readonly [string, string, number, string] => [
      'c1',
      `Reservation-${value}`,
      Date.parse('2026-03-02T08:01:00Z'),
      'SettleClaim',
    ];
    sweeper.given(claimed('red'), claimed('blue')).thenDeadlines(due('red'), due('blue'));
    sweeper.given(claimed('red'), claimed('blue'), released).thenDeadlines(due('blue'));
    sweeper.given(claimed('red'), claimed('blue'), acted).thenDeadlines();
    sweeper.given(claimed('red'), claimed('blue'), abandoned).thenDeadlines();
    // Replaced: given back and made again in one append.
    sweeper.given(claimed('red'), released, claimed('red')).thenDeadlines(due('red'));
    expect(sweeper.given(claimed('red'), claimed('blue'), acted).state('c1')).toBeUndefined();
  });
});

describe('a reservation', () => {
  it('does not show its value in the name of its stream', () => {
    expect(reservationId('fiscal-code', '80078750587')).toMatch(/^[0-9a-f]{64}$/);
    expect(reservationId('a', 'b')).not.toBe(reservationId('b', 'a'));
  });

  it('can be claimed again once it was given back', async () => {
    await rejectionOf(attempt(executorOn(), 'c1', refusedAtTheAct()));
    await attempt(executorOn(), 'c2', { id: '2' });
    expect(await holders()).toEqual(['c2', 'c2']);
  });

  it('is not given back by one who does not hold it', async () => {
    const executor = executorOn();
    await attempt(executor, 'c1', { values: ['red'] });
    await executor.execute(reservation, {
      id: reservationId('colour', 'red'),
      origin: originOf('release'),
      decide: (state) => releaseReservation(state, 'colour', 'c2'),
    });
    expect((await holders())[0]).toBe('c1');
  });
});
