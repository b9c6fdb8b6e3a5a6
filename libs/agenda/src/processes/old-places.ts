import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { AppointmentRescheduled } from '../domain/events/agenda-day-events.ts';
import { leaveOldPlace } from '../use-cases/leave-old-place.ts';

/**
 * Gives the place back that an appointment had, once it stands on another day (A8). It remembers nothing: one event, one
 * command, whoever died in between. Within one day the place is given back with the move.
 */
export const oldPlaces = defineProcessManager<never>({
  name: 'old-places',
  gives: [leaveOldPlace],
  on: [
    when(
      AppointmentRescheduled,
      (_nothing, { data, metadata: { commandId: moveId } }): Reaction<never> => {
        const { from, appointmentId, by, agendaId, date, start, startsAt, endsAt, units } = data;
        if (from.agendaId === agendaId && from.date === date) return { state: undefined };
        const to = { agendaId, date, start, startsAt, endsAt, units };
        const left = { agendaId: from.agendaId, date: from.date, appointmentId };
        return { state: undefined, commands: [give(leaveOldPlace, { ...left, moveId, by, to })] };
      },
      ({ data: { appointmentId } }) => [appointmentId],
    ),
  ],
});
