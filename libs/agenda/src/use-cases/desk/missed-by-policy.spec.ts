import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { booked, DAY, LATER, NEXT, NOON, slot, planned, taken } from '../../specification/sample-day.ts';
import {
  abandoned,
  access,
  accessStarted,
  called,
  checkedIn,
  lapsed,
  completed,
  missed,
  noShow,
  started,
} from '../../specification/sample-desk.ts';
import { when } from '../../specification/when-on-day.ts';
import { markMissedByPolicy } from './mark-missed-by-policy.ts';

const appointment = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-x' };
const day = { agendaId: 'a', date: '2026-03-02' };
const MIDNIGHT = 15 * 60;
const moving: AgendaDayEvent = {
  type: 'AppointmentMoveClaimed',
  data: {
    ...{ ...taken(NOON, 'x'), appointmentId: 'ap-x', moveId: 'm' },
    ...{ target: { category: 'AgendaDay', id: 'b' }, until: NOON.startsAt },
  },
};

describe('a policy that writes down who did not come', () => {
  const given = [DAY, booked(NOON, 'x'), called(NOON, 'x', 3, 190)];

  it('does so when the calls and the minutes have passed', () => {
    when(markMissedByPolicy, appointment, given, 190, { noShow }).then(missed(NOON, 'x'));
    when(markMissedByPolicy, appointment, given, 189, { noShow }).thenRefused('NO_SHOW_TOO_EARLY');
  });

  it('does nothing where somebody has come after all, or it is for the desk to say', () => {
    const byHand = { ...noShow, byPolicy: false };
    when(markMissedByPolicy, appointment, given, 190, { noShow: byHand }).then();
    when(markMissedByPolicy, appointment, [...given, checkedIn(NOON, 'x'), started(NOON, 'x')], 190, { noShow }).then();
    when(markMissedByPolicy, appointment, given, 190, { noShow: { ...noShow, calls: 4 } }).then();
    when(markMissedByPolicy, appointment, [...given, missed(NOON, 'x')], 190, { noShow }).then();
    when(markMissedByPolicy, day, given, MIDNIGHT, { noShow: byHand }).then();
  });

  it('asks again while an appointment is about to move', () => {
    when(markMissedByPolicy, appointment, [...given, moving], 190, { noShow }).thenRefused('APPOINTMENT_MOVING_YET');
    when(markMissedByPolicy, day, [...given, moving], MIDNIGHT, { noShow }).thenRefused('APPOINTMENT_MOVING_YET');
  });

  it('says of nobody at the end of the day that they did not come who was not called as often as is needed', () => {
    const history = (calls: number): AgendaDayEvent[] => [
      ...[DAY, booked(NOON, 'x'), booked(NEXT, 'y'), checkedIn(NEXT, 'y')],
      ...Array.from({ length: calls }, (_none, index) => called(NOON, 'x', index + 1, 190)),
      ...Array.from({ length: calls }, (_none, index) => called(NEXT, 'y', index + 1, 190)),
    ];
    for (const calls of [0, 1, 2]) {
      when(markMissedByPolicy, day, history(calls), MIDNIGHT, { noShow }).then(
        lapsed(NOON, 'x', 'NOT_CALLED'),
        lapsed(NEXT, 'y', 'NOT_RECEIVED'),
      );
    }
    when(markMissedByPolicy, day, history(3), MIDNIGHT, { noShow }).then(missed(NOON, 'x'), missed(NEXT, 'y'));
    const uncalled = { ...noShow, calls: 0 };
    when(markMissedByPolicy, day, history(0), MIDNIGHT, { noShow: uncalled }).then(
      missed(NOON, 'x'),
      missed(NEXT, 'y'),
    );
  });

  it('says of nobody that they did not come where nobody checks in, and ends their appointments all the same', () => {
    const fromAfar = (mode: 'PHONE_CALLBACK' | 'WEB_MEETING'): AgendaDayEvent => {
      const { type, data } = booked(NOON, 'x');
      return { type, data: { ...data, mode } };
    };
    for (const calls of [0, 3]) {
      const rule = { noShow: { ...noShow, calls } };
      for (const mode of ['PHONE_CALLBACK', 'WEB_MEETING'] as const) {
        const history = [DAY, fromAfar(mode), access(1)];
        const ended = [lapsed(NOON, 'x', 'NOT_CALLED'), abandoned(1)] as const;
        when(markMissedByPolicy, day, history, MIDNIGHT, rule).then(...ended);
      }
      when(markMissedByPolicy, day, [DAY, booked(NOON, 'x')], MIDNIGHT, rule).then(lapsed(NOON, 'x', 'NOT_CALLED'));
    }
    // Who was called did not answer.
    const called3 = [1, 2, 3].map((attempt) => called(NOON, 'x', attempt, 190));
    when(markMissedByPolicy, day, [DAY, fromAfar('PHONE_CALLBACK'), ...called3], MIDNIGHT, { noShow }).then(
      missed(NOON, 'x'),
    );
  });

  it('ends at the end of the day all who are still expected, at a desk or from afar, and writes down that who waited has left', () => {
    const { type, data } = booked(LATER, 'z');
    const fromAfar: AgendaDayEvent = { type, data: { ...data, mode: 'WEB_MEETING' } };
    const history = [
      ...[planned(1, NOON, slot(200, 2), LATER), booked(NOON, 'x'), booked(NEXT, 'y'), booked(NEXT, 'w'), fromAfar],
      ...[checkedIn(NEXT, 'y', 1), access(2), access(3), accessStarted(3)],
      ...[checkedIn(NEXT, 'w', 4), started(NEXT, 'w'), completed(NEXT, 'w')],
    ];
    when(markMissedByPolicy, day, history, 600, { noShow }).thenRefused('DAY_NOT_OVER');
    // Nobody was called: nobody is said to be missing.
    when(markMissedByPolicy, day, history, MIDNIGHT, { noShow }).then(
      lapsed(NOON, 'x', 'NOT_CALLED'),
      lapsed(NEXT, 'y', 'NOT_RECEIVED'),
      lapsed(LATER, 'z', 'NOT_CALLED'),
      abandoned(2),
    );
  });
});
