import { defineProjection, when, type EventHandler, type RecordedEvent } from '#kernel/domain';
import { romeDateAt } from '#italy';
import { dayOutcomes, plus } from '../../domain/agenda-day/day-outcomes.ts';
import { openMinutes, placesOf } from '../../domain/calendar/open-minutes.ts';
import { SearchesFoundNothing } from '../../domain/demand/events.ts';
import { DayPlanned } from '../../domain/events/agenda-day-events.ts';
import type { DayOutcomes } from '../../domain/events/day-sums.ts';
import { WaitlistAccepted, WaitlistJoined, WaitlistLeft } from '../../domain/events/waitlist-events.ts';

/** What one agenda offers on a day, what comes of it, and what was wanted beside. */
export interface DayLoad extends DayOutcomes {
  readonly openMinutes: number;
  readonly places: number;
  /** How often people looked for a place on this day, for whatever day, and all were taken. */
  readonly foundNothing: number;
  /** Who joined the waiting list on this day, without those who came to have a place by this day. */
  readonly waiting: number;
}

/** A month of an agenda, day by day (`01` to `31`): what is none of a day is left out, and so are days without anything. */
export interface AgendaLoad {
  readonly agendaId: string;
  readonly serviceLine: string;
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  /** yyyy-mm */
  readonly month: string;
  readonly days: Readonly<Record<string, Partial<DayLoad>>>;
}

/** Under which key a month of an agenda stands. */
export function loadKey(agendaId: string, month: string): string {
  return `${agendaId}/${month}`;
}

/**
 * How much agendas are used, day by day: a document for each agenda and month, so that the four weeks that adequacy is told
 * of are in two. Where an agenda stands is as of its last plan: a month within which it passed to another office counts there
 * as a whole, as to tell whether places are enough the agenda matters, and to split it a document for each office would be
 * needed, and three of them read for some. What each office did, by day, `agenda-figures` counts.
 */
export const agendaLoads = defineProjection<AgendaLoad>({
  name: 'agenda-loads',
  version: 2,
  indexes: [
    { fields: ['month', 'agendaId'] },
    { fields: ['month', 'region', 'agendaId'] },
    { fields: ['month', 'province', 'agendaId'] },
    { fields: ['month', 'unit', 'agendaId'] },
  ],
  keys: (event) => {
    const { agendaId, date } = placeOf(event);
    return [loadKey(agendaId, monthOf(date))];
  },
  on: [
    when(DayPlanned, (load: AgendaLoad | undefined, { data }): AgendaLoad => {
      const { agendaId, serviceLine, region, province, unit, date, slots } = data;
      const place = { agendaId, serviceLine, region, province, unit, month: monthOf(date) };
      const { openMinutes: _before, places: _then, ...outcomes } = load?.days[dayOf(date)] ?? {};
      const offered = slots.length > 0 ? { openMinutes: openMinutes(slots), places: placesOf(slots) } : {};
      return { ...place, days: withDay(load, date, { ...offered, ...outcomes }) };
    }),
    when(SearchesFoundNothing, (load: AgendaLoad | undefined, { data: { date, count } }) =>
      added(load, date, { foundNothing: count }),
    ),
    // Who is put back was counted when they joined.
    when(WaitlistJoined, (load: AgendaLoad | undefined, event) =>
      event.data.restores ? load : added(load, placeOf(event).date, { waiting: 1 }),
    ),
    when(WaitlistAccepted, (load: AgendaLoad | undefined, event) => added(load, placeOf(event).date, { waiting: -1 })),
    // Whoever was displaced and has a place again, in whatever way.
    when(WaitlistLeft, (load: AgendaLoad | undefined, event) =>
      event.data.because === 'DISPLACEMENT_OVER' ? added(load, placeOf(event).date, { waiting: -1 }) : load,
    ),
    ...dayOutcomes.map(({ event, added: outcome }): EventHandler<AgendaLoad | undefined, AgendaLoad | undefined> =>
      when(event, (load: AgendaLoad | undefined, recorded) =>
        added(load, placeOf(recorded).date, outcome(recorded.data)),
      ),
    ),
  ],
});

/** Of which agenda an event is, and of which day: that on which it was recorded, where it says none. */
function placeOf({ data, recordedAt }: RecordedEvent): { readonly agendaId: string; readonly date: string } {
  const { agendaId, date = romeDateAt(recordedAt) } = data as { readonly agendaId: string; readonly date?: string };
  return { agendaId, date };
}

/** What happens on a day that was never planned is of no agenda that is open. */
function added(load: AgendaLoad | undefined, date: string, more: Partial<DayLoad>): AgendaLoad | undefined {
  return load && { ...load, days: withDay(load, date, plus(load.days[dayOf(date)] ?? {}, more)) };
}

function withDay(load: AgendaLoad | undefined, date: string, sums: Partial<DayLoad>): AgendaLoad['days'] {
  const there = Object.entries(sums).filter(([, value]) => value !== 0);
  const { [dayOf(date)]: _before, ...others } = load?.days ?? {};
  return there.length === 0 ? others : { ...others, [dayOf(date)]: Object.fromEntries(there) };
}

/** `yyyy-mm` of a day. */
export function monthOf(date: string): string {
  return date.slice(0, 'yyyy-mm'.length);
}

/** `dd` of a day. */
export function dayOf(date: string): string {
  return date.slice('yyyy-mm-'.length);
}
