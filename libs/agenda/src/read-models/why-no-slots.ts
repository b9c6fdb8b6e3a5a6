import { addDays, romeDateOf, type LocalDate } from '#italy';
import { closedHoursOn, closureOfDay } from '../domain/calendar/closures.ts';
import { bandsOpenOn } from '../domain/calendar/day-plan.ts';
import { holidayPlaceOf } from '../domain/agenda/agenda-state.ts';
import { isHoliday } from '../domain/calendar/holidays.ts';
import type { AgendaDocument } from './agenda-directory.ts';
import type { AvailabilityDocument } from './availability.ts';

/** Why nothing can be booked on a day, the first that holds. */
export const NO_SLOTS_BECAUSE = [
  'PAST',
  'AGENDA_CLOSED',
  'POINT_NOT_OPEN',
  'SERVICE_NOT_OFFERED',
  'CLOSURE',
  'HOLIDAY',
  'BEYOND_HORIZON',
  'NO_OPENING_HOURS',
  'NOT_PLANNED_YET',
  'NOTICE_TOO_SHORT',
] as const;
export type NoSlotsBecause = (typeof NO_SLOTS_BECAUSE)[number];

/** The closure of an agenda that takes a whole day. */
export function closureOn(
  date: LocalDate,
  { closures }: AgendaDocument,
): AgendaDocument['closures'][number] | undefined {
  return closureOfDay(date, closures);
}

/**
 * Why nothing can be booked on a day that has no slot to show, as the refusal of a booking would say.
 * @param planned the day, if it was planned
 * @param now milliseconds since the epoch
 * @param isOffered whether what is looked for is had there
 */
export function whyNoSlots(
  date: LocalDate,
  agenda: AgendaDocument,
  planned: AvailabilityDocument | undefined,
  now: number,
  isOffered: boolean,
): NoSlotsBecause {
  const today = romeDateOf(now);
  const { slotMinutes, bands, closedFrom, horizonDays, revision, awaitsPoint } = agenda;
  if (date < today) return 'PAST';
  if (closedFrom !== null && date >= closedFrom) return 'AGENDA_CLOSED';
  if (awaitsPoint) return 'POINT_NOT_OPEN';
  if (!isOffered) return 'SERVICE_NOT_OFFERED';
  if (closureOn(date, agenda)) return 'CLOSURE';
  if (isHoliday(date, holidayPlaceOf(agenda))) return 'HOLIDAY';
  if (date > addDays(today, horizonDays)) return 'BEYOND_HORIZON';
  if (bandsOpenOn({ slotMinutes, bands, closures: [] }, date).length === 0) return 'NO_OPENING_HOURS';
  if (!planned) return 'NOT_PLANNED_YET';
  if (planned.slots.length === 0) {
    if (planned.agendaRevision < revision) return 'NOT_PLANNED_YET';
    // There are hours, and no slot in them: they are closed, or those that the clock skips in spring.
    return closedHoursOn(date, agenda.closures).length > 0 ? 'CLOSURE' : 'NO_OPENING_HOURS';
  }
  return planned.slots.some(({ startsAt }) => Date.parse(startsAt) > now) ? 'NOTICE_TOO_SHORT' : 'PAST';
}
