import { Type } from '@sinclair/typebox';
import { CommandAbandoned, defineEvent, defineRefusal, type Aggregate, type EventsOf } from '#kernel/domain';
import { CommandExecutor, EventRegistry } from '#kernel/execution';
import type { EventStore } from '#kernel/ports';
import { MemoryEventStore } from '#store-memory';
import type { Commitment } from '#vocabulary';
import { commitmentOf, type RefuseUnfit } from './commitment-claim.ts';
import { privacyEvents } from './events.ts';
import { registration, subject as subjectAggregate } from './subject.ts';

const Booked = defineEvent({ type: 'Booked', schema: Type.Object({}) });
type DayEvent = EventsOf<readonly [typeof Booked]>;

/** As little of a day as claims need. */
const day: Aggregate<null, DayEvent> = {
  category: 'Day',
  initialState: () => null,
  scopeOf: () => ({}),
  evolve: () => null,
};

const oneTooMany = defineRefusal('ONE_TOO_MANY', 'There is one already: give it up first.');
const slotFull = defineRefusal('SLOT_FULL', 'It is full: take another.', 'conflict');

/** One at a time, whatever it is: how much one may take is the rule of whoever claims. */
const oneAtATime: RefuseUnfit = (_wanted, { commitments }) => {
  if ([...commitments].length > 0) throw oneTooMany();
};
const NINE: Commitment = {
  kind: 'APPOINTMENT',
  serviceLine: 'PENSIONI',
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
  await executorOn(store).execute(subjectAggregate, {
    id: 's',
    origin: originOf('register'),
    decide: (state) => registration(state, 's'),
  });

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
    return executorOn(dies ? dying : store).execute(day, {
      id,
      origin: originOf(commandId),
      claims: () => [commitmentOf('s', commitment, oneAtATime)],
      decide: (): DayEvent[] => {
        asked += 1;
        if (taken && asked > 1) throw slotFull();
        return [{ type: 'Booked', data: {} }];
      },
    });
  };
  const bookings = async (...ids: string[]): Promise<number> => {
    const events = await Promise.all(ids.map((id) => store.readStream(`Day-${id}`)));
    return events.flat().filter(({ type }) => type === Booked.type).length;
  };
  const commitments = () =>
    executorOn(store).look(subjectAggregate, 's', (state) =>
      state.status === 'ABSENT'
        ? []
        : [...state.commitments].map(([id, { startsAt, target }]) => ({ id, startsAt, day: target.id })),
    );
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
    ['on another service line', 'mon', { ...NINE, serviceLine: 'CONTRIBUTI' }],
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
