import { defineProcessManager, give, when, type Reaction } from '#kernel/domain';
import { USUAL_OPEN_DAYS, openUntilAfter } from '../domain/agenda-day/derived.ts';
import {
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentMovedAway,
  AppointmentReinstated,
} from '../domain/events/agenda-day-events.ts';
import { agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { closeDisplacement } from '../use-cases/close-displacement.ts';

interface OpenDisplacement {
  readonly appointmentId: string;
}

const END = 'end';

/**
 * Closes what was displaced and has come to no other end when its time is over (A7): it has its place back, stands elsewhere,
 * or was cancelled. An instance is an appointment on the day that has lost it, as it may be displaced where it goes, too.
 */
export const displacementsEnd = defineProcessManager<OpenDisplacement>({
  name: 'displacements-end',
  gives: [closeDisplacement],
  keys: ({ data }) => {
    const { agendaId, date, appointmentId } = data as {
      readonly agendaId: string;
      readonly date: string;
      readonly appointmentId: string;
    };
    return [`${agendaDayId(agendaId, date)} ${appointmentId}`];
  },
  on: [
    when(AppointmentDisplacedByClosure, (_state, { data, recordedAt }) => {
      const { agendaId, date, appointmentId, openUntil } = data;
      // Earlier versions have displaced and said nothing of it.
      const dueAt = Date.parse(openUntil ?? openUntilAfter(USUAL_OPEN_DAYS, Date.parse(recordedAt)));
      const command = give(closeDisplacement, { agendaId, date, appointmentId });
      return { state: { appointmentId }, set: [{ id: END, dueAt, command }] };
    }),
    when(AppointmentReinstated, over),
    when(AppointmentCancelled, over),
    when(AppointmentMovedAway, over),
  ],
});

function over(): Reaction<OpenDisplacement> {
  return { state: undefined, clear: [END] };
}
