import {
  ClaimingExecutor,
  CommandAbandoned,
  CommandExecutor,
  decideAbandon,
  defineEvent,
  DomainError,
  EventRegistry,
  refuseAbandoned,
  type AbandonCommand,
  type Aggregate,
  type DecisionContext,
  type EventsOf,
  type EventStore,
} from '#kernel';
import { MemoryEventStore } from '#store-memory';
import { Type } from '@sinclair/typebox';
import type { Commitment } from '../domain/commitments.ts';
import { privacyEvents } from '../domain/events.ts';
import { subject as subjectAggregate } from '../domain/subject.ts';
import { claimCommitment, commandSubject } from './subject-commands.ts';

const Booked = defineEvent({ type: 'Booked', schema: Type.Object({}) });
type DayEvent = EventsOf<readonly [typeof Booked, typeof CommandAbandoned]>;
interface DayContext extends DecisionContext {
  readonly full: boolean;
}

/** As little of a day as claims need. */
const day: Aggregate<Set<string>, { readonly type: 'Book' } | AbandonCommand, DayEvent, DayContext> = {
  category: 'Day',
  initialState: () => new Set(),
  scopeOf: () => ({}),
  decide: (command, abandoned, context) => {
    if (command.type === 'AbandonCommand') return decideAbandon(command, abandoned, context);
    refuseAbandoned(context.commandId, abandoned);
    if (context.full) throw new DomainError('SLOT_FULL', {}, 'conflict');
    return [{ type: 'Booked', data: {} }];
  },
  evolve: (abandoned, event) =>
    event.type === 'Booked' ? abandoned : new Set([...abandoned, event.data.abandonedCommandId]),
};

const LIMITS = { maxOpenPerServiceLine: 1, maxOpenHolds: 1 };
const NINE: Commitment = {
  kind: 'APPOINTMENT',
  serviceLine: 'PENSIONS',
  startsAt: '2026-03-02T09:00:00.000Z',
  endsAt: '2026-03-02T09:30:00.000Z',
};
const TEN: Commitment = { ...NINE, startsAt: '2026-03-02T10:00:00.000Z', endsAt: '2026-03-02T10:30:00.000Z' };
const originOf = (commandId: string) =>
  ({ commandId, actor: { kind: 'policy', name: 'spec' }, correlationId: 'x', causationId: 'x' }) as const;

async function installation() {
  const store = new MemoryEventStore();
  const registry = new EventRegistry([Booked, CommandAbandoned, ...privacyEvents]);
  const executorOn = (log: EventStore): CommandExecutor =>
    new CommandExecutor({ store: log, registry, clock: { now: () => Date.parse('2026-03-02T08:00:00Z') } });
  await commandSubject(executorOn(store), 's', { type: 'RegisterSubject', subject: 's' }, originOf('register'));

  const book = (id: string, commandId: string, commitment: Commitment, { taken = false, dies = false } = {}) => {
    let asked = 0;
    const dying = new Proxy(store, {
      get: (target, name) => {
        if (name === 'append') {
          return (request: Parameters<EventStore['append']>[0]) =>
            request.stream.startsWith('Day-') ? Promise.reject(new Error('killed')) : target.append(request);
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      },
    });
    const claiming = new ClaimingExecutor(executorOn(dies ? dying : store));
    const context = (known: DecisionContext): DayContext => {
      asked += 1;
      return { ...known, full: taken && asked > 1 };
    };
    return claiming.execute(day, { id, command: { type: 'Book' }, origin: originOf(commandId), context }, [
      claimCommitment(claiming.executor, LIMITS, {
        subject: 's',
        commitmentId: commandId,
        commitment,
        target: { category: day.category, id },
      }),
    ]);
  };
  const bookings = async (...ids: string[]): Promise<number> => {
    const events = await Promise.all(ids.map((id) => store.readStream(`Day-${id}`)));
    return events.flat().filter(({ type }) => type === Booked.type).length;
  };
  const commitments = async () => {
    const { state } = await executorOn(store).peek(subjectAggregate, 's');
    return [...state.commitments].map(([id, { startsAt, target }]) => ({ id, startsAt, day: target.id }));
  };
  return { book, bookings, commitments };
}

const ABANDONED = { code: 'COMMAND_ABANDONED', kind: 'conflict' };

describe('a claim on a person’s time', () => {
  it('that was given back after a lost race carries no other act of the same command', async () => {
    const { book, bookings, commitments } = await installation();
    await expect(book('mon', 'c1', NINE, { taken: true })).rejects.toMatchObject({ code: 'SLOT_FULL' });
    await book('tue', 'c2', NINE);

    await expect(book('wed', 'c1', TEN)).rejects.toMatchObject(ABANDONED);
    await expect(book('tue', 'c1', NINE)).rejects.toMatchObject(ABANDONED);
    expect(await bookings('mon', 'tue', 'wed')).toBe(1);
    expect(await commitments()).toEqual([{ id: 'c2', startsAt: NINE.startsAt, day: 'tue' }]);
  });

  it.each([
    ['on another day', 'tue', NINE],
    ['at another time of the same day', 'mon', TEN],
    ['on another service line', 'mon', { ...NINE, serviceLine: 'CONTRIBUTIONS' }],
    ['as a hold', 'mon', { ...NINE, kind: 'HOLD' as const, heldUntil: '2026-03-02T08:10:00.000Z' }],
  ])('that a process left behind carries no act of the same command %s', async (_what, id, commitment) => {
    const { book, bookings, commitments } = await installation();
    await expect(book('mon', 'c1', NINE, { dies: true })).rejects.toThrow('killed');

    await expect(book(id, 'c1', commitment)).rejects.toMatchObject(ABANDONED);
    expect(await bookings('mon', 'tue')).toBe(0);
    expect(await commitments()).toEqual([{ id: 'c1', startsAt: NINE.startsAt, day: 'mon' }]);
    await book('mon', 'c1', NINE);
    expect(await bookings('mon', 'tue')).toBe(1);
  });

  it('is taken up again for a hold, although a repeat would hold it for longer', async () => {
    const { book, bookings } = await installation();
    const hold = { ...NINE, kind: 'HOLD' as const, heldUntil: '2026-03-02T08:10:00.000Z' };
    await expect(book('mon', 'c1', hold, { dies: true })).rejects.toThrow('killed');

    await book('mon', 'c1', { ...hold, heldUntil: '2026-03-02T08:10:05.000Z' });
    expect(await bookings('mon')).toBe(1);
  });
});
