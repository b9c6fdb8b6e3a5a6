import { Type } from '@sinclair/typebox';
import {
  defineAggregate,
  defineEvent,
  defineRefusal,
  reservationOf,
  SystemError,
  type Absent,
  type EventsOf,
} from '#kernel/domain';
import type { EventStore } from '#kernel/ports';
import { MemoryEventStore } from '#store-memory';
import { everywhere, onlyFor, within } from '../access/grants.ts';
import { commandsOver } from '../specification/giving.ts';
import { specify } from '../specification/use-case.ts';
import { defineCommandOn } from './define-command.ts';
import { fact } from './needs.ts';

const HouseBuilt = defineEvent({ type: 'HouseBuilt', schema: Type.Object({ colour: Type.String() }) });
const DoorHung = defineEvent({ type: 'DoorHung', schema: Type.Object({}) });
const DoorShut = defineEvent({ type: 'DoorShut', schema: Type.Object({ since: Type.String() }) });
const DoorUsed = defineEvent({ type: 'DoorUsed', schema: Type.Object({}) });
const doorEvents = [DoorHung, DoorShut, DoorUsed] as const;
type DoorEvent = EventsOf<typeof doorEvents>;

interface House {
  readonly status: 'BUILT';
  readonly colour: string;
}
interface Hung {
  /** No state with a function in it can be copied. */
  readonly creak: () => void;
}
type Door = (Hung & { readonly status: 'OPEN' }) | (Hung & { readonly status: 'SHUT'; readonly since: string });

const codesOf = (what: string) => ({
  ...{ notFound: `${what}_UNKNOWN`, alreadyExists: `${what}_THERE`, stateForbids: `${what}_STATE_FORBIDS` },
});
const house = defineAggregate<House, EventsOf<readonly [typeof HouseBuilt]>>({
  category: 'House',
  called: 'the house',
  codes: codesOf('HOUSE'),
  evolve: (_state, { data }) => ({ status: 'BUILT', colour: data.colour }),
  scopeOf: () => ({ region: '12' }),
});
const door = defineAggregate<Door, DoorEvent>({
  category: 'Door',
  called: 'the door',
  codes: codesOf('DOOR'),
  evolve: (state, event) => {
    if (event.type === 'DoorShut') return { status: 'SHUT', since: event.data.since, creak: () => undefined };
    return state.status === 'ABSENT' ? { status: 'OPEN', creak: () => undefined } : state;
  },
  scopeOf: () => ({ region: '12' }),
  moves: false,
  factsOf: (state) => (state.status === 'SHUT' ? { since: state.since } : {}),
});

class OnDoor {
  readonly id!: string;
}
class BuildHouse extends OnDoor {}
class HangDoor extends OnDoor {}
class ShutDoor extends OnDoor {}
class UseDoor extends OnDoor {}

const idOf = ({ id }: OnDoor): string => id;
const buildHouse = defineCommandOn(house)({
  input: BuildHouse,
  summary: 'Builds a house.',
  id: idOf,
  by: [],
  in: ['ABSENT'],
  decide: () => [{ type: 'HouseBuilt', data: { colour: 'red' } }],
});
const hangDoor = defineCommandOn(door)({
  input: HangDoor,
  summary: 'Hangs a door.',
  id: idOf,
  by: [],
  in: ['ABSENT'],
  decide: () => [{ type: 'DoorHung', data: {} }],
});
const shutDoor = defineCommandOn(door)({
  input: ShutDoor,
  summary: 'Shuts a door.',
  id: idOf,
  by: [],
  in: ['OPEN'],
  decide: () => [{ type: 'DoorShut', data: { since: 'noon' } }],
});

const missing = defineRefusal('NO_DOOR', 'The {colour} house has no door: hang one.');
let prepared = 0;
const useDoor = defineCommandOn(door)({
  input: UseDoor,
  summary: 'Goes through a door.',
  id: idOf,
  by: [within('regional')],
  in: ['ABSENT', 'OPEN'],
  needs: {
    house: fact(
      house,
      ({ id }: UseDoor, state: Door | Absent) => (state.status === 'ABSENT' ? id : undefined),
      (state) => (state.status === 'ABSENT' ? undefined : state.colour),
    ),
  },
  refuses: [missing],
  check: (_input, state, known) => {
    if (state.status === 'ABSENT') throw missing({ colour: known.house });
  },
  prepare: async (input) => {
    prepared += 1;
    return { id: input.id };
  },
  claims: ({ id }) => [reservationOf('doormat', id)],
  decide: (_wanted, state, known) => {
    if (state.status === 'ABSENT') throw missing({ colour: known.house });
    return [{ type: 'DoorUsed', data: {} }];
  },
});

const OFFICE = { id: 'r', role: 'regional', region: '12' } as const;

/** Streams that were read, in their order. */
function installation() {
  const store = new MemoryEventStore();
  const read: string[] = [];
  const watched = new Proxy(store, {
    get: (target, name) => {
      if (name === 'readStream') {
        return (...from: Parameters<EventStore['readStream']>) => {
          read.push(from[0]);
          return target.readStream(...from);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
  return { ...commandsOver({ store: watched, events: [HouseBuilt, ...doorEvents] }), read };
}

beforeEach(() => {
  prepared = 0;
});

describe('a fact about another thing', () => {
  it('is looked up only in the states that ask for it', async () => {
    const { give, read } = installation();
    await give(buildHouse, { id: '1' });
    await give(hangDoor, { id: '1' });
    read.length = 0;

    await give(useDoor, { id: '1' }, { as: OFFICE });
    expect(read).not.toContain('House-1');
  });

  it('is known to the check that comes before anybody’s data is looked at', async () => {
    const { give } = installation();
    await give(buildHouse, { id: '1' });

    const refused = give(useDoor, { id: '1' }, { as: OFFICE });
    await expect(refused).rejects.toMatchObject({ code: 'NO_DOOR', facts: { colour: 'red' } });
    expect(prepared).toBe(0);
  });
});

describe('a command that claims, on a thing that stands where it is for ever', () => {
  it('is not tried out on a copy of it', async () => {
    const { give, written } = installation();
    await give(hangDoor, { id: '1' });

    await give(useDoor, { id: '1' }, { as: OFFICE });
    expect(await written()).toEqual(['DoorHung', 'ReservationClaimed', 'DoorUsed']);
  });

  it('is refused to those of other territories, before anything is claimed', async () => {
    const { give, written } = installation();
    await give(hangDoor, { id: '1' });

    const refused = give(useDoor, { id: '1' }, { as: { ...OFFICE, region: '03' } });
    await expect(refused).rejects.toMatchObject({ code: 'OUTSIDE_TERRITORY' });
    expect(await written()).toEqual(['DoorHung']);
  });
});

describe('a command in a state that does not take it', () => {
  it('is told what there is to say of that state', () => {
    specify(door)
      .given({ type: 'DoorHung', data: {} }, { type: 'DoorShut', data: { since: 'noon' } })
      .when(shutDoor, { id: '1' })
      .thenRefused('DOOR_STATE_FORBIDS', { state: 'SHUT', since: 'noon' });
  });
});

class OilDoor extends OnDoor {
  readonly urgent!: boolean;
}
const oiling = { input: OilDoor, summary: 'Oils a door.', id: idOf, in: ['OPEN'] as const };
const used = () => [{ type: 'DoorUsed' as const, data: {} }];

describe('a role that may for some inputs everywhere, and for all within its territory', () => {
  const oilDoor = defineCommandOn(door)({
    ...oiling,
    by: [onlyFor(({ urgent }: OilDoor) => urgent, everywhere('regional')), within('regional')],
    decide: used,
  });
  const elsewhere = { as: { ...OFFICE, region: '03' } } as const;

  it('is bound by the grant that covers the input', async () => {
    const { give } = installation();
    await give(hangDoor, { id: '1' });

    await give(oilDoor, { id: '1', urgent: true }, elsewhere);
    const refused = give(oilDoor, { id: '1', urgent: false }, elsewhere);
    await expect(refused).rejects.toMatchObject({ code: 'OUTSIDE_TERRITORY' });
  });

  it('is bound by it in specifications, too', () => {
    const given = specify(door).given({ type: 'DoorHung', data: {} }).as(elsewhere.as);

    given.when(oilDoor, { id: '1', urgent: true }).then(...used());
    given.when(oilDoor, { id: '1', urgent: false }).thenRefused('OUTSIDE_TERRITORY');
  });
});

describe('a check', () => {
  const squeaks = defineRefusal('DOOR_SQUEAKS', 'The door squeaks: oil it.');
  const quiet = defineCommandOn(door)({
    ...oiling,
    by: [],
    refuses: [squeaks],
    check: () => {
      throw squeaks();
    },
    decide: used,
  });

  it('refuses also where nothing is prepared', async () => {
    const { give } = installation();
    await give(hangDoor, { id: '1' });

    await expect(give(quiet, { id: '1', urgent: false })).rejects.toMatchObject({ code: 'DOOR_SQUEAKS' });
  });
});

describe('what follows from a command, and what it tells', () => {
  const away = new SystemError('STORE_UNAVAILABLE', 'nothing was written');
  const failing = defineCommandOn(door)({
    ...oiling,
    by: [],
    after: {
      when: () => true,
      carryOut: () => Promise.reject(away),
    },
    decide: used,
  });
  const untold = defineCommandOn(door)({ ...oiling, by: [], tells: () => Promise.reject(away), decide: used });

  it.each([failing, untold])(
    'does not say that nothing was written, when it fails after the act: %#',
    async (command) => {
      const { give, written } = installation();
      await give(hangDoor, { id: '1' });

      await expect(give(command, { id: '1', urgent: false })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      expect(await written()).toEqual(['DoorHung', 'DoorUsed']);
    },
  );
});

it('a command on a thing that is not there names what was asked for', async () => {
  const { give } = installation();

  await expect(give(shutDoor, { id: '7' })).rejects.toMatchObject({ code: 'DOOR_UNKNOWN', facts: { id: '7' } });
});
