import { give, type Absent, type EventOf, type RecordedEvent, type WantedCommand } from '#kernel/domain';
import type { AtOnce } from '#use-cases';
import type { AgendaDay } from '../domain/agenda-day/day-state.ts';
import type { AgendaDayEvent, DayPlanned } from '../domain/events/agenda-day-events.ts';
import { reinstateAppointment } from './reinstate.ts';

/** Name of the process manager that gives displaced people their places back. */
export const REINSTATEMENTS = 'reinstatements';

/** Who may have their places back under a plan, first the one whose booking is the oldest. */
export function reinstatements({ data }: Pick<RecordedEvent<EventOf<typeof DayPlanned>>, 'data'>): WantedCommand[] {
  const { agendaId, date, agendaRevision, mayReturn = [] } = data;
  return mayReturn.map((appointmentId) =>
    give(reinstateAppointment, { agendaId, date, appointmentId, agendaRevision }, appointmentId),
  );
}

/** Whoever has no room in a plan any more may have it again in the next: they have it before the plan is answered for. */
export const reinstatesAtOnce: AtOnce<AgendaDay | Absent, AgendaDayEvent> = {
  as: REINSTATEMENTS,
  gives: reinstateAppointment,
  wanted: ({ event }) => (event.type === 'DayPlanned' ? reinstatements(event) : []),
};
