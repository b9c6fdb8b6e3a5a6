import { MemoryEventStore } from '#store-memory';
import { isDomainError, isSystemError } from '../errors.ts';
import type { EventScope } from '../events/envelope.ts';
import type { EventStore } from '../ports/event-store.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { counter, counterRegistry, originOf, SpecClock, type Counted } from '../specification/counters.ts';
import { Gate, intercept, rejectionOf } from '../specification/faults.ts';
import type { EventOf } from '../events/event-definition.ts';
import { START } from '../position.ts';
import type { Aggregate } from './aggregate.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandOrigin } from './command-origin.ts';
import type { CommandResult, DecisionRequest } from './command-request.ts';
import { saying } from '../specification/saying.ts';

type TallyEvent = EventOf<typeof Counted>;
interface Tally {
  total: number;
}

const outsideTerritory = defineRefusal(
  'OUTSIDE_TERRITORY',
  'It stands in region {region}: ask somebody who may act there.',
  'forbidden',
);

/** Sums amounts; like any aggregate, it knows nothing of commands that were abandoned. */
const tally: Aggregate<Tally, TallyEvent> = {
  category: counter.category,
  initialState: () => ({ total: 0 }),
  evolve: (state, { type, data }) => {
    if ((type as string) !== 'Counted') throw new TypeError(`not an event of a tally: ${type}`);
    state.total += data.amount;
    return state;
  },
  scopeOf: ({ total }) => ({ region: total < 10 ? '12' : '03' }),
};

let store: MemoryEventStore;
let clock: SpecClock;

beforeEach(() => {
  store = new MemoryEventStore();
  clock = new SpecClock();
});

function executorOn(log: EventStore = store): CommandExecutor {
  return new CommandExecutor({ store: log, registry: counterRegistry(), clock });
}

type Request = DecisionRequest<Tally, TallyEvent>;

const counted = (amount: number): TallyEvent => ({ type: 'Counted', data: { group: 'g', amount } });

function give(
  executor: CommandExecutor,
  commandId: string,
  decide: Request['decide'] = () => [counted(1)],
  more: Partial<Request> = {},
): Promise<CommandResult<TallyEvent>> {
  return executor.execute(tally, { id: '1', origin: originOf(commandId), decide, ...more });
}

describe('a decision', () => {
  it('is asked on the state as it stands, and knows time, command and whether there is anything yet', async () => {
    const executor = executorOn();
    const asked: unknown[] = [];
    for (const commandId of ['c1', 'c2']) {
      await give(executor, commandId, ({ total }, { now, commandId: id, exists }) => {
        asked.push([total, now, id, exists]);
        return [counted(2)];
      });
    }
    expect(asked).toEqual([
      [0, clock.time, 'c1', false],
      [2, clock.time, 'c2', true],
    ]);
  });

  it('is asked anew after a conflict, on the state of then, and looks its facts up again', async () => {
    const seen: number[] = [];
    const rival = executorOn();
    const result = await give(executorOn(), 'mine', async ({ total }) => {
      seen.push(total);
      if (seen.length === 1) await give(rival, 'theirs', () => [counted(6)]);
      return [counted(total)];
    });
    expect(seen).toEqual([0, 6]);
    expect(result.events.map(({ data }) => data.amount)).toEqual([6]);
  });

  it('is not asked again for a repeat', async () => {
    const executor = executorOn();
    const first = await give(executor, 'c1');
    const refuse = (): never => {
      throw new Error('asked again');
    };
    expect(await give(executor, 'c1', refuse)).toEqual(first);
  });
});

describe('the scope of what was decided', () => {
  const within =
    (...regions: string[]) =>
    ({ region = '' }: EventScope): void => {
      if (!regions.includes(region)) throw outsideTerritory({ region });
    };

  it('is asked of each event, so that nothing is moved to where one may not act, and nothing is written', async () => {
    const executor = executorOn();
    await give(executor, 'c1', () => [counted(5)], { authorizeScope: within('12') });
    const head = await store.head();
    const both = (): TallyEvent[] => [counted(4), counted(1)];
    const refused = await rejectionOf(give(executor, 'c2', both, { authorizeScope: within('12') }));
    expect(refused).toMatchObject({ code: 'OUTSIDE_TERRITORY', facts: { region: '03' } });
    expect(await store.head()).toBe(head);
    expect((await give(executor, 'c2', both, { authorizeScope: within('12', '03') })).revision).toBe(2);
  });

  it('leaves no trace in the state when it is refused', async () => {
    const executor = executorOn();
    await rejectionOf(give(executor, 'c1', () => [counted(10)], { authorizeScope: within('12') }));
    let total = -1;
    await give(executor, 'c2', (state) => {
      total = state.total;
      return [];
    });
    expect(total).toBe(0);
  });

  it('is the lesser reason where the Idempotency-Key was spent on another request', async () => {
    const executor = executorOn();
    const origin = originOf('c1', { idempotency: { route: 'POST /counts', body: saying('body') } });
    await give(executor, 'c1', undefined, { id: '2', origin });
    const refused = give(executor, 'c1', () => [counted(10)], { origin, authorizeScope: within('12') });
    expect(isSystemError(await rejectionOf(refused), 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
  });
});

describe('a look at an aggregate', () => {
  it('reads what the log has now, of other processes too', async () => {
    const executor = executorOn();
    const look = (): Promise<unknown> => executor.look(tally, '1', ({ total }, at) => ({ total, ...at }));
    expect(await look()).toEqual({ total: 0, exists: false, revision: -1, position: START });
    await give(executorOn(), 'c1', () => [counted(3), counted(4)]);
    expect(await look()).toEqual({ total: 7, exists: true, revision: 1, position: await store.head() });
  });

  it('waits for no command, and sees nothing that is not yet written', async () => {
    const gate = new Gate();
    const executor = executorOn(
      intercept<EventStore>(store, {
        append: async (request) => {
          await gate.pass();
          return store.append(request);
        },
      }),
    );
    const writing = give(executor, 'c1');
    await gate.reached();
    expect(await executor.look(tally, '1', ({ total }) => total)).toBe(0);
    gate.open();
    await writing;
    expect(await executor.look(tally, '1', ({ total }) => total)).toBe(1);
  });
});

describe('the answer of a command', () => {
  const lookFor = (executor: CommandExecutor, id: string, origin: CommandOrigin): Promise<unknown> =>
    executor.lookUnlessAnswered(tally, id, origin, ({ total }) => total);

  it('is there once it was carried out, in any process, and before that what is looked for', async () => {
    const executor = executorOn();
    expect(await lookFor(executor, '1', originOf('c1'))).toEqual({ seen: 0 });
    const answer = await give(executor, 'c1', () => [counted(1), counted(2)]);
    for (const any of [executor, executorOn()]) expect(await lookFor(any, '1', originOf('c1'))).toEqual({ answer });
    expect(await lookFor(executor, '1', originOf('c2'))).toEqual({ seen: 3 });
    expect(await lookFor(executor, '2', originOf('c1'))).toEqual({ seen: 0 });
  });

  it('is not given to another request under the same Idempotency-Key', async () => {
    const executor = executorOn();
    const keyed = (bodyHash: string) =>
      originOf('c1', { idempotency: { route: 'POST /counts', body: saying(bodyHash) } });
    await give(executor, 'c1', undefined, { origin: keyed('body') });
    const other = await rejectionOf(lookFor(executor, '1', keyed('other')));
    expect(isSystemError(other, 'IDEMPOTENCY_KEY_REUSED')).toBe(true);
  });
});

describe('a command that was abandoned', () => {
  const abandon = (executor: CommandExecutor, commandId: string, step = `abandon ${commandId}`) =>
    executor.abandon(tally, '1', commandId, originOf(step));

  it('is refused from then on, in every process, before anyone is asked whether it may be given', async () => {
    const executor = executorOn();
    await abandon(executor, 'c1');
    const authorize = (): never => {
      throw new Error('asked');
    };
    for (const any of [executor, executorOn()]) {
      const refused = await rejectionOf(give(any, 'c1', undefined, { authorize }));
      expect(refused).toMatchObject({ code: 'COMMAND_ABANDONED', kind: 'conflict', facts: { commandId: 'c1' } });
    }
    expect((await give(executor, 'c2')).revision).toBe(1);
  });

  it('leaves one event, of which the aggregate never hears, under the scope in which it stands', async () => {
    await give(executorOn(), 'c0', () => [counted(11)]);
    const executor = executorOn();
    await abandon(executor, 'c1');
    expect(await abandon(executor, 'c1', 'another step')).toMatchObject({ revision: 1, events: [] });
    const [, event] = await store.readStream('Counter-1');
    expect(event).toMatchObject({ type: 'CommandAbandoned', data: { abandonedCommandId: 'c1' } });
    expect(event?.metadata).toMatchObject({ commandId: 'abandon c1', scope: { region: '03' }, subjects: [] });
    expect(await executorOn().look(tally, '1', ({ total }) => total)).toBe(11);
  });

  it('is not abandoned any more once its act stands', async () => {
    const executor = executorOn();
    const first = await give(executor, 'c1');
    const refused = await rejectionOf(abandon(executor, 'c1'));
    expect(refused).toMatchObject({ code: 'COMMAND_ALREADY_CARRIED_OUT', kind: 'already-so' });
    expect(await give(executor, 'c1')).toEqual(first);
  });

  it('while it is being decided elsewhere, cannot act when it comes to write', async () => {
    const gate = new Gate();
    const late = give(executorOn(), 'c1', async () => {
      await gate.pass();
      return [counted(1)];
    });
    await gate.reached();
    await abandon(executorOn(), 'c1');
    gate.open();
    expect(isDomainError(await rejectionOf(late), 'COMMAND_ABANDONED')).toBe(true);
    expect((await store.readStream('Counter-1')).map(({ type }) => type)).toEqual(['CommandAbandoned']);
  });
});
