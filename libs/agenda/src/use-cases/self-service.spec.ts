import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked, cancelled, DAY, displaced, MINUTE, NEXT, NOON } from '../specification/sample-day.ts';
import { checkedIn, completed, missed, started } from '../specification/sample-desk.ts';
import { movedAway, moveClaimed } from '../specification/sample-move.ts';
import { SPEC_NOW } from '#kernel/specification';
import { SELF_SERVICE, type AnyPrincipal } from '#use-cases';
import { specify } from '#use-cases/specification';
import type { Mode } from '../domain/vocabulary.ts';
import { channelOf } from './booking-party.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';

const expected = [DAY, booked(NOON, 'x'), booked(NEXT, 'y')];
const there = [...expected, checkedIn(NOON, 'x')];
/** What leads to each state of the appointment of the token. */
const LIVES: Readonly<Record<string, readonly AgendaDayEvent[]>> = {
  BOOKED: expected,
  CHECKED_IN: there,
  IN_SERVICE: [...there, started(NOON, 'x')],
  COMPLETED: [...there, started(NOON, 'x'), completed(NOON, 'x')],
  CANCELLED: [...expected, cancelled(NOON, 'x', 10)],
  NO_SHOW: [...there, missed(NOON, 'x')],
  DISPLACED: [...expected, displaced(NOON, 'x')],
  MOVED: [...expected, moveClaimed(NOON, 'x'), movedAway(NOON, 'x', 10)],
};
const BEARER: AnyPrincipal = { id: 'x', role: SELF_SERVICE, subject: 'x', appointment: 'ap-x' };
/** Another day of the same desk, as it has room. */
const to = { date: '2026-03-02', start: '13:00' };

const known = { reoffer: { minMinutes: 5, maxMinutes: 15 }, drawn: '8'.padEnd(64, '0'), now: SPEC_NOW };
const limits = { maxOpenPerServiceLine: 1, maxOpenHolds: 2, maxGivenUpPerHour: 10, maxGivenUpPerDay: 20 };

interface Move {
  readonly appointmentId?: string;
  readonly now?: number;
  readonly mode?: Mode;
}

function moving(life: readonly AgendaDayEvent[], { appointmentId = 'ap-x', now = SPEC_NOW, mode }: Move = {}) {
  const wanted = {
    ...{ agendaId: 'a', date: '2026-03-02', appointmentId, principal: BEARER },
    ...{ to: { ...to, ...(mode ? { mode } : {}) }, ...channelOf(BEARER, undefined) },
  };
  return specify(agendaDay)
    .given(...life)
    .as(BEARER)
    .when(rescheduleAppointment, wanted, { ...known, limits, now });
}

function cancelling(life: readonly AgendaDayEvent[], { appointmentId = 'ap-x', now = SPEC_NOW }: Move = {}) {
  const wanted = { agendaId: 'a', date: '2026-03-02', appointmentId, reason: 'CANNOT_ATTEND', by: 'CITIZEN' };
  return specify(agendaDay)
    .given(...life)
    .as(BEARER)
    .when(cancelAppointment, wanted, { ...known, now });
}

describe('A10: with the token of booking code and codice fiscale', () => {
  it.each([
    ['BOOKED', ['AppointmentRescheduled', 'AppointmentMovedAway'], ['AppointmentCancelled']],
    ['CHECKED_IN', 'APPOINTMENT_CHECKED_IN', ['AppointmentCancelled']],
    ['IN_SERVICE', 'APPOINTMENT_IN_SERVICE', 'APPOINTMENT_IN_SERVICE'],
    ['COMPLETED', 'APPOINTMENT_ALREADY_COMPLETED', 'APPOINTMENT_ALREADY_COMPLETED'],
    ['CANCELLED', 'APPOINTMENT_ALREADY_CANCELLED', 'APPOINTMENT_ALREADY_CANCELLED'],
    ['NO_SHOW', 'APPOINTMENT_ALREADY_NO_SHOW', 'APPOINTMENT_ALREADY_NO_SHOW'],
    ['DISPLACED', ['AppointmentRescheduled', 'AppointmentMovedAway'], ['AppointmentCancelled']],
    ['MOVED', 'APPOINTMENT_ALREADY_MOVED', 'APPOINTMENT_ALREADY_MOVED'],
  ] as const)('an appointment that is %s is moved: %j, and cancelled: %j', (state, moved, gone) => {
    const life = LIVES[state] ?? [];
    for (const [outcome, comesTo] of [
      [moving(life), moved],
      [cancelling(life), gone],
    ] as const) {
      if (typeof comesTo === 'string') outcome.thenRefused(comesTo);
      else expect(outcome.events().map(({ type }) => type)).toEqual(comesTo);
    }
  });

  it('it is moved and cancelled as by its person, who keeps the code', () => {
    expect(moving(expected).events()[0]?.data).toMatchObject({ by: 'CITIZEN', bookingCode: 'ABCDEFGH' });
  });

  it('a meeting on the web is not made of it, which is for a person whose identity is sure; one that is keeps its kind', () => {
    const type = 'AppointmentBooked';
    const onTheWeb = [DAY, booked(NOON, 'x')].map((event): AgendaDayEvent =>
      event.type === type ? { type, data: { ...event.data, mode: 'WEB_MEETING' } } : event,
    );
    moving(expected, { mode: 'WEB_MEETING' }).thenRefused('STRONG_IDENTITY_REQUIRED');
    expect(moving(onTheWeb).events()[0]?.data).toMatchObject({ mode: 'WEB_MEETING', start: '13:00' });
    expect(moving(onTheWeb, { mode: 'IN_PERSON' }).events()[0]?.data).toMatchObject({ mode: 'IN_PERSON' });
  });

  it.each(Object.keys(LIVES))(
    'of another appointment nothing is told while one’s own is %s, not even whether it is there',
    (state) => {
      const life = LIVES[state] ?? [];
      for (const another of ['ap-y', 'no-such-appointment']) {
        moving(life, { appointmentId: another }).thenRefused('APPOINTMENT_OF_ANOTHER_PERSON');
        cancelling(life, { appointmentId: another }).thenRefused('APPOINTMENT_OF_ANOTHER_PERSON');
      }
    },
  );

  it('what has begun is neither moved nor cancelled', () => {
    const now = SPEC_NOW + 181 * MINUTE;
    moving(expected, { now }).thenRefused('APPOINTMENT_BEGUN');
    cancelling(expected, { now }).thenRefused('APPOINTMENT_ALREADY_STARTED');
  });
});
