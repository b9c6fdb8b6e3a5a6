import { processManager } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked, cancelled, displaced, LATER, NOON, taken } from '../specification/sample-day.ts';
import { appointmentReminders } from './appointment-reminders.ts';

const { data } = booked(NOON, 'x');
const bookedBefore = (remindMinutes: number): AgendaDayEvent => ({
  type: 'AppointmentBooked',
  data: { ...data, notified: true, remindMinutes },
});
const moved: AgendaDayEvent = {
  type: 'AppointmentRescheduled',
  data: {
    ...{ ...taken(LATER, 'x'), appointmentId: 'ap-x', mode: 'IN_PERSON', channel: 'DESK', serviceLine: 'PENSIONI' },
    ...{ serviceId: 'cedolino-pensione', bookingCode: 'ABCDEFGH', sequence: 1, by: 'CITIZEN', citizen: data.citizen },
    from: { ...taken(NOON, 'x') },
  },
};
const reinstated: AgendaDayEvent = {
  type: 'AppointmentReinstated',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', pointId: 'p' },
};
const started: AgendaDayEvent = { type: 'AppointmentStarted', data: { ...taken(NOON, 'x'), appointmentId: 'ap-x' } };

const dueBefore = ({ startsAt }: { readonly startsAt: string }, minutes: number) =>
  [...(['ap-x', 'reminder', Date.parse(startsAt) - minutes * 60_000, 'RemindOfAppointment'] as const)] as const;
const process = processManager(appointmentReminders);

describe('the reminder of an appointment', () => {
  it('is due so long before its start as was usual when it was booked', () => {
    process.given(bookedBefore(60)).thenDeadlines(dueBefore(NOON, 60));
  });

  it('goes with the appointment where it is moved, falls away where it is displaced, and is due again with its place', () => {
    process.given(bookedBefore(60), moved).thenDeadlines(dueBefore(LATER, 60));
    process.given(bookedBefore(60), displaced(NOON, 'x')).thenDeadlines();
    process.given(bookedBefore(60), displaced(NOON, 'x'), reinstated).thenDeadlines(dueBefore(NOON, 60));
  });

  it('is none where the person gave no address, or booked later than it would be due', () => {
    process.given(booked(NOON, 'x')).thenDeadlines();
    process.given(bookedBefore(24 * 60)).thenDeadlines();
    process.given<AgendaDayEvent>(booked(NOON, 'x'), moved).thenDeadlines();
  });

  it('leaves nothing behind once the appointment has begun or is over', () => {
    for (const end of [cancelled(NOON, 'x', 10), started]) {
      const outcome = process.given(bookedBefore(60), end);
      outcome.thenDeadlines();
      expect(outcome.state('ap-x')).toBeUndefined();
    }
  });
});
