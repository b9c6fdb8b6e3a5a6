import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { addDays, daysBetween, romeDateOf, spokenDay, weekdayOf } from '#italy';
import { Cursor, defineQuery, IsRealDate, orNull, ReadOptionsQuery, within, type Published } from '#use-cases';
import { Count, explained, listOf, LocalDate, LocalTime, Text } from '#vocabulary';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { holidayPlaceOf } from '../domain/agenda/agenda-state.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { holidayOn } from '../domain/calendar/holidays.ts';
import { bandsOn } from '../domain/calendar/opening-bands.ts';
import { Capacity } from '../domain/vocabulary.ts';
import { Band, Closure, knownAgenda, territoryOf } from './agenda-directory.ts';
import { availability } from './availability.ts';
import { freeOf } from './free-places/kept-day.ts';

/** Most slots of a day: one a minute, on the day of 25 hours. */
const MAX_SLOTS_OF_DAY = 1_500;

const WeekSlot = Type.Object(
  {
    start: LocalTime,
    capacity: Capacity,
    taken: explained(Count, 'Holds and appointments.'),
    free: explained(Count, 'How many staff may book now; a freed place that is offered later is not among them.'),
  },
  { $id: 'WeekSlotAnswer' },
);
const WeekDay = Type.Object(
  {
    date: LocalDate,
    label: explained(Text, 'The day in Italian words, for example lunedì 3 agosto 2026.'),
    holiday: orNull(Text, 'Name of the holiday that the day is there; null when it is none.'),
    closures: listOf(Closure, 500),
    bands: listOf(Band, 500, 'Those whose day it is, whether or not it is a holiday or closed.'),
    slots: listOf(WeekSlot, MAX_SLOTS_OF_DAY, 'As the day is planned, past ones included.'),
  },
  { $id: 'WeekDayAnswer' },
);
/** What is told of a week. */
export const AgendaWeekAnswer = Type.Object(
  { name: Text, items: listOf(WeekDay, 7, 'Monday to Sunday.'), nextCursor: orNull(Cursor) },
  { $id: 'AgendaWeekAnswer' },
);
/** A week of an agenda, day by day. */
export type AgendaWeek = Published<Static<typeof AgendaWeekAnswer>>;

export class GetAgendaWeek extends ReadOptionsQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** A day of the week that is asked for, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly date?: string;
}

/** What a week is read from. */
interface WeekShell {
  readonly reader: ProjectionReader;
  readonly read: ReadOptions;
  readonly requireWithin: (where: ReturnType<typeof territoryOf>) => void;
}

/**
 * A week of an agenda: its bands and closures, holidays by name, and of each slot how many places are taken and free.
 * @param now milliseconds since the epoch
 * @throws DomainError AGENDA_UNKNOWN (not-found) | OUTSIDE_TERRITORY
 */
export async function agendaWeekOf(
  { agendaId, date }: Pick<GetAgendaWeek, 'agendaId' | 'date'>,
  { reader, read, requireWithin }: WeekShell,
  now: number,
): Promise<AgendaWeek> {
  const { document } = await knownAgenda(reader, agendaId, read);
  requireWithin(territoryOf(document));
  const day = date ?? romeDateOf(now);
  const monday = addDays(day, 1 - weekdayOf(day));
  const dates = daysBetween(monday, addDays(monday, 6));
  const keys = dates.map((each) => agendaDayId(agendaId, each));
  const { documents } = await reader.getMany(availability, keys, read);
  const planned = new Map(documents.map((one) => [one.date, one.slots]));
  const place = holidayPlaceOf(document);
  const items = dates.map((each) => ({
    ...{ date: each, label: spokenDay(each), holiday: holidayOn(each, place)?.name ?? null },
    closures: document.closures.filter(({ from, until }) => from <= each && each <= until),
    bands: bandsOn(each, document.bands),
    slots: (planned.get(each) ?? []).map((slot) => {
      const { start, capacity, taken } = slot;
      return { start, capacity, taken, free: freeOf(slot, now, true) };
    }),
  }));
  return { name: document.name, items, nextCursor: null };
}

export const getAgendaWeek = defineQuery({
  input: GetAgendaWeek,
  summary: 'A week of an agenda for its office: bands, closures, holidays by name, slots with what is taken and free.',
  by: [within('central', 'regional', 'provincial', 'desk-operator', 'analyst')],
  answer: AgendaWeekAnswer,
  refuses: [agenda.notFound],
  run: (input, shell) => agendaWeekOf(input, shell, shell.clock.now()),
});
