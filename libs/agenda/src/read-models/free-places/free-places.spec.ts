import fc from 'fast-check';
import { buildDefinitionOf, isDomainError, toTimestamp, type RecordedEvent } from '#kernel/domain';
import { ProjectionReader } from '#kernel/execution';
import type { BuildId } from '#kernel/ports';
import { addDays, municipalityByCode, romeDay } from '#italy';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { agendaDay, agendaDayId } from '../../domain/agenda-day/agenda-day.ts';
import { isInternal } from '../../domain/agenda-day/booking-channels.ts';
import { freeSlots } from '../../domain/agenda-day/free-slots.ts';
import type { AgendaDayEvent, DayPlan } from '../../domain/events/agenda-day-events.ts';
import { CHANNELS, MODES, type Mode } from '../../domain/vocabulary.ts';
import { plan as samplePlan } from '../../specification/sample-day.ts';
import type { AnyDay } from '../../use-cases/on-agenda-day.ts';
import { availability } from '../availability.ts';
import { alternativesFor } from './alternatives.ts';
import { DaysAhead } from './days-ahead.ts';
import type { FreeSlotOfDay } from './kept-day.ts';
import { firstFree, freeByTime, type Sought } from './search.ts';
import { toldSlot } from './told-slot.ts';

const MONDAY = '2026-03-02';
const NINE = Date.parse('2026-03-02T08:00:00Z');
const MINUTE = 60_000;

/** Days of agendas, and the read model of them, folded event by event. */
class World {
  readonly store = new MemoryReadModelStore();
  readonly log = new MemoryEventStore();
  readonly reader = new ProjectionReader({ log: this.log, store: this.store });
  readonly kept = new DaysAhead();
  readonly days = new Map<string, AnyDay>();
  now = NINE;
  #build: BuildId = '';
  #position = 0;

  static async begin(): Promise<World> {
    const world = new World();
    await world.rebuild();
    return world;
  }

  async rebuild(): Promise<void> {
    this.#build = await this.store.createBuild(buildDefinitionOf(availability));
    await this.#commit([]);
    await this.store.switchPointer(availability.name, availability.version, this.#build);
  }

  async write(...events: AgendaDayEvent[]): Promise<void> {
    for (const event of events) {
      this.#position += 1;
      const { agendaId, date } = event.data as { readonly agendaId: string; readonly date: string };
      const key = agendaDayId(agendaId, date);
      this.days.set(key, agendaDay.evolve(this.days.get(key) ?? agendaDay.initialState(), event));
      const recorded = {
        ...{ ...event, stream: `AgendaDay-${key}`, revision: 0, position: String(this.#position) },
        ...{ recordedAt: toTimestamp(this.now), metadata: { scope: {} } },
      } as unknown as RecordedEvent;
      const before = await this.store.load(this.#build, [key]);
      const document = availability.fold(before.get(key)?.document as never, recorded, key);
      await this.#commit([{ key, position: recorded.position, document }]);
    }
  }

  async #commit(documents: readonly { key: string; position: string; document: unknown }[]): Promise<void> {
    const checkpoint = { logId: await this.log.logId(), position: String(this.#position) };
    await this.store.commit([{ build: this.#build, documents, checkpoint }]);
  }
}

/** Wall clock of Rome on a day of winter. */
const at = (date: string, time: string): string =>
  `${date}T${String(Number(time.slice(0, 2)) - 1).padStart(2, '0')}:${time.slice(3)}:00.000Z`;

interface Place {
  readonly region: string;
  readonly province: string;
  readonly municipality?: string;
}
// Rieti, Roma and Milano.
const RIETI: Place = { region: '12', province: '057', municipality: 'H282' };
const ROMA: Place = { region: '12', province: '058', municipality: 'H501' };
const MILANO: Place = { region: '03', province: '015' };

/** A plan with slots of twenty minutes that begin at these times. */
function planned(
  agendaId: string,
  date: string,
  starts: readonly string[],
  more: Partial<DayPlan> & {
    readonly capacity?: number;
    readonly internalCapacity?: number;
    readonly agendaRevision?: number;
  } = {},
): AgendaDayEvent {
  const { capacity = 1, internalCapacity = 0, agendaRevision = 1, ...rest } = more;
  const slots = starts.map((start) => {
    const startsAt = at(date, start);
    const places = { capacity, ...(internalCapacity > 0 ? { internalCapacity } : {}) };
    return { start, startsAt, endsAt: toTimestamp(Date.parse(startsAt) + 20 * MINUTE), ...places };
  });
  return {
    type: 'DayPlanned',
    data: {
      ...samplePlan(),
      ...(rest.region === undefined ? RIETI : {}),
      agendaId,
      date,
      slots,
      agendaRevision,
      ...rest,
    },
  };
}

function taken(agendaId: string, date: string, start: string, id: string) {
  const startsAt = at(date, start);
  const times = { start, startsAt, endsAt: toTimestamp(Date.parse(startsAt) + 20 * MINUTE), units: 1 };
  return { agendaId, date, ...times, subject: `s-${id}`, commitmentId: `c-${id}` };
}

const held = (agendaId: string, date: string, start: string, id: string): AgendaDayEvent => ({
  type: 'SlotHeld',
  data: {
    ...{ ...taken(agendaId, date, start, id), holdId: `h-${id}`, mode: 'IN_PERSON', channel: 'PORTAL' },
    expiresAt: at(date, '23:00'),
  },
});

const PENSIONS = { serviceLine: 'PENSIONI', mode: 'IN_PERSON', internal: false, units: 1 } as const;
const told = (slots: readonly FreeSlotOfDay[]) => slots.map((slot) => [slot.day.agendaId, toldSlot(slot).label]);

describe('free places of many agendas', () => {
  let world: World;
  const sought = (more: Partial<Sought> = {}): Sought => ({ ...PENSIONS, now: world.now, ...more });
  const first = async (more: Partial<Sought> = {}) =>
    told(firstFree(await world.kept.read(world.reader, world.now), sought(more)));
  const all = async (more: Partial<Sought> = {}, limit = 100) =>
    told(freeByTime(await world.kept.read(world.reader, world.now), sought(more), limit));

  beforeEach(async () => {
    world = await World.begin();
  });

  it('are told in the order of time, the first of each agenda, day and time in Italian words', async () => {
    await world.write(
      planned('a', addDays(MONDAY, 1), ['09:00', '09:30']),
      planned('b', MONDAY, ['15:00'], ROMA),
      planned('c', '2026-03-29', ['09:00'], MILANO),
    );

    expect(await first()).toEqual([
      ['b', 'lunedì 2 marzo 2026, ore 15:00'],
      ['a', 'martedì 3 marzo 2026, ore 9:00'],
      // Summer time begins that day: the slot of eight hours UTC is that of ten o'clock.
      ['c', 'domenica 29 marzo 2026, ore 10:00'],
    ]);
  });

  it('are those of a province, a municipality, a line, a mode, a period', async () => {
    await world.write(
      planned('a', MONDAY, ['15:00']),
      planned('b', addDays(MONDAY, 1), ['15:00'], { ...ROMA, modes: ['PHONE_CALLBACK'] }),
      planned('c', addDays(MONDAY, 2), ['15:00'], { ...MILANO, serviceLine: 'CONTRIBUTI' }),
      planned('d', addDays(MONDAY, 3), ['15:00'], MILANO),
    );
    const names = async (more: Partial<Sought>) => (await first(more)).map(([name]) => name);

    expect(await names({})).toEqual(['a', 'd']);
    expect(await names({ region: '12' })).toEqual(['a']);
    expect(await names({ province: '015' })).toEqual(['d']);
    // Where nobody said it of the agenda, it is in the capital of its province.
    expect(await names({ municipality: 'F205' })).toEqual(['d']);
    expect(await names({ municipality: 'H282' })).toEqual(['a']);
    expect(await names({ mode: 'PHONE_CALLBACK' })).toEqual(['b']);
    expect(await names({ serviceLine: 'CONTRIBUTI' })).toEqual(['c']);
    expect(await names({ from: addDays(MONDAY, 1) })).toEqual(['d']);
    expect(await names({ to: MONDAY })).toEqual(['a']);
    expect(await names({ agendaIds: ['d', 'x'] })).toEqual(['d']);
  });

  it('are none that are past, inside the notice period, beyond the horizon, full, cooling or of a closed day', async () => {
    await world.write(
      planned('notice', MONDAY, ['09:00', '10:59']),
      planned('far', addDays(MONDAY, 31), ['09:00']),
      planned('full', MONDAY, ['15:00']),
      held('full', MONDAY, '15:00', 'x'),
      planned('cooling', MONDAY, ['15:00']),
      held('cooling', MONDAY, '15:00', 'y'),
      planned('closed', MONDAY, ['15:00']),
      planned('closed', MONDAY, [], { agendaRevision: 2 }),
      planned('kept', MONDAY, ['15:00'], { internalCapacity: 1 }),
    );
    const expired = { ...taken('cooling', MONDAY, '15:00', 'y'), holdId: 'h-y', reofferAt: at(MONDAY, '09:10') };
    await world.write({ type: 'SlotHoldExpired', data: expired });

    expect(await first()).toEqual([]);
    expect(await first({ internal: true })).toEqual([['kept', 'lunedì 2 marzo 2026, ore 15:00']]);
    world.now = NINE + 10 * MINUTE;
    expect(await first()).toEqual([['cooling', 'lunedì 2 marzo 2026, ore 15:00']]);
    world.now = NINE - 60 * MINUTE;
    expect((await first()).map(([name]) => name)).toEqual(['notice']);
  });

  it('are those where so many slots follow one another', async () => {
    await world.write(planned('a', MONDAY, ['15:00', '15:20', '16:00', '16:20', '16:40']));
    await world.write(held('a', MONDAY, '15:20', 'x'));

    expect((await all({ units: 2 })).map(([, label]) => label?.slice(-5))).toEqual(['16:00', '16:20']);
    expect(await all({ units: 4 })).toEqual([]);
  });

  it('are told page by page, each once', async () => {
    const starts = ['15:00', '15:20', '15:40'];
    await world.write(...['a', 'b', 'c'].map((name) => planned(name, MONDAY, starts)));
    const free = await world.kept.read(world.reader, world.now);
    const seen: string[] = [];
    let after: { start: number; agendaId: string } | undefined;
    for (let page = 0; page < 5; page += 1) {
      const [slot, next] = freeByTime(free, sought(), 2, after);
      for (const one of [slot, next]) if (one) seen.push(`${one.day.agendaId} ${toldSlot(one).start}`);
      const last = next ?? slot;
      after = last && { start: last.start, agendaId: last.day.agendaId };
    }
    expect(seen).toEqual(starts.flatMap((start) => ['a', 'b', 'c'].map((name) => `${name} ${start}`)));
  });

  it('are seen by whom it was who has just booked, also when the read model is built anew', async () => {
    await world.write(planned('a', MONDAY, ['15:00', '15:20']));
    expect(await first()).toEqual([['a', 'lunedì 2 marzo 2026, ore 15:00']]);
    await world.write(held('a', MONDAY, '15:00', 'x'));
    expect(await first()).toEqual([['a', 'lunedì 2 marzo 2026, ore 15:20']]);
    await world.rebuild();
    expect(await first()).toEqual([]);
    await world.write(planned('a', MONDAY, ['15:40']));
    expect(await first()).toEqual([['a', 'lunedì 2 marzo 2026, ore 15:40']]);
  });

  it('are forgotten with their day', async () => {
    await world.write(planned('a', MONDAY, ['23:40']), planned('a', addDays(MONDAY, 1), ['09:00']));
    await first();
    world.now = romeDay(addDays(MONDAY, 1)).startsAt;
    const free = await world.kept.read(world.reader, world.now);
    expect(
      free
        .ofLine('PENSIONI')
        .get('a')
        ?.map(({ date }) => date),
    ).toEqual([addDays(MONDAY, 1)]);
  });

  it('elsewhere are told by date, then by kilometres; where nobody comes, by time', async () => {
    const tuesday = addDays(MONDAY, 1);
    const modes: readonly Mode[] = ['IN_PERSON', 'WEB_MEETING'];
    const more = { modes: [...modes] };
    await world.write(
      planned('rieti', tuesday, ['09:00'], more),
      planned('roma', tuesday, ['08:00'], { ...ROMA, ...more }),
      planned('roma-first', MONDAY, ['16:00'], { ...ROMA, ...more }),
      planned('milano', MONDAY, ['12:00'], { ...MILANO, ...more }),
    );
    const near = municipalityByCode('H282');
    const found = async (mode: Mode, withinKm: number) => {
      const wanted = { ...sought({ mode }), near, withinKm, limit: 10 };
      const { alternatives } = await alternativesFor(world.reader, wanted);
      return alternatives.map(({ slot, km }) => [slot.day.agendaId, km === undefined ? km : Math.round(km / 10) * 10]);
    };

    expect(await found('IN_PERSON', 100)).toEqual([
      ['roma-first', 70],
      ['rieti', 0],
      ['roma', 70],
    ]);
    expect((await found('IN_PERSON', 1_000)).map(([name]) => name)).toEqual(['roma-first', 'milano', 'rieti', 'roma']);
    expect((await found('WEB_MEETING', 10)).map(([name]) => name)).toEqual(['milano', 'roma-first', 'roma', 'rieti']);
  });
});

describe('what is told of free places', () => {
  type Step =
    | { readonly do: 'wait'; readonly minutes: number }
    | {
        readonly do: 'plan';
        readonly which: number;
        readonly from: number;
        readonly slots: number;
        readonly capacity: number;
        readonly kept: number;
      }
    | { readonly do: 'hold'; readonly which: number; readonly slot: number; readonly channel: number }
    | { readonly do: 'end'; readonly which: number; readonly cools: number };
  const which = fc.nat(1_000);
  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 200 }) }),
    fc.record({
      ...{ do: fc.constant('plan' as const), which, from: fc.integer({ min: 10, max: 14 }) },
      ...{
        slots: fc.integer({ min: 0, max: 5 }),
        capacity: fc.integer({ min: 1, max: 3 }),
        kept: fc.integer({ min: 0, max: 2 }),
      },
    }),
    fc.record({ do: fc.constant('hold' as const), which, slot: which, channel: which }),
    fc.record({ do: fc.constant('end' as const), which, cools: fc.integer({ min: 0, max: 15 }) }),
  );
  const DAYS = ['a', 'b', 'c'].flatMap((name) => [MONDAY, addDays(MONDAY, 1)].map((date) => [name, date] as const));

  it('is what the rule of a booking lets in, and all of it, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = await World.begin();
        const holds: { agendaId: string; date: string; data: object }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step.do === 'wait') world.now += step.minutes * MINUTE;
          else await world.write(...eventsOf(step, index, world, holds));
          for (const internal of [false, true])
            expect(await listed(world, internal)).toEqual(bookable(world, internal));
        }
      }),
      { numRuns: 60 },
    );
  });

  async function listed(world: World, internal: boolean): Promise<string[]> {
    const free = await world.kept.read(world.reader, world.now);
    const sought = { ...PENSIONS, internal, now: world.now };
    const all = freeByTime(free, sought, Infinity);
    const firsts = new Map<string, number>();
    for (const { day, start } of all) firsts.set(day.agendaId, Math.min(start, firsts.get(day.agendaId) ?? Infinity));
    const told = new Map(firstFree(free, sought).map(({ day, start }) => [day.agendaId, start]));
    expect([...told].sort()).toEqual([...firsts].sort());
    return all.map((slot) => `${slot.day.agendaId} ${slot.day.date} ${toldSlot(slot).start}`).sort();
  }

  /** Every slot of which the rule says that it may be taken. */
  function bookable(world: World, internal: boolean): string[] {
    const channel = internal ? 'DESK' : 'PORTAL';
    return DAYS.flatMap(([agendaId, date]) => {
      const day = world.days.get(agendaDayId(agendaId, date));
      if (day?.status !== 'PLANNED') return [];
      return day.slots
        .filter(({ start }) => {
          try {
            freeSlots({ date, start, mode: 'IN_PERSON', channel }, day, { agenda: undefined, now: world.now });
            return true;
          } catch (refusal) {
            if (isDomainError(refusal)) return false;
            throw refusal;
          }
        })
        .map(({ start }) => `${agendaId} ${date} ${start}`);
    }).sort();
  }

  function eventsOf(
    step: Exclude<Step, { do: 'wait' }>,
    index: number,
    world: World,
    holds: { agendaId: string; date: string; data: object }[],
  ): AgendaDayEvent[] {
    if (step.do === 'end') {
      const [hold] = holds.splice(step.which % Math.max(1, holds.length), 1);
      if (!hold) return [];
      const reofferAt = toTimestamp(world.now + step.cools * MINUTE);
      return [{ type: 'SlotHoldExpired', data: { ...hold.data, reofferAt } as never }];
    }
    const [agendaId, date] = DAYS[step.which % DAYS.length]!;
    const day = world.days.get(agendaDayId(agendaId, date));
    if (step.do === 'plan') {
      // What is held keeps its slots; other plans are the business of the rule that plans.
      if (holds.some((hold) => hold.agendaId === agendaId && hold.date === date)) return [];
      const starts = Array.from(
        { length: step.slots },
        (_, place) => `${step.from + Math.floor(place / 3)}:${['00', '20', '40'][place % 3] ?? ''}`,
      );
      const { capacity, kept } = step;
      const places = {
        capacity,
        internalCapacity: Math.min(kept, capacity),
        agendaRevision: index + 1,
        noticeMinutes: 30,
      };
      return [planned(agendaId, date, starts, places)];
    }
    if (day?.status !== 'PLANNED' || day.slots.length === 0) return [];
    const slot = day.slots[step.slot % day.slots.length]!;
    const channel = CHANNELS[step.channel % CHANNELS.length]!;
    try {
      freeSlots({ date, start: slot.start, mode: MODES[0], channel }, day, { agenda: undefined, now: world.now });
    } catch (refusal) {
      if (isDomainError(refusal)) return [];
      throw refusal;
    }
    const internal = isInternal(channel) ? { internal: true as const } : {};
    const data = { ...taken(agendaId, date, slot.start, `${index}`), ...internal, holdId: `h-${index}` };
    holds.push({ agendaId, date, data });
    return [{ type: 'SlotHeld', data: { ...data, mode: 'IN_PERSON', channel, expiresAt: at(date, '23:00') } }];
  }
});
