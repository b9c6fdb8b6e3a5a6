import { MemoryEventStore, MemoryWorkStore } from '#store-memory';
import { CommandExecutor } from '../commands/command-executor.ts';
import type { CommandResult, DecisionRequest } from '../commands/command-request.ts';
import { isDomainError, isSystemError } from '../errors.ts';
import type { AppendRequest, AppendTogether, EventStore, IdempotencyRecord } from '../ports/event-store.ts';
import { ProcessRunner } from '../processes/process-runner.ts';
import {
  counter,
  Counted,
  counterRegistry,
  decideCounter,
  originOf,
  SpecClock,
  type CounterEvent,
  type CounterState,
} from '../specification/counters.ts';
import { Gate, intercept, outcomeUnknown, rejectionOf, unavailable } from '../specification/faults.ts';
import {
  CLAIM_PATIENCE_MS,
  releaseReservation,
  reservation,
  reservationId,
  reservationOf,
  reservationSweeper,
  type ReservationEvent,
  type ReservationState,
} from './reservation.ts';
import { claimDispatch } from './settle-claim.ts';

// Of a log with a transaction over streams. What is claimed step by step is specified in claims.spec.ts.

const VALUES = ['red', 'blue'];

let store: MemoryEventStore;
let clock: SpecClock;

beforeEach(() => {
  store = new MemoryEventStore({ transactions: true });
  clock = new SpecClock();
});

function executorOn(log: EventStore = store): CommandExecutor {
  return new CommandExecutor({ store: log, registry: counterRegistry(), clock });
}

interface Attempt extends Partial<DecisionRequest<CounterState, CounterEvent>> {
  readonly values?: readonly string[];
  readonly limit?: number;
}

/** Counts one, for which values are reserved. */
function attempt(
  executor: CommandExecutor,
  commandId: string,
  { values = VALUES, limit = 100, ...request }: Attempt = {},
): Promise<CommandResult<CounterEvent>> {
  return executor.execute(counter, {
    id: '1',
    origin: originOf(commandId),
    claims: () => values.map((value) => reservationOf('colour', value)),
    decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, limit),
    ...request,
  });
}

/** The log as a process sees it to which something happens where it writes claims and act. */
function where(
  together: (request: readonly AppendRequest[], go: AppendTogether) => ReturnType<AppendTogether>,
): EventStore {
  const go: AppendTogether = async (requests) => (await store.appendTogether?.(requests)) ?? [];
  return intercept<EventStore>(store, { appendTogether: (requests) => together(requests, go) });
}

/** The log as one without transactions. */
function stepByStep(log: MemoryEventStore = store): EventStore {
  return intercept<EventStore>(log, { appendTogether: undefined });
}

/** Step by step, and dead before the act. */
function dyingBeforeTheAct(): EventStore {
  return intercept<EventStore>(stepByStep(), {
    append: async (request) => (request.stream === 'Counter-1' ? Promise.reject(unavailable()) : store.append(request)),
  });
}

/** Somebody at the stream of a value until the gate is opened. */
function busyAt(executor: CommandExecutor, value: string, gate: Gate): Promise<unknown> {
  const decide = async (): Promise<ReservationEvent[]> => {
    await gate.pass();
    return [];
  };
  return executor.execute(reservation, { id: reservationId('colour', value), origin: originOf('busy'), decide });
}

async function holders(values: readonly string[] = VALUES): Promise<(string | undefined)[]> {
  const executor = executorOn();
  const holder = ({ heldFor }: ReservationState): string | undefined => heldFor?.commandId;
  return Promise.all(values.map((value) => executor.look(reservation, reservationId('colour', value), holder)));
}

/** What the log holds, but for the ids of events, which are of one append each. */
async function logOf(log: EventStore): Promise<object[]> {
  const all: object[] = [];
  for await (const { events } of log.readLog({ after: '0' })) {
    for (const { type, stream, revision, position, recordedAt, data, metadata } of events) {
      all.push({ type, stream, revision, position, recordedAt, data, metadata });
    }
  }
  return all;
}

async function types(): Promise<string[]> {
  return (await logOf(store)).map((event) => (event as { type: string }).type);
}

function release(executor: CommandExecutor, value: string, forCommandId: string): Promise<unknown> {
  const decide = (state: ReservationState) => releaseReservation(state, 'colour', forCommandId);
  const origin = originOf(`release ${value} of ${forCommandId}`);
  return executor.execute(reservation, { id: reservationId('colour', value), origin, decide });
}

/** Runs the sweeper until it has nothing to do, after every claim's time has passed. */
async function sweep(): Promise<void> {
  const runner = new ProcessRunner({
    log: store,
    registry: counterRegistry(),
    work: new MemoryWorkStore(),
    processes: [reservationSweeper([Counted])],
    dispatch: claimDispatch(executorOn(), [counter], () => Promise.reject(new TypeError('unknown'))),
    clock,
  });
  await runner.start();
  await runner.settled();
  clock.time += CLAIM_PATIENCE_MS;
  await runner.fireDue();
  await runner.settled();
  await runner.stop();
}

describe('claims and the act that rests on them', () => {
  it('are one append, the claims before the act', async () => {
    const written: AppendRequest[][] = [];
    const log = where((requests, go) => {
      written.push([...requests]);
      return go(requests);
    });
    const { events, position } = await attempt(executorOn(log), 'c1');

    expect(written.map((requests) => requests.map(({ stream }) => stream))).toEqual([
      [...VALUES.map((value) => `Reservation-${reservationId('colour', value)}`), 'Counter-1'],
    ]);
    expect(await types()).toEqual(['ReservationClaimed', 'ReservationClaimed', 'Counted']);
    expect(await store.head()).toBe(position);
    expect(events).toHaveLength(1);
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('are decided once, as nothing comes in between', async () => {
    let decisions = 0;
    const decide: Attempt['decide'] = (state) => {
      decisions += 1;
      return decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, 100);
    };
    await attempt(executorOn(), 'c1', { decide });
    expect(decisions).toBe(1);
    await attempt(executorOn(stepByStep()), 'c2', { decide, values: ['green'] });
    expect(decisions).toBe(3);
  });

  it('are the same events as those that are written step by step', async () => {
    const other = new MemoryEventStore();
    for (const [log, executor] of [
      [store, executorOn()],
      [other, executorOn(other)],
    ] as const) {
      const give = (commandId: string, given: Attempt = {}): Promise<unknown> =>
        attempt(executor, commandId, given).catch((error: unknown) => error);
      for (let number = 0; number < 40; number += 1) {
        const values = [`value ${(number * 7) % 11}`, `value ${(number * 5) % 13}`];
        await give(`c${number}`, { id: String(number % 3), values, limit: number % 6 === 0 ? 0 : 100 });
        // A repeat.
        if (number % 4 === 0) await give(`c${number}`, { id: String(number % 3), values });
        if (number % 5 === 0) await release(executor, `value ${(number * 7) % 11}`, `c${number}`);
      }
      expect((await logOf(log)).length).toBeGreaterThan(20);
    }
    expect(await logOf(store)).toEqual(await logOf(other));
  });

  it('are neither of them written when another holds a value', async () => {
    await attempt(executorOn(), 'c1', { values: ['blue'] });
    const executor = executorOn();
    const refusal = await rejectionOf(attempt(executor, 'c2', { values: ['blue'] }));
    expect(isDomainError(refusal, 'VALUE_ALREADY_TAKEN')).toBe(true);
    expect(await types()).toEqual(['ReservationClaimed', 'Counted']);
    expect((await attempt(executor, 'c3', { values: ['red'] })).revision).toBe(1);
  });

  it('are neither of them written, nor counted as written, when the act would leave the territory', async () => {
    const executor = executorOn();
    await attempt(executor, 'c1', { values: ['green'] });
    const authorizeScope = (): never => {
      throw unavailable();
    };
    await rejectionOf(attempt(executor, 'c2', { authorizeScope }));
    expect(await types()).toEqual(['ReservationClaimed', 'Counted']);
    // A state that had moved on would be one further.
    const { events } = await attempt(executor, 'c3');
    expect(events).toMatchObject([{ revision: 1, metadata: { scope: { unit: 'total-2' } } }]);
    expect(await holders()).toEqual(['c3', 'c3']);
  });

  it('are decided again when another process has written to either stream meanwhile', async () => {
    for (const [round, meanwhile] of [
      () => attempt(executorOn(), 'other act', { values: ['green'] }),
      () => attempt(executorOn(), 'other value', { id: '2', values: ['blue'] }),
    ].entries()) {
      store = new MemoryEventStore({ transactions: true });
      let isFirst = true;
      const log = where(async (requests, go) => {
        if (isFirst) {
          isFirst = false;
          await meanwhile();
        }
        return go(requests);
      });
      const outcome = await attempt(executorOn(log), 'c1').catch((error: unknown) => error);
      if (round === 0) {
        expect(outcome).toMatchObject({ revision: 1 });
        expect(await holders()).toEqual(['c1', 'c1']);
      } else {
        expect(isDomainError(outcome, 'VALUE_ALREADY_TAKEN')).toBe(true);
        expect(await holders()).toEqual([undefined, 'other value']);
        expect(await store.readStream('Counter-1')).toMatchObject([{ type: 'CommandAbandoned' }]);
      }
    }
  });

  it('are written one by one while somebody is at the stream of a claim: neither waits for the other', async () => {
    const gate = new Gate();
    const executor = executorOn();
    const busy = busyAt(executor, 'blue', gate);
    await gate.reached();
    const waiting = attempt(executor, 'c1');
    // Whoever comes to the same target is not held up by what waits for a claim.
    expect(await attempt(executor, 'c2', { values: [] })).toMatchObject({ revision: 0 });
    gate.open();
    await busy;
    expect(await waiting).toMatchObject({ revision: 1 });
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('leave the stream of a claim as it then is to whoever comes next', async () => {
    const executor = executorOn();
    const count = (limit: number): CounterEvent[] => {
      return decideCounter({ type: 'Count', group: 'g', amounts: [1] }, { total: 0, closed: false }, limit);
    };
    const elsewhere = {
      on: counter,
      id: '9',
      what: 'place',
      claim: () => count(1),
      stands: () => true,
      release: () => [],
    };
    await attempt(executor, 'c1', { claims: () => [elsewhere] });
    // A state that had moved on twice would be beyond the limit.
    expect(await attempt(executor, 'c2', { id: '9', values: [], limit: 2 })).toMatchObject({ revision: 1 });
  });

  it('leave one holder to each value, whoever comes at once, in one process and in two', async () => {
    const executors = [executorOn(), executorOn()];
    const commands = Array.from({ length: 60 }, (_, number) => number);
    const outcomes = await Promise.allSettled(
      commands.map((number) =>
        attempt(executors[number % 2] as CommandExecutor, `c${number}`, {
          id: String(number % 4),
          values: [`value ${number % 5}`, `value ${(number * 3) % 7}`],
        }),
      ),
    );
    const won = commands.filter((number) => outcomes[number]?.status === 'fulfilled').map((number) => `c${number}`);
    await sweep();
    const acted: string[] = [];
    for (const id of ['0', '1', '2', '3']) {
      for (const { type, metadata } of await store.readStream(`Counter-${id}`)) {
        if (type === 'Counted') acted.push((metadata as { commandId: string }).commandId);
      }
    }
    expect(acted.toSorted()).toEqual(won.toSorted());
    const all = Array.from({ length: 7 }, (_, value) => `value ${value}`);
    const wanted = (number: number): Set<string> => new Set([`value ${number % 5}`, `value ${(number * 3) % 7}`]);
    const expected = all.map((value) => won.find((command) => wanted(Number(command.slice(1))).has(value)));
    expect(await holders(all)).toEqual(expected);
  });
});

describe('a command whose claims were taken step by step before', () => {
  it('goes on from them when they stand', async () => {
    await rejectionOf(attempt(executorOn(dyingBeforeTheAct()), 'c1'));
    expect(await holders()).toEqual(['c1', 'c1']);
    expect(await attempt(executorOn(), 'c1')).toMatchObject({ revision: 0 });
    expect(await types()).toEqual(['ReservationClaimed', 'ReservationClaimed', 'Counted']);
  });

  it('is refused when they were released since, though they could be claimed again', async () => {
    await rejectionOf(attempt(executorOn(dyingBeforeTheAct()), 'c1'));
    for (const value of VALUES) await release(executorOn(), value, 'c1');
    const refusal = await rejectionOf(attempt(executorOn(), 'c1'));
    expect(isDomainError(refusal, 'COMMAND_ABANDONED')).toBe(true);
    expect((await types()).filter((type) => type === 'Counted')).toEqual([]);
  });

  it('goes on from one that stands under an id of before', async () => {
    const data = { kind: 'colour', forCommandId: 'c1', target: { category: 'Counter', id: '1' }, until: 'later' };
    const decide = (): ReservationEvent[] => [{ type: 'ReservationClaimed', data }];
    await executorOn().execute(reservation, {
      id: reservationId('colour', 'red'),
      origin: originOf('old step'),
      decide,
    });
    expect(await attempt(executorOn(), 'c1')).toMatchObject({ revision: 0 });
    expect(await types()).toEqual(['ReservationClaimed', 'ReservationClaimed', 'Counted']);
    expect(await holders()).toEqual(['c1', 'c1']);
  });

  it('in this very attempt, and needs others by now, gives back what it needs no longer', async () => {
    const gate = new Gate();
    const executor = executorOn();
    const busy = busyAt(executor, 'red', gate);
    await gate.reached();
    const claims: Attempt['claims'] = ({ total }) => [reservationOf('colour', total === 0 ? 'red' : 'green')];
    const waiting = attempt(executor, 'c1', { claims });
    await attempt(executor, 'c2', { values: [] });
    gate.open();
    await busy;
    expect(await waiting).toMatchObject({ revision: 1 });
    expect(await holders(['red', 'green'])).toEqual([undefined, 'c1']);
  });
});

describe('a process that dies where it writes claims and act', () => {
  const key = (commandId: string) => {
    const body = { hash: async () => 'hash', matches: async (hash: string) => hash === 'hash' };
    return { origin: { ...originOf(commandId), idempotency: { route: 'POST /counters', body } } };
  };

  it('before, leaves nothing behind, and the command is carried out when it comes again', async () => {
    const dying = executorOn(where(() => Promise.reject(unavailable())));
    expect(isSystemError(await rejectionOf(attempt(dying, 'c1', key('c1'))), 'STORE_UNAVAILABLE')).toBe(true);
    expect(await types()).toEqual([]);
    expect(await attempt(dying, 'c1', { ...key('c1'), values: [] })).toMatchObject({ revision: 0 });
    expect(await store.findIdempotencyRecord('c1')).toMatchObject({
      stream: 'Counter-1',
    } satisfies Partial<IdempotencyRecord>);
  });

  it('after, has left both: the command is answered when it comes again, and the sweeper lets them stand', async () => {
    const dying = executorOn(
      where(async (requests, go) => {
        await go(requests);
        throw unavailable();
      }),
    );
    await rejectionOf(attempt(dying, 'c1', key('c1')));
    await sweep();
    expect(await types()).toEqual(['ReservationClaimed', 'ReservationClaimed', 'Counted']);
    for (const executor of [dying, executorOn()]) {
      expect(await attempt(executor, 'c1', key('c1'))).toMatchObject({ revision: 0, events: [{ type: 'Counted' }] });
    }
    expect(await types()).toHaveLength(3);
  });

  it('or does not learn what came of it, reads that back', async () => {
    const unsure = executorOn(
      where(async (requests, go) => {
        await go(requests);
        throw outcomeUnknown();
      }),
    );
    expect(await attempt(unsure, 'c1')).toMatchObject({
      revision: 0,
      events: [{ type: 'Counted', metadata: { commandId: 'c1' } }],
    });
    const lost = executorOn(where(() => Promise.reject(outcomeUnknown())));
    expect(isSystemError(await rejectionOf(attempt(lost, 'c2', { values: ['green'] })), 'OUTCOME_UNKNOWN')).toBe(true);
    expect(await attempt(executorOn(), 'c2', { values: ['green'] })).toMatchObject({ revision: 1 });
  });
});
