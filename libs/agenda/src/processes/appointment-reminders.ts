import { defineProcessManager, give, when, type Reaction, type RecordedEvent } from '#kernel/domain';
import { MINUTE_MS } from '#italy';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
} from '../domain/events/agenda-day-events.ts';
import {
  AppointmentCompleted,
  AppointmentLapsed,
  AppointmentMarkedNoShow,
  AppointmentStarted,
} from '../domain/events/desk-events.ts';
import { AppointmentRescheduled } from '../domain/events/move-events.ts';
import { remindOfAppointment } from '../use-cases/remind-of-appointment.ts';

/** How long before its start the person of an appointment is reminded, as it was booked. */
interface Reminding {
  readonly minutes: number;
}

interface Standing {
  readonly agendaId: string;
  readonly date: string;
  readonly startsAt: string;
  readonly appointmentId: string;
}

const REMINDER = 'reminder';

/**
 * Reminds each person who gave an address of their appointment, wherever it stands by then. An instance is an appointment;
 * where nobody is to be reminded there is none.
 */
export const appointmentReminders = defineProcessManager<Reminding>({
  name: 'appointment-reminders',
  gives: [remindOfAppointment],
  keys: ({ data }) => [(data as Standing).appointmentId],
  on: [
    when(AppointmentBooked, (_none, event): Reaction<Reminding> => {
      const { remindMinutes: minutes } = event.data;
      return minutes === undefined ? { state: undefined } : reminding({ minutes }, event);
    }),
    when([AppointmentRescheduled, AppointmentReinstated], (state, event) =>
      state ? reminding(state, event) : { state },
    ),
    when(AppointmentDisplacedByClosure, (state) => ({ state, clear: [REMINDER] })),
    when(
      [AppointmentCancelled, AppointmentStarted, AppointmentCompleted, AppointmentMarkedNoShow, AppointmentLapsed],
      (): Reaction<Reminding> => ({ state: undefined, clear: [REMINDER] }),
    ),
  ],
});

/** Whoever books or moves it so late that the time has passed knows of it. */
function reminding(
  state: Reminding,
  { data, recordedAt }: Pick<RecordedEvent, 'recordedAt'> & { readonly data: Standing },
): Reaction<Reminding> {
  const { agendaId, date, startsAt, appointmentId } = data;
  const dueAt = Date.parse(startsAt) - state.minutes * MINUTE_MS;
  if (dueAt <= Date.parse(recordedAt)) return { state, clear: [REMINDER] };
  return {
    state,
    set: [{ id: REMINDER, dueAt, command: give(remindOfAppointment, { agendaId, date, appointmentId }) }],
  };
}
