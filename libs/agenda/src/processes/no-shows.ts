import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { addDays, romeDay } from '#italy';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { AppointmentBooked, AppointmentReinstated } from '../domain/events/agenda-day-events.ts';
import {
  AccessRegistered,
  AppointmentCalled,
  AppointmentCheckedIn,
  AppointmentLapsed,
  AppointmentMarkedNoShow,
  AppointmentStarted,
} from '../domain/events/desk-events.ts';
import { AppointmentRescheduled } from '../domain/events/move-events.ts';
import { markMissedByPolicy } from '../use-cases/desk/mark-missed-by-policy.ts';

/** Name of the deadline at which a day is over. */
const DAY_END = 'day-end';

interface OnDay {
  readonly data: { readonly agendaId: string; readonly date: string };
}

/**
 * Writes down who did not come: whoever was called as often, and for as long, as is needed. At midnight it ends what is left
 * of a day on which anybody was expected or came, so that no appointment stays open: who was called less often is said to be
 * missing by nobody. An instance is a day; it remembers deadlines alone.
 */
export const noShows = defineProcessManager<never>({
  name: 'no-shows',
  gives: [markMissedByPolicy],
  keys: ({ data }) => {
    const { agendaId, date } = data as OnDay['data'];
    return [agendaDayId(agendaId, date)];
  },
  on: [
    when(
      [AppointmentBooked, AppointmentRescheduled, AppointmentReinstated, AppointmentCheckedIn, AccessRegistered],
      (_nothing, event) => endOfDay(event),
    ),
    when(AppointmentCalled, (_nothing, { data: { agendaId, date, appointmentId, noShowAt } }): Reaction<never> => {
      if (noShowAt === undefined) return { state: undefined };
      const command = give(markMissedByPolicy, { agendaId, date, appointmentId });
      return { state: undefined, set: [{ id: appointmentId, dueAt: Date.parse(noShowAt), command }] };
    }),
    // Of whoever is received or written off nothing is to be done; where one has cancelled, the command finds that out.
    when(
      [AppointmentStarted, AppointmentMarkedNoShow, AppointmentLapsed],
      (_nothing, { data: { appointmentId } }): Reaction<never> => ({
        state: undefined,
        clear: [appointmentId],
      }),
    ),
  ],
});

function endOfDay({ data: { agendaId, date } }: OnDay): Reaction<never> {
  const command = give(markMissedByPolicy, { agendaId, date });
  return { state: undefined, set: [{ id: DAY_END, dueAt: romeDay(addDays(date, 1)).startsAt, command }] };
}
