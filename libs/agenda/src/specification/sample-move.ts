import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { at, booked, citizen, taken } from './sample-day.ts';

/** A place on another day, to which appointments go, or from which they come. */
export const elsewhere = {
  ...{ agendaId: 'a', date: '2026-03-04', start: '10:00' },
  ...{ startsAt: '2026-03-04T09:00:00.000Z', endsAt: '2026-03-04T09:20:00.000Z', units: 1 },
};
const TARGET = { category: 'AgendaDay', id: 'a_2026-03-04' };

export function moveClaimed(from: PlannedSlot, subject: string, moveId = 'm'): AgendaDayEvent {
  const claim = { appointmentId: `ap-${subject}`, moveId, target: TARGET, until: at(1) };
  return { type: 'AppointmentMoveClaimed', data: { ...taken(from, subject), ...claim } };
}

/** To a place elsewhere, unless another is named. */
export function movedAway(
  from: PlannedSlot,
  subject: string,
  reofferIn?: number,
  { to = elsewhere, moveId = 'm' }: { to?: typeof elsewhere; moveId?: string } = {},
): AgendaDayEvent {
  const freed = reofferIn === undefined ? {} : { reofferAt: at(reofferIn) };
  const rest = { appointmentId: `ap-${subject}`, moveId, by: 'CITIZEN', to, ...freed } as const;
  return { type: 'AppointmentMovedAway', data: { ...taken(from, subject), ...rest } };
}

/** From a place elsewhere. */
export function arrived(at: PlannedSlot, subject: string, sequence = 1): AgendaDayEvent {
  const { holdId: _none, ...data } = { holdId: undefined, ...booked(at, subject).data };
  const from = { ...elsewhere, commitmentId: `before-${subject}` };
  return { type: 'AppointmentRescheduled', data: { ...data, sequence, by: 'CITIZEN', from, citizen } };
}
