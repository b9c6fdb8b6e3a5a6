import fc from 'fast-check';
import { addDays, romeDay, romeDateOf } from '#italy';
import { MemoryEventStore, MemoryReadModelStore } from '#store-memory';
import { requireService, type Service } from '#services';
import { publisherOf } from '#use-cases';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import {
  anyStep,
  at,
  DAYS,
  eventsOf,
  held,
  MINUTE,
  MONDAY,
  NINE,
  planned,
  taken,
  World,
} from '../specification/folded-days.ts';
import { agendaOf } from '../specification/told-agenda.ts';
import { availability, type AvailabilityDocument } from './availability.ts';
import { AvailableDay, availableDay } from './available-day.ts';
import { WrittenDays } from './written-days.ts';

const publish = publisherOf(AvailableDay);

describe('a day that is told in the words of before', () => {
  let world: World;
  let written: WrittenDays;

  beforeEach(async () => {
    world = await World.begin(new MemoryEventStore(), new MemoryReadModelStore());
    written = new WrittenDays();
  });

  async function plannedDay(agendaId: string, date: string): Promise<AvailabilityDocument | undefined> {
    const { document } = await world.reader.get(availability, agendaDayId(agendaId, date));
    // As a store gives it that reads it anew each time.
    return structuredClone(document);
  }

  async function told(agendaId: string, date: string, agenda = agendaOf(agendaId)): Promise<AvailableDay> {
    const day = await plannedDay(agendaId, date);
    const { build, logId } = await world.reader.getMany(availability, []);
    const sources = { date, agenda, planned: day, builds: `${logId} ${build}` };
    const { json, slots, free } = written.day(sources, world.now);
    const found = JSON.parse(json) as AvailableDay;
    expect(found).toEqual(publish(availableDay(date, agenda, day, world.now)));
    expect([slots, free]).toEqual([found.slots.length, found.slots.filter((slot) => slot.free > 0).length]);
    return found;
  }

  it('says what is so now, whatever has happened and however late it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        world = await World.begin(new MemoryEventStore(), new MemoryReadModelStore());
        written = new WrittenDays();
        const holds: { agendaId: string; date: string; data: object }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step.do === 'wait') world.now += step.minutes * MINUTE;
          else await world.write(...eventsOf(step, index, world, holds));
          for (const [agendaId, date] of DAYS) await told(agendaId, date);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is told otherwise to who looks for what is not had there, whoever asked before', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    const day = await plannedDay('a', MONDAY);
    const sources = { date: MONDAY, agenda: agendaOf('a'), planned: day, builds: 'log build' };
    const toldOf = (service?: Service): AvailableDay =>
      JSON.parse(written.day({ ...sources, service }, world.now).json) as AvailableDay;
    const [had, other] = [requireService('cedolino-pensione'), requireService('consultazione-durc')];
    const slots = [undefined, other, had, other, undefined].map((service) => toldOf(service).slots.length > 0);
    expect(slots).toEqual([true, false, true, false, true]);
  });

  it('is not written anew for whoever asks again', async () => {
    await world.write(planned('a', MONDAY, ['15:00', '15:20']));
    for (let asked = 0; asked < 5; asked += 1) {
      await told('a', MONDAY);
      await told('a', addDays(MONDAY, 7));
      world.now += 1_000;
    }
    expect(written.written).toBe(2);
  });

  it.each([
    ['its slot comes within the notice', at(MONDAY, '14:30'), 1],
    ['its slot begins', at(MONDAY, '15:00'), 0],
    ['a place has cooled down', at(MONDAY, '09:10'), 0],
    ['the day begins', at(MONDAY, '24:00'), 0],
  ])('ends when %s, and not before', async (_when, instant, more) => {
    const end = Date.parse(instant) + more;
    await world.write(planned('a', MONDAY, ['15:00'], { noticeMinutes: 30 }), held('a', MONDAY, '15:00', 'x'));
    const expired = { ...taken('a', MONDAY, '15:00', 'x'), holdId: 'h-x', reofferAt: at(MONDAY, '09:10') };
    await world.write({ type: 'SlotHoldExpired', data: expired });
    world.now = end - 2 * MINUTE;
    if (world.now < NINE) world.now = NINE;
    await told('a', MONDAY);
    world.now = end - 1;
    const before = [await told('a', MONDAY), await told('a', addDays(MONDAY, 31))];
    const count = written.written;
    await told('a', MONDAY);
    expect(written.written).toBe(count);
    world.now = end;
    const after = [await told('a', MONDAY), await told('a', addDays(MONDAY, 31))];

    expect(after).not.toEqual(before);
  });

  it('ends when the agenda changes, and when the read models are others', async () => {
    const sunday = addDays(MONDAY, 6);
    expect((await told('a', sunday)).because).toBe('NO_OPENING_HOURS');
    expect((await told('a', sunday, agendaOf('a', { revision: 4, closedFrom: MONDAY }))).because).toBe('AGENDA_CLOSED');
    await world.write(planned('a', MONDAY, ['15:00']));
    await told('a', MONDAY);
    await world.rebuild();
    expect((await told('a', MONDAY)).slots).toEqual([]);
  });

  it('is written anew when the clock was put back', async () => {
    await world.write(planned('a', MONDAY, ['15:00']));
    world.now = romeDay(MONDAY).startsAt + 15 * 60 * MINUTE;
    expect((await told('a', MONDAY)).slots).toEqual([]);
    world.now = NINE;
    expect(romeDateOf(NINE)).toBe(MONDAY);
    expect((await told('a', MONDAY)).slots).toHaveLength(1);
  });
});
