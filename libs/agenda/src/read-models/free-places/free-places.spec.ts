import fc from 'fast-check';
import { isDomainError } from '#kernel/domain';
import { addDays, municipalityByCode, romeDay } from '#italy';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { agendaDayId } from '../../domain/agenda-day/agenda-day.ts';
import { freeSlots } from '../../domain/agenda-day/free-slots.ts';
import type { Mode } from '../../domain/vocabulary.ts';
import {
  anyStep,
  at,
  DAYS,
  eventsOf,
  held,
  MILANO,
  MINUTE,
  MONDAY,
  NINE,
  planned,
  ROMA,
  taken,
  World,
} from '../../specification/folded-days.ts';
import { alternativesFor, alternativesForEach } from './alternatives.ts';
import type { FreeSlotOfDay } from './kept-day.ts';
import { firstFree, freeByTime, type Sought } from './search.ts';
import { toldSlot } from './told-slot.ts';

const PENSIONS = {
  ...{ serviceLine: 'PENSIONI', serviceId: 'cedolino-pensione' },
  ...({ mode: 'IN_PERSON', internal: false, units: 1 } as const),
};
const told = (slots: readonly FreeSlotOfDay[]) => slots.map((slot) => [slot.day.agendaId, toldSlot(slot).label]);

describe('free places of many agendas', () => {
  let world: World;
  const sought = (more: Partial<Sought> = {}): Sought => ({ ...PENSIONS, now: world.now, ...more });
  const first = async (more: Partial<Sought> = {}) =>
    told(firstFree(await world.kept.read(world.reader, world.now), sought(more)));
  const all = async (more: Partial<Sought> = {}, limit = 100) =>
    told(freeByTime(await world.kept.read(world.reader, world.now), sought(more), limit));

  beforeEach(async () => {
    world = await World.begin(new MemoryEventStore(), new MemoryReadModelStore());
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

  it('are, of many agendas that begin together, the same whether some of them are wanted or all', async () => {
    const names = Array.from({ length: 30 }, (_, number) => `agenda-${(number * 17) % 30}`);
    await world.write(...names.map((name, place) => planned(name, MONDAY, ['15:00', '15:20'].slice(place % 2))));
    const free = await world.kept.read(world.reader, world.now);
    const every = firstFree(free, sought());

    expect(every).toHaveLength(30);
    for (let most = 1; most <= 31; most += 1) expect(firstFree(free, sought(), { most })).toEqual(every.slice(0, most));
    const after = { start: every[4]!.start, agendaId: every[4]!.day.agendaId };
    expect(firstFree(free, sought(), { after, most: 3 })).toEqual(every.slice(5, 8));
  });

  it('are read the first time a few days in a turn of the event loop, so that others are answered meanwhile', async () => {
    const names = Array.from({ length: 500 }, (_, number) => `agenda-${number}`);
    await world.write(...names.map((name) => planned(name, MONDAY, ['15:00'])));
    let turns = 0;
    let isRead = false;
    const turn = (): void => {
      turns += 1;
      if (!isRead) setImmediate(turn);
    };
    setImmediate(turn);
    const [one, other] = await Promise.all([first(), first({ internal: true })]);
    isRead = true;

    expect(one).toHaveLength(500);
    expect(other).toEqual(one);
    expect(turns).toBeGreaterThanOrEqual(10);
  });

  it('elsewhere are looked for, for many who were displaced, in a turn of the event loop for each question', async () => {
    const lines = Array.from({ length: 20 }, (_, number) => `LINE-${number}`);
    await world.write(...lines.map((serviceLine) => planned(serviceLine, MONDAY, ['15:00'], { serviceLine })));
    const free = await world.kept.read(world.reader, world.now);
    const wish = (serviceLine: string) => ({ ...sought({ serviceLine }), near: undefined, withinKm: 50, limit: 5 });
    let turns = 0;
    let isFound = false;
    const turn = (): void => {
      turns += 1;
      if (!isFound) setImmediate(turn);
    };
    setImmediate(turn);
    const found = await alternativesForEach(free, [...lines, ...lines].map(wish));
    isFound = true;

    const names = found.map((alternatives) => alternatives.map(({ slot }) => slot.day.agendaId));
    expect(names).toEqual([...lines, ...lines].map((name) => [name]));
    expect(turns).toBeGreaterThanOrEqual(19);
    // Those who look for the same cost nothing more.
    expect(turns).toBeLessThan(30);
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
  it('is what the rule of a booking lets in, and all of it, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        const world = await World.begin(new MemoryEventStore(), new MemoryReadModelStore());
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
    for (const most of [1, 2, 3])
      expect(firstFree(free, sought, { most })).toEqual(firstFree(free, sought).slice(0, most));
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
});
