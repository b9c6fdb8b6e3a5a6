import { MemoryEventStore } from '#store-memory';
import { isDomainError, isSystemError } from '../errors.ts';
import type { AppendRequest, EventStore } from '../ports/event-store.ts';
import { START } from '../position.ts';
import {
  counter,
  counterRegistry,
  originOf,
  SpecClock,
  decideCounter,
  type CounterEvent,
  type CounterState,
} from '../specification/counters.ts';
import { Gate, intercept, outcomeUnknown, rejectionOf, unavailable } from '../specification/faults.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandResult, DecisionRequest, Known } from './command-request.ts';
import type { CommandOrigin } from './command-origin.ts';
import { commandIdOf } from './command-id.ts';
import { saying } from '../specification/saying.ts';

const NO_LIMIT = 1_000_000;

let store: MemoryEventStore;
let clock: SpecClock;

beforeEach(() => {
  store = new MemoryEventStore();
  clock = new SpecClock();
});

/** An executor with a cold cache, as another process, or this one after a restart, would have. */
function executorOn(log: EventStore = store): CommandExecutor {
  return new CommandExecutor({ store: log, registry: counterRegistry(), clock });
}

interface CountOptions extends Partial<Omit<DecisionRequest<CounterState, CounterEvent>, 'decide'>> {
  readonly limit?: number;
  /** Facts for the decision, instead of the limit. */
  readonly facts?: (known: Known) => { limit: number } | Promise<{ limit: number }>;
}

function count(
  executor: CommandExecutor,
  id: string,
  commandId: string,
  amounts: readonly number[] = [1],
  { limit = NO_LIMIT, facts = () => ({ limit }), ...more }: CountOptions = {},
): Promise<CommandResult<CounterEvent>> {
  return executor.execute(counter, {
    id,
    origin: originOf(commandId),
    decide: async (state, known) =>
      decideCounter({ type: 'Count', group: 'g', amounts }, state, (await facts(known)).limit),
    ...more,
  });
}

const totalOf = (executor: CommandExecutor, id = '1'): Promise<number> =>
  executor.look(counter, id, ({ total }) => total);

function withKey(commandId: string, bodyHash = 'body', route = 'POST /counts'): CommandOrigin {
  return originOf(commandId, { idempotency: { route, body: saying(bodyHash) } });
}

async function logOf(stream: string): Promise<unknown[]> {
  return (await store.readStream(stream)).map(({ type, data }) => [type, data]);
}

describe('a command', () => {
  it('answers with log, stream, revision, position and events of what it brought about', async () => {
    const result = await count(executorOn(), '1', 'c1', [2, 3]);
    expect(result).toMatchObject({
      logId: await store.logId(),
      stream: 'Counter-1',
      revision: 1,
      position: await store.head(),
    });
    expect(result.events.map(({ type, revision, data }) => [type, revision, data])).toEqual([
      ['Counted', 0, { group: 'g', amount: 2 }],
      ['Counted', 1, { group: 'g', amount: 3 }],
    ]);
    const read = (await store.readStream('Counter-1')).map((event) => counterRegistry().decode(event));
    expect(result.events).toEqual(read);
  });

  it('stamps each event with its causes, its actor and the scope of the state after it', async () => {
    const origin = originOf('c1', { purpose: 'audit' });
    const { events } = await count(executorOn(), '1', 'c1', [2, 3], { origin });
    expect(events.map(({ metadata }) => metadata.scope)).toEqual([{ unit: 'total-2' }, { unit: 'total-5' }]);
    expect(events[0]?.metadata).toMatchObject({
      schemaVersion: 1,
      $correlationId: 'correlation of c1',
      $causationId: 'request of c1',
      commandId: 'c1',
      actor: origin.actor,
      purpose: 'audit',
      subjects: [],
    });
  });

  it('gives its events ids of each append alone, also where it is decided again', async () => {
    const sent: string[] = [];
    const losing = intercept<EventStore>(store, {
      append: async (request) => {
        sent.push(...request.events.map(({ eventId }) => eventId));
        if (sent.length === 2) await count(executorOn(), '1', 'c2');
        return store.append(request);
      },
    });
    const { events } = await count(executorOn(losing), '1', 'c1', [2, 3]);
    expect(events.map(({ eventId }) => eventId)).toEqual(sent.slice(2));
    expect(new Set(sent).size).toBe(4);
  });

  it('that brings nothing about writes nothing, and says so with the start as position', async () => {
    expect(await count(executorOn(), '1', 'c1', [])).toMatchObject({ revision: -1, position: START, events: [] });
    expect(await store.head()).toBe(START);
  });

  it('is never recorded before the last event of its stream, although the clock goes back', async () => {
    await count(executorOn(), '1', 'c1');
    const late = clock.time;
    clock.time -= 3_600_000;
    const executor = executorOn();
    await count(executor, '1', 'c2');
    await count(executor, '1', 'c3');
    clock.time = late + 1;
    await count(executor, '1', 'c4');
    const times = (await store.readStream('Counter-1')).map(({ recordedAt }) => Date.parse(recordedAt));
    expect(times).toEqual([late, late, late, late + 1]);
  });

  it('is refused by a rule without a trace: nothing is written, stored or remembered', async () => {
    const executor = executorOn();
    await count(executor, '1', 'c1', [5]);
    const before = await store.head();
    const refused = count(executor, '1', 'c2', [6], { limit: 10, origin: withKey('c2') });
    expect(isDomainError(await rejectionOf(refused), 'LIMIT_EXCEEDED')).toBe(true);
    expect(await store.head()).toBe(before);
    expect(await store.findIdempotencyRecord('c2')).toBeUndefined();
    expect(await totalOf(executor)).toBe(5);
    // The same command, once the rule allows it: the refusal is not its answer for ever.
    expect((await count(executor, '1', 'c2', [6], { origin: withKey('c2') })).revision).toBe(1);
  });

  it('whose events do not fit their schema is refused, and leaves no phantom of itself in the state', async () => {
    const executor = executorOn();
    await count(executor, '1', 'c1', [5]);
    expect(isSystemError(await rejectionOf(count(executor, '1', 'c2', [0.5])), 'INVALID_EVENT')).toBe(true);
    expect((await count(executor, '1', 'c3', [5], { limit: 10 })).revision).toBe(1);
  });

  it('asks who may command only when it is not a repeat', async () => {
    const executor = executorOn();
    const asked: [number, boolean][] = [];
    const authorize = (state: CounterState, exists: boolean): void => void asked.push([state.total, exists]);
    await count(executor, '1', 'c1', [5], { authorize });
    await count(executor, '1', 'c2', [5], { authorize });
    await count(executor, '1', 'c1', [5], { authorize });
    expect(asked).toEqual([
      [0, false],
      [5, true],
    ]);
  });

  it('refuses a stale If-Match, and carries out one that is current', async () => {
    const executor = executorOn();
    await count(executor, '1', 'c1');
    const stale = await rejectionOf(count(executor, '1', 'c2', [1], { ifRevision: 4 }));
    expect(isSystemError(stale, 'STALE_REVISION')).toBe(true);
    expect((stale as { facts: object }).facts).toMatchObject({ actual: 0, expected: 4 });
    expect((await count(executor, '1', 'c3', [1], { ifRevision: 0 })).revision).toBe(1);
  });
});

describe('commands at once', () => {
  it('from many processes never pass the limit that each of them checks, and each takes effect once', async () => {
    const executors = Array.from({ length: 4 }, () => executorOn());
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        count(executors[index % 4]!, '1', `c${index}`, [1], { limit: 25 }).catch((error: unknown) => {
          if (isSystemError(error, 'CONFLICT_RETRIES_EXHAUSTED')) return count(executors[0]!, '1', `c${index}`);
          throw error;
        }),
      ),
    );
    const accepted = answers.filter(({ status }) => status === 'fulfilled').length;
    const refused = answers.filter((answer) => answer.status === 'rejected' && isDomainError(answer.reason));
    expect(accepted + refused.length).toBe(40);
    const written = await store.readStream('Counter-1');
    expect(written).toHaveLength(accepted);
    expect(new Set(written.map(({ eventId }) => eventId)).size).toBe(accepted);
    expect(accepted).toBeGreaterThanOrEqual(25);
  });

  it('on one stream queue inside a process: none meets a conflict', async () => {
    let conflicts = 0;
    const log = intercept<EventStore>(store, {
      append: (request) =>
        store.append(request).catch((error: unknown) => {
          conflicts += 1;
          throw error;
        }),
    });
    const executor = executorOn(log);
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => count(executor, '1', `c${index}`)));
    expect(conflicts).toBe(0);
    expect(results.map(({ revision }) => revision)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('on another stream do not wait', async () => {
    const gate = new Gate();
    const executor = executorOn();
    const slow = count(executor, '1', 'c1', [1], {
      facts: async () => {
        await gate.pass();
        return { limit: NO_LIMIT };
      },
    });
    await gate.reached();
    expect((await count(executor, '2', 'c2')).revision).toBe(0);
    gate.open();
    expect((await slow).revision).toBe(0);
  });

  it('whose facts come from each other’s streams do not wait for each other for ever', async () => {
    const executor = executorOn();
    const bothLooking = Promise.withResolvers<undefined>();
    let looking = 0;
    const countBeside = (id: string, other: string): Promise<CommandResult<CounterEvent>> =>
      count(executor, id, `c${id}`, [1], {
        facts: async () => {
          looking += 1;
          if (looking === 2) bothLooking.resolve(undefined);
          await bothLooking.promise;
          return { limit: NO_LIMIT - (await totalOf(executor, other)) };
        },
      });
    const results = await Promise.all([countBeside('1', '2'), countBeside('2', '1')]);
    expect(results.map(({ revision }) => revision)).toEqual([0, 0]);
  });

  it('that look at their own stream for facts go through', async () => {
    const executor = executorOn();
    const result = await count(executor, '1', 'c1', [1], {
      facts: async () => ({ limit: 1 + (await totalOf(executor, '1')) }),
    });
    expect(result.revision).toBe(0);
  });
});

describe('a conflict with another process', () => {
  it('looks the facts up anew and decides again', async () => {
    let limit = 100;
    let lookups = 0;
    const executor = executorOn();
    const rival = executorOn();
    const attempt = count(executor, '1', 'mine', [5], {
      facts: async () => {
        lookups += 1;
        const seen = limit;
        if (lookups === 1) {
          await count(rival, '1', 'theirs', [6]);
          limit = 10;
        }
        return { limit: seen };
      },
    });
    const refusal = await rejectionOf(attempt);
    expect(isDomainError(refusal, 'LIMIT_EXCEEDED')).toBe(true);
    expect((refusal as { facts: object }).facts).toEqual({ total: 11, limit: 10 });
    expect(lookups).toBe(2);
  });

  it('that returns with every attempt ends after a bounded number of them', async () => {
    let attempts = 0;
    const rival = executorOn();
    const attempt = count(executorOn(), '1', 'mine', [1], {
      facts: async () => {
        attempts += 1;
        await count(rival, '1', `theirs-${attempts}`);
        return { limit: NO_LIMIT };
      },
    });
    expect(isSystemError(await rejectionOf(attempt), 'CONFLICT_RETRIES_EXHAUSTED')).toBe(true);
    expect(attempts).toBeLessThanOrEqual(20);
    expect(await store.readStream('Counter-1')).toHaveLength(attempts);
  });

  it('with itself, given twice, is answered with what the other wrote', async () => {
    const gates = [new Gate(), new Gate()];
    const twice = gates.map((gate) =>
      count(executorOn(), '1', 'c1', [4], {
        origin: withKey('c1'),
        facts: async () => {
          await gate.pass();
          return { limit: NO_LIMIT };
        },
      }),
    );
    await Promise.all(gates.map((gate) => gate.reached()));
    for (const gate of gates) gate.open();
    const [first, second] = await Promise.all(twice);
    expect(second).toEqual(first);
    expect(await store.readStream('Counter-1')).toHaveLength(1);
  });
});

describe('a repeated command', () => {
  it.each([
    ['at once', () => (executor: CommandExecutor) => executor],
    ['after a restart, with nothing in memory', () => () => executorOn()],
  ])('%s gets its first answer and writes nothing, also when it created the stream', async (_when, again) => {
    const executor = executorOn();
    const first = await count(executor, '1', 'c1', [2, 3], { origin: withKey('c1') });
    await count(executor, '1', 'c2', [1]);
    const head = await store.head();
    const repeat = await count(again()(executor), '1', 'c1', [2, 3], { origin: withKey('c1') });
    expect(repeat).toEqual(first);
    expect(await store.head()).toBe(head);
  });

  it('is not decided again: what has changed since does not turn the answer into a refusal', async () => {
    const executor = executorOn();
    const first = await count(executor, '1', 'c1', [2]);
    await executor.execute(counter, {
      id: '1',
      origin: originOf('c2'),
      decide: (state) => decideCounter({ type: 'CloseCounter', group: 'g' }, state, 0),
    });
    expect(await count(executor, '1', 'c1', [2])).toEqual(first);
  });

  it('is recognised before its If-Match is looked at, which its own first effect has made stale', async () => {
    const executor = executorOn();
    await count(executor, '1', 'c0');
    const first = await count(executor, '1', 'c1', [1], { ifRevision: 0, origin: withKey('c1') });
    expect(await count(executor, '1', 'c1', [1], { ifRevision: 0, origin: withKey('c1') })).toEqual(first);
  });

  it.each([
    ['another body', withKey('c1', 'other body')],
    ['another route', withKey('c1', 'body', 'POST /other')],
  ])('with %s under the same key is refused, before its If-Match is looked at', async (_what, origin) => {
    const executor = executorOn();
    await count(executor, '1', 'c1', [1], { origin: withKey('c1') });
    for (const again of [executor, executorOn()]) {
      const error = await rejectionOf(count(again, '1', 'c1', [9], { origin, ifRevision: 77 }));
      expect(isSystemError(error, 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
    }
    expect(await logOf('Counter-1')).toEqual([['Counted', { group: 'g', amount: 1 }]]);
  });

  it('with another body at the same moment is refused: one of the two stands', async () => {
    const gates = [new Gate(), new Gate()];
    const both = gates.map((gate, index) =>
      count(executorOn(), '1', 'c1', [index + 1], {
        origin: withKey('c1', `body ${index}`),
        facts: async () => {
          await gate.pass();
          return { limit: NO_LIMIT };
        },
      }),
    );
    await Promise.all(gates.map((gate) => gate.reached()));
    for (const gate of gates) gate.open();
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(isSystemError(loser?.reason, 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
    expect(await store.readStream('Counter-1')).toHaveLength(1);
  });

  it.each([
    ['accept', NO_LIMIT, {}],
    ['refuse', 0, {}],
    ['find stale', NO_LIMIT, { ifRevision: 77 }],
  ])(
    'under the same key for another stream is refused, also where that would %s the command',
    async (_what, limit, more) => {
      const executor = executorOn();
      await count(executor, '1', 'c1', [1], { origin: withKey('c1') });
      const error = await rejectionOf(count(executor, '2', 'c1', [1], { origin: withKey('c1'), limit, ...more }));
      expect(isSystemError(error, 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
      expect(await store.readStream('Counter-2')).toEqual([]);
    },
  );

  it('has an id that binds the key to the principal', () => {
    expect(commandIdOf('anna', 'key')).toBe(commandIdOf('anna', 'key'));
    expect(commandIdOf('anna', 'key')).not.toBe(commandIdOf('bruno', 'key'));
    expect(commandIdOf('a', 'bc')).not.toBe(commandIdOf('ab', 'c'));
  });
});

describe('an append that fails', () => {
  /** The store, whose next append does `act` instead. */
  function failingOnce(act: (request: AppendRequest) => Promise<never>): EventStore {
    let failed = false;
    return intercept<EventStore>(store, {
      append: (request) => {
        if (failed) return store.append(request);
        failed = true;
        return act(request);
      },
    });
  }

  it('of unknown outcome that was written is answered from the log', async () => {
    const executor = executorOn(
      failingOnce(async (request) => {
        await store.append(request);
        throw outcomeUnknown();
      }),
    );
    const result = await count(executor, '1', 'c1', [2, 3], { origin: withKey('c1') });
    expect(result).toMatchObject({ revision: 1, position: await store.head() });
    expect(await count(executorOn(), '1', 'c1', [2, 3], { origin: withKey('c1') })).toEqual(result);
  });

  it('of unknown outcome that was not written says so, and a repeat takes effect once', async () => {
    const executor = executorOn(failingOnce(() => Promise.reject(outcomeUnknown())));
    const error = await rejectionOf(count(executor, '1', 'c1', [2], { origin: withKey('c1') }));
    expect(isSystemError(error, 'OUTCOME_UNKNOWN')).toBe(true);
    expect((await count(executor, '1', 'c1', [2], { origin: withKey('c1') })).revision).toBe(0);
    expect(await store.readStream('Counter-1')).toHaveLength(1);
  });

  it('of unknown outcome stays unknown when it cannot be read back', async () => {
    const broken = failingOnce(() => Promise.reject(outcomeUnknown()));
    let reads = 0;
    const executor = executorOn(
      intercept<EventStore>(broken, {
        append: (request) => broken.append(request),
        readStream: (stream, from) => {
          reads += 1;
          return reads === 2 ? Promise.reject(unavailable()) : store.readStream(stream, from);
        },
      }),
    );
    const error = await rejectionOf(count(executor, '1', 'c1', [2]));
    expect(isSystemError(error, 'OUTCOME_UNKNOWN')).toBe(true);
  });

  it('leaves no phantom of its events in the state', async () => {
    const log = failingOnce(() => Promise.reject(unavailable()));
    const executor = executorOn(log);
    expect(isSystemError(await rejectionOf(count(executor, '1', 'c1', [8])), 'STORE_UNAVAILABLE')).toBe(true);
    expect(await totalOf(executor)).toBe(0);
    expect((await count(executor, '1', 'c2', [8], { limit: 10 })).revision).toBe(0);
  });

  it('is not reported for one that was written, whatever fails after it', async () => {
    let down = false;
    const executor = executorOn(
      intercept<EventStore>(store, {
        append: async (request) => {
          const result = await store.append(request);
          down = true;
          return result;
        },
        logId: () => (down ? Promise.reject(unavailable()) : store.logId()),
      }),
    );
    expect((await count(executor, '1', 'c1')).revision).toBe(0);
  });
});

describe('the cached state', () => {
  it('is forgotten when stamping an event fails halfway', async () => {
    let broken = false;
    const fragile: typeof counter = {
      ...counter,
      scopeOf: () => {
        if (broken) throw new TypeError('no scope');
        return {};
      },
    };
    const executor = executorOn();
    const give = (commandId: string): Promise<unknown> =>
      executor.execute(fragile, {
        id: '1',
        origin: originOf(commandId),
        decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [8] }, state, 10),
      });
    broken = true;
    await expect(give('c1')).rejects.toThrow('no scope');
    broken = false;
    await give('c2');
    expect(await totalOf(executor)).toBe(8);
  });

  it('is forgotten when folding the tail fails halfway', async () => {
    let broken = false;
    const fragile: typeof counter = {
      ...counter,
      evolve: (state, event) => {
        const next = counter.evolve(state, event);
        if (broken) throw new TypeError('no fold');
        return next;
      },
    };
    const executor = executorOn();
    const give = (commandId: string): Promise<unknown> =>
      executor.execute(fragile, {
        id: '1',
        origin: originOf(commandId),
        decide: (state) => decideCounter({ type: 'Count', group: 'g', amounts: [1] }, state, 3),
      });
    await give('c1');
    await count(executorOn(), '1', 'theirs');
    broken = true;
    await expect(give('c2')).rejects.toThrow('no fold');
    broken = false;
    await give('c3');
    expect(await totalOf(executorOn())).toBe(3);
  });

  it('counts no event twice after one of the tail could not be read', async () => {
    let isBroken = false;
    const executor = executorOn(
      intercept<EventStore>(store, {
        readStream: async (...asked) => {
          const events = await store.readStream(...asked);
          return isBroken ? [...events.slice(0, -1), { ...events.at(-1)!, data: 'broken' }] : events;
        },
      }),
    );
    await count(executor, '1', 'c1', [5]);
    await count(executorOn(), '1', 'c2', [2]);
    await count(executorOn(), '1', 'c3', [1]);
    isBroken = true;
    expect(isSystemError(await rejectionOf(totalOf(executor)), 'INVALID_EVENT')).toBe(true);
    isBroken = false;
    expect(await totalOf(executor)).toBe(8);
  });

  it('shows the events of other processes', async () => {
    const executor = executorOn();
    await count(executor, '1', 'c1', [5]);
    await count(executorOn(), '1', 'c2', [5]);
    expect(await executor.look(counter, '1', ({ total }, { revision }) => [total, revision])).toEqual([10, 1]);
  });

  it('that others look at never shows what is not yet in the log', async () => {
    const gate = new Gate();
    const executor = executorOn(
      intercept<EventStore>(store, {
        append: async (request) => {
          await gate.pass();
          return store.append(request);
        },
      }),
    );
    const writing = count(executor, '1', 'c1', [5]);
    await gate.reached();
    const looking = totalOf(executor);
    const head = await store.head();
    expect([await looking, head]).toEqual([0, START]);
    gate.open();
    await writing;
    expect(await totalOf(executor)).toBe(5);
  });

  it('of a stream beyond the bound is folded again', async () => {
    const executor = new CommandExecutor({ store, registry: counterRegistry(), clock, cachedStreams: 1 });
    for (const id of ['1', '2', '1', '2']) await count(executor, id, `c-${id}`, [3]);
    for (const id of ['1', '2']) await count(executor, id, `d-${id}`, [3], { limit: 6 });
    expect(await store.readStream('Counter-1')).toHaveLength(2);
    expect(await store.readStream('Counter-2')).toHaveLength(2);
  });
});
