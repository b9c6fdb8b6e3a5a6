import { defineRefusals, type Absent, type DomainError } from '#kernel/domain';
import { minutesOf, romeDay, type LocalDate, type LocalTime } from '#italy';
import { agenda as agendas, agendaClosed } from '../agenda/agenda.ts';
import { holidayPlaceOf, openingHours, type Agenda } from '../agenda/agenda-state.ts';
import { closedHoursOn, closureOfDay } from '../calendar/closures.ts';
import { slotsOf } from '../calendar/day-plan.ts';
import { isHoliday } from '../calendar/holidays.ts';
import { refuseFarDay, refusePast, refuseShortNotice } from './booking-times.ts';
import type { AgendaDay } from './day-state.ts';

const refuse = defineRefusals({
  POINT_NOT_OPEN: 'The Punto INPS of this agenda is not open yet: choose another agenda, or come back once it is.',
  DAY_IS_HOLIDAY: '{date} is a holiday there: choose another day.',
  DAY_CLOSED: 'The agenda is closed from {from} to {until}: choose another day.',
  HOURS_CLOSED: 'On {date} the agenda is closed from {from} to {to}: choose another time.',
  OUTSIDE_OPENING_HOURS: 'On {date} no slot starts at {start}: choose one that availability names.',
  SLOT_NOT_PLANNED_YET: [
    'The slots of {date} are just being planned: send the request again in a moment.',
    'conflict',
    { retryAfter: 1 },
  ],
});

export const missingSlotRefusals = [
  agendas.notFound,
  agendaClosed,
  refuse.POINT_NOT_OPEN,
  refuse.DAY_IS_HOLIDAY,
  refuse.DAY_CLOSED,
  refuse.HOURS_CLOSED,
  refuse.OUTSIDE_OPENING_HOURS,
  refuse.SLOT_NOT_PLANNED_YET,
];

/** A slot that somebody wants. */
interface Wanted {
  readonly date: LocalDate;
  readonly start: LocalTime;
}

/**
 * Refuses a slot that its day does not have, for the reason that the agenda gives.
 * @param agenda as it stands now; absent when there is none under the id that was given
 * @param now milliseconds since the epoch
 * @throws DomainError AGENDA_UNKNOWN (not-found) | SLOT_IN_THE_PAST | POINT_NOT_OPEN | AGENDA_CLOSED | DAY_CLOSED | DAY_IS_HOLIDAY |
 *   BEYOND_HORIZON | HOURS_CLOSED | OUTSIDE_OPENING_HOURS | NOTICE_TOO_SHORT | SLOT_NOT_PLANNED_YET (conflict)
 */
export function refuseMissingSlot(
  { date, start }: Wanted,
  day: AgendaDay | Absent,
  { agenda = ABSENT, now }: { readonly agenda: Agenda | Absent | undefined; readonly now: number },
): never {
  if (agenda.status === 'ABSENT') throw agendas.notFound();
  const { profile } = agenda;
  refusePast(romeDay(date).reaching(minutesOf(start)), now);
  if (profile.awaitsPoint) throw refuse.POINT_NOT_OPEN();
  refuseClosedDay(date, agenda);
  refuseFarDay(date, profile, now);
  const slot = slotsOf(openingHours(agenda), date).find((open) => open.start === start);
  if (!slot) throw whyNoSlotAt(start, date, agenda);
  refuseShortNotice(Date.parse(slot.startsAt), profile, now);
  throw isPlannedOtherwise(day, slot)
    ? refuse.OUTSIDE_OPENING_HOURS({ date, start })
    : refuse.SLOT_NOT_PLANNED_YET({ date, start });
}

const ABSENT: Absent = { status: 'ABSENT' };

function refuseClosedDay(date: LocalDate, { profile, closures, closedFrom }: Agenda): void {
  const { agendaId } = profile;
  if (closedFrom !== undefined && date >= closedFrom) throw agendaClosed({ agendaId, effectiveDate: closedFrom });
  const closure = closureOfDay(date, closures);
  if (closure) throw refuse.DAY_CLOSED({ date, from: closure.from, until: closure.until });
  if (isHoliday(date, holidayPlaceOf(profile))) throw refuse.DAY_IS_HOLIDAY({ date });
}

/** Of hours that are closed, that is the reason; of others, that they are none of the agenda. */
function whyNoSlotAt(start: LocalTime, date: LocalDate, agenda: Agenda): DomainError {
  const wouldStart = slotsOf({ ...openingHours(agenda), closures: [] }, date).find((open) => open.start === start);
  const closed = wouldStart && closedHoursOn(date, agenda.closures).find(({ to }) => start < to);
  return closed ? refuse.HOURS_CLOSED({ date, ...closed }) : refuse.OUTSIDE_OPENING_HOURS({ date, start });
}

/** The day goes on by hours of before where something is under way in them. */
function isPlannedOtherwise(
  day: AgendaDay | Absent,
  { startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string },
): boolean {
  if (day.status === 'ABSENT') return false;
  const [from, to] = [Date.parse(startsAt), Date.parse(endsAt)];
  return day.slots.some((slot) => slot.startsAt < to && from < slot.endsAt);
}
