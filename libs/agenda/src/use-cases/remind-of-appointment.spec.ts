import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked, cancelled, DAY, NOON, taken } from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { remindOfAppointment } from './remind-of-appointment.ts';

const BOOKED = booked(NOON, 'x');
const reminded: AgendaDayEvent = {
  type: 'AppointmentReminderSent',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x' },
};
const remind = (history: readonly AgendaDayEvent[], inMinutes = 0) =>
  when(remindOfAppointment, { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-x' }, history, inMinutes);

describe('a person is reminded of an appointment', () => {
  it('once, while it lies ahead', () => {
    remind([DAY, BOOKED]).then(reminded);
    remind([DAY, BOOKED, reminded]).then();
  });

  it('not after it has begun, was cancelled, or where it is not known', () => {
    remind([DAY, BOOKED], 180).then();
    remind([DAY, BOOKED, cancelled(NOON, 'x', 10)]).then();
    remind([DAY]).then();
  });
});
