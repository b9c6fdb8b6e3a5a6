import { Type } from '@sinclair/typebox';
import { MemoryEventStore } from '#store-memory';
import { CommandAbandoned } from './abandonment.ts';
import type { Aggregate } from './aggregate.ts';
import { CommandExecutor } from './command-executor.ts';
import type { CommandResult, DecisionRequest } from './command-request.ts';
import { isDomainError, isSystemError } from '../errors.ts';
import { defineEvent, type EventsOf } from '../events/event-definition.ts';
import { EventRegistry } from '../events/event-registry.ts';
import type { EventStore } from '../ports/event-store.ts';
import { defineRefusal } from '../rules/refusal.ts';
import { originOf, SpecClock } from '../specification/counters.ts';
import { intercept, rejectionOf, unavailable } from '../specification/faults.ts';
import type { Claim } from './claim.ts';

// A room that is let by the hour, and guests who are in one place at a time: as little of a booking as claims need.

const elsewhere = defineRefusal('ELSEWHERE_AT_THAT_HOUR', 'Somewhere else at {hour}: take another hour.', 'conflict');
const roomTaken = defineRefusal('ROOM_TAKEN', 'The room is let: take another.', 'conflict');
const outsideTerritory = defineRefusal('OUTSIDE_TERRITORY', 'Ask somebody who may act there.', 'forbidden');

const HourMoved = defineEvent({ type: 'HourMoved', schema: Type.Object({ hour: Type.Integer() }) });
const Let = defineEvent({ type: 'Let', schema: Type.Object({ hour: Type.Integer() }) });
const TimeTaken = defineEvent({ type: 'TimeTaken', schema: Type.Object({ by: Type.String(), hour: Type.Integer() }) });
const TimeFreed = defineEvent({ type: 'TimeFreed', schema: Type.Object({ by: Type.String() }) });
const roomEvents = [HourMoved, Let] as const;
const guestEvents = [TimeTaken, TimeFreed] as const;
type RoomEvent = EventsOf<typeof roomEvents>;
type GuestEvent = EventsOf<typeof guestEvents>;

interface Room {
  readonly hour: number;
  readonly taken: boolean;
}
const room: Aggregate<Room, RoomEvent> = {
  category: 'Room',
  initialState: () => ({ hour: 9, taken: false }),
  scopeOf: ({ hour }) => ({ unit: `hour-${hour}` }),
  evolve: (state, { type, data }) => (type === 'Let' ? { ...state, taken: true } : { ...state, hour: data.hour }),
};
const guest: Aggregate<Map<string, number>, GuestEvent> = {
  category: 'Guest',
  initialState: () => new Map(),
  scopeOf: () => ({}),
  evolve: (hours, event) => {
    if (event.type === 'TimeTaken') hours.set(event.data.by, event.data.hour);
    else hours.delete(event.data.by);
    return hours;
  },
};

function timeOf(id: string, hour: number): Claim<Map<string, number>, GuestEvent> {
  return {
    on: guest,
    id,
    what: { hour },
    claim: (hours, { commandId }) => {
      if (hours.get(commandId) === hour) return [];
      if ([...hours.values()].includes(hour)) throw elsewhere({ hour });
      return [{ type: 'TimeTaken', data: { by: commandId, hour } }];
    },
    stands: (hours, { commandId }) => hours.get(commandId) === hour,
    release: (hours, { commandId }) => (hours.has(commandId) ? [{ type: 'TimeFreed', data: { by: commandId } }] : []),
  };
}

let store: MemoryEventStore;

beforeEach(() => {
  store = new MemoryEventStore();
});

function executorOn(log: EventStore = store): CommandExecutor {
  const registry = new EventRegistry([...roomEvents, ...guestEvents, CommandAbandoned]);
  return new CommandExecutor({ store: log, registry, clock: new SpecClock() });
}

type RoomRequest = DecisionRequest<Room, RoomEvent>;

/** Lets the room for the hour at which it is to be had, which binds the guest's time. */
function letRoom(
  executor: CommandExecutor,
  commandId: string,
  more: Partial<RoomRequest> = {},
): Promise<CommandResult<RoomEvent>> {
  return executor.execute(room, {
    id: '1',
    origin: originOf(commandId),
    claims: ({ hour }) => [timeOf('anna', hour)],
    decide: ({ hour, taken }) => {
      if (taken) throw roomTaken();
      return [{ type: 'Let', data: { hour } }];
    },
    ...more,
  });
}

let moves = 0;
async function moveTo(hour: number): Promise<void> {
  moves += 1;
  const decide = (_room: Room): RoomEvent[] => [{ type: 'HourMoved', data: { hour } }];
  await executorOn().execute(room, { id: '1', origin: originOf(`move ${moves}`), decide });
}

/** The store of a process whose next acts are each overtaken: what happens stands before them in the log. */
function overtakenBy(...happenings: (() => Promise<unknown>)[]): EventStore {
  return intercept<EventStore>(store, {
    append: async (request) => {
      if (request.events[0]?.type === 'Let') await happenings.shift()?.();
      return store.append(request);
    },
  });
}

const logOf = async (stream: string): Promise<unknown[]> =>
  (await store.readStream(stream)).map(({ type, data }) => ({ type, ...(data as object) }));
const hoursOf = (id: string): Promise<[string, number][]> => executorOn().look(guest, id, (hours) => [...hours]);

describe('a claim that depends on the state of the target', () => {
  it('is computed anew when that has changed, and replaced by release and claim in one append', async () => {
    const appended: string[][] = [];
    const counting = overtakenBy(() => moveTo(10));
    const log = intercept<EventStore>(counting, {
      append: async (request) => {
        const result = await counting.append(request);
        appended.push(request.events.map(({ type }) => type));
        return result;
      },
    });
    const { events } = await letRoom(executorOn(log), 'c1');
    expect(events.map(({ data }) => data)).toEqual([{ hour: 10 }]);
    expect(appended).toEqual([['TimeTaken'], ['TimeFreed', 'TimeTaken'], ['Let']]);
    expect(await hoursOf('anna')).toEqual([['c1', 10]]);
  });

  it('follows the state there and back again', async () => {
    const log = overtakenBy(...[10, 9, 10, 9].map((hour) => () => moveTo(hour)));
    expect((await letRoom(executorOn(log), 'c1')).events).toMatchObject([{ data: { hour: 9 } }]);
    expect(await hoursOf('anna')).toEqual([['c1', 9]]);
    expect(await logOf('Guest-anna')).toHaveLength(9);
  });

  it('stays as it is when the other cannot be had, until the command was abandoned', async () => {
    await letRoom(executorOn(), 'other', { id: '2', claims: () => [timeOf('anna', 10)] });
    const log = overtakenBy(() => moveTo(10));
    const refused = await rejectionOf(letRoom(executorOn(log), 'c1'));
    expect(refused).toMatchObject({ code: 'ELSEWHERE_AT_THAT_HOUR', facts: { hour: 10 } });
    expect((await logOf('Room-1')).at(-1)).toEqual({ type: 'CommandAbandoned', abandonedCommandId: 'c1' });
    expect(await hoursOf('anna')).toEqual([['other', 10]]);
  });

  it('is replaced also when others wrote to its stream meanwhile', async () => {
    const log = overtakenBy(async () => {
      await letRoom(executorOn(), 'other', { id: '2', claims: () => [timeOf('anna', 15)] });
      await moveTo(10);
    });
    await letRoom(executorOn(log), 'c1');
    expect(await hoursOf('anna')).toEqual([
      ['other', 15],
      ['c1', 10],
    ]);
  });

  it('keeps its id however often one append of it is tried', async () => {
    let failed = false;
    const log = overtakenBy(() => moveTo(10));
    const unsure = intercept<EventStore>(log, {
      append: async (request) => {
        if (failed || request.events[0]?.type !== 'TimeFreed') return log.append(request);
        failed = true;
        await log.append(request);
        throw unavailable();
      },
    });
    expect(isSystemError(await rejectionOf(letRoom(executorOn(unsure), 'c1')), 'STORE_UNAVAILABLE')).toBe(true);
    expect(await hoursOf('anna')).toEqual([['c1', 10]]);
    // A repeat finds what was claimed for the state as it is now.
    expect((await letRoom(executorOn(), 'c1')).events).toMatchObject([{ data: { hour: 10 } }]);
    expect(await hoursOf('anna')).toEqual([['c1', 10]]);
  });

  it('that a process left behind for another state is not taken up, and is left to the sweeper', async () => {
    const dying = overtakenBy(() => Promise.reject(unavailable()));
    await rejectionOf(letRoom(executorOn(dying), 'c1'));
    await moveTo(10);
    expect(isDomainError(await rejectionOf(letRoom(executorOn(), 'c1')), 'COMMAND_ABANDONED')).toBe(true);
    expect(await hoursOf('anna')).toEqual([['c1', 9]]);
  });

  it('is refused to who has released it, whatever is wanted now', async () => {
    const log = overtakenBy(() => letRoom(executorOn(), 'c2', { claims: () => [timeOf('bruno', 9)] }));
    expect(isDomainError(await rejectionOf(letRoom(executorOn(log), 'c1')), 'ROOM_TAKEN')).toBe(true);
    expect(await hoursOf('anna')).toEqual([]);
    for (const hour of [9, 10]) {
      const again = letRoom(executorOn(), 'c1', { id: '2', claims: () => [timeOf('anna', hour)] });
      expect(isDomainError(await rejectionOf(again), 'COMMAND_ABANDONED')).toBe(true);
    }
    expect(await logOf('Room-2')).toEqual([]);
  });
});

describe('claims that are no longer needed', () => {
  const byHour: Partial<RoomRequest> = { claims: ({ hour }) => (hour === 9 ? [timeOf('anna', 9)] : []) };

  it('are released once the act stands, not before', async () => {
    let atTheAct: unknown;
    const log = overtakenBy(
      () => moveTo(10),
      async () => {
        atTheAct = await hoursOf('anna');
      },
    );
    await letRoom(executorOn(log), 'c1', byHour);
    expect(atTheAct).toEqual([['c1', 9]]);
    expect(await hoursOf('anna')).toEqual([]);
  });

  it('are released with the others when the command was abandoned', async () => {
    let asked = 0;
    const log = overtakenBy(() => moveTo(10));
    const refused = letRoom(executorOn(log), 'c1', {
      ...byHour,
      decide: ({ hour }) => {
        asked += 1;
        if (asked > 2) throw roomTaken();
        return [{ type: 'Let', data: { hour } }];
      },
    });
    expect(isDomainError(await rejectionOf(refused), 'ROOM_TAKEN')).toBe(true);
    expect(await hoursOf('anna')).toEqual([]);
  });

  it('do not turn an act that stands into a failure, when they cannot be released', async () => {
    const overtaken = overtakenBy(() => moveTo(10));
    const log = intercept<EventStore>(overtaken, {
      append: (request) =>
        request.events[0]?.type === 'TimeFreed' ? Promise.reject(unavailable()) : overtaken.append(request),
    });
    expect((await letRoom(executorOn(log), 'c1', byHour)).events).toMatchObject([{ data: { hour: 10 } }]);
  });
});

describe('a command that needs claims', () => {
  it('claims nothing where it brings nothing about', async () => {
    expect((await letRoom(executorOn(), 'c1', { decide: () => [] })).events).toEqual([]);
    expect(await logOf('Guest-anna')).toEqual([]);
  });

  it('claims nothing for who may not act where it leads', async () => {
    const authorizeScope = (): never => {
      throw outsideTerritory();
    };
    expect(isDomainError(await rejectionOf(letRoom(executorOn(), 'c1', { authorizeScope })), 'OUTSIDE_TERRITORY')).toBe(
      true,
    );
    expect(await store.head()).toBe('0');
  });

  it('asks again who may act where it leads, when it acts', async () => {
    const asked: unknown[] = [];
    const log = overtakenBy(() => moveTo(10));
    await letRoom(executorOn(log), 'c1', { authorizeScope: ({ unit }) => void asked.push(unit) });
    expect(new Set(asked)).toEqual(new Set(['hour-9', 'hour-10']));
    expect(asked.at(-1)).toBe('hour-10');
  });

  it('cannot claim two things in one stream, which its claims could not tell apart', async () => {
    const twice = letRoom(executorOn(), 'c1', { claims: () => [timeOf('anna', 9), timeOf('anna', 10)] });
    await expect(twice).rejects.toThrow(new TypeError('a command claims two things in Guest-anna; it may claim one'));
    await letRoom(executorOn(), 'c2', { claims: () => [timeOf('anna', 9), timeOf('anna', 9)] });
    expect(await hoursOf('anna')).toEqual([['c2', 9]]);
  });

  it('whose claims change without end gives up in the end, and leaves them to the sweeper', async () => {
    let hour = 9;
    const log = intercept<EventStore>(store, {
      append: async (request) => {
        const result = await store.append(request);
        if (request.stream === 'Guest-anna') await moveTo((hour += 1));
        return result;
      },
    });
    expect(isSystemError(await rejectionOf(letRoom(executorOn(log), 'c1')), 'CONFLICT_RETRIES_EXHAUSTED')).toBe(true);
    expect(await hoursOf('anna')).toHaveLength(1);
  });
});
