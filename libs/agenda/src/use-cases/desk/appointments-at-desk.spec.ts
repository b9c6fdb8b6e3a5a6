import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import { at, booked, DAY, held, NEXT, NOON, plan, taken } from '../../specification/sample-day.ts';
import {
  access,
  called,
  checkedIn,
  completed,
  lapsed,
  missed,
  noShow,
  started,
} from '../../specification/sample-desk.ts';
import { when } from '../../specification/when-on-day.ts';
import { holdSlot } from '../hold-slot.ts';
import { planDay } from '../plan-day.ts';
import { callAppointment } from './call-appointment.ts';
import { checkInAppointment } from './check-in-appointment.ts';
import { completeAppointment } from './complete-appointment.ts';
import { markNoShow } from './mark-no-show.ts';
import { startAppointment } from './start-appointment.ts';

const given = (...events: AgendaDayEvent[]): readonly AgendaDayEvent[] => [DAY, booked(NOON, 'x'), ...events];
const appointment = { appointmentId: 'ap-x' };
const inMode = (mode: 'WEB_MEETING' | 'PHONE_CALLBACK'): readonly AgendaDayEvent[] => {
  const { type, data } = booked(NOON, 'x');
  return [DAY, { type, data: { ...data, mode } }];
};

describe('an appointment at the desk', () => {
  it('is checked in on its day, under the next number of the day', () => {
    when(checkInAppointment, appointment, given(access(6))).then(checkedIn(NOON, 'x', 7));
    when(checkInAppointment, appointment, given(), -24 * 60).thenRefused('DAY_NOT_TODAY', { date: '2026-03-02' });
    when(checkInAppointment, appointment, [DAY]).thenRefused('APPOINTMENT_UNKNOWN');
  });

  it('of two persons is checked in once both are there', () => {
    const { type, data } = booked(NOON, 'x');
    const second = { subject: 'y', commitmentId: 'c-y' };
    const history: AgendaDayEvent[] = [DAY, { type, data: { ...data, second } }];
    when(checkInAppointment, appointment, history).thenRefused('SECOND_PERSON_ABSENT');
    expect(when(checkInAppointment, { ...appointment, bothPresent: true }, history).events()).toMatchObject([
      { type: 'AppointmentCheckedIn', data: { second } },
    ]);
  });

  it('is called: who is there at any time, who is not from the start on', () => {
    when(callAppointment, appointment, given(), 179, { noShow }).thenRefused('APPOINTMENT_NOT_DUE', {
      startsAt: at(180),
    });
    expect(when(callAppointment, appointment, given(), 180, { noShow }).events()).toMatchObject([
      { type: 'AppointmentCalled', data: { attempt: 1, noShowFrom: at(190) } },
    ]);
    expect(when(callAppointment, appointment, given(checkedIn(NOON, 'x')), 30, { noShow }).events()).toMatchObject([
      { data: { attempt: 1, noShowFrom: at(190) } },
    ]);
  });

  it('counts as missed so many minutes after the first call, where the desk was late', () => {
    expect(when(callAppointment, appointment, given(), 195, { noShow }).events()).toMatchObject([
      { data: { attempt: 1, noShowFrom: at(205) } },
    ]);
    expect(
      when(callAppointment, appointment, given(called(NOON, 'x', 1, 205)), 199, { noShow }).events(),
    ).toMatchObject([{ data: { attempt: 2, noShowFrom: at(205) } }]);
  });

  it('tells the policy with the last call that is needed when it is missed, unless policies mark none', () => {
    const twice = given(called(NOON, 'x', 2, 190));
    expect(when(callAppointment, appointment, given(), 180, { noShow }).events()[0]?.data).not.toHaveProperty(
      'noShowAt',
    );
    expect(when(callAppointment, appointment, twice, 182, { noShow }).events()).toMatchObject([
      { data: { attempt: 3, noShowFrom: at(190), noShowAt: at(190) } },
    ]);
    const byHand = { noShow: { ...noShow, byPolicy: false } };
    expect(when(callAppointment, appointment, twice, 182, byHand).events()[0]?.data).not.toHaveProperty('noShowAt');
  });

  it('is called twenty times at most', () => {
    when(callAppointment, appointment, given(called(NOON, 'x', 20, 190)), 185, { noShow }).thenRefused(
      'CALLED_TOO_OFTEN',
      { calls: 20 },
    );
  });

  it('is missed after three calls and ten minutes, or as configured, and no sooner', () => {
    when(markNoShow, appointment, given(called(NOON, 'x', 2, 190)), 200, { noShow }).thenRefused(
      'NOT_CALLED_OFTEN_ENOUGH',
      { calls: 2, needed: 3 },
    );
    when(markNoShow, appointment, given(called(NOON, 'x', 3, 190)), 189, { noShow }).thenRefused('NO_SHOW_TOO_EARLY', {
      from: at(190),
    });
    when(markNoShow, appointment, given(called(NOON, 'x', 3, 190)), 190, { noShow }).then(missed(NOON, 'x'));
    const uncalled = { noShow: { ...noShow, calls: 0, minutes: 5 } };
    when(markNoShow, appointment, given(), 184, uncalled).thenRefused('NO_SHOW_TOO_EARLY', { from: at(185) });
    when(markNoShow, appointment, given(), 185, uncalled).then(missed(NOON, 'x'));
  });

  it('lapses once its day is over, as nobody can be called any more: missed is who was called', () => {
    when(markNoShow, appointment, given(), 23 * 60, { noShow }).then(lapsed(NOON, 'x', 'NOT_CALLED'));
    when(markNoShow, appointment, given(checkedIn(NOON, 'x')), 23 * 60, { noShow }).then(
      lapsed(NOON, 'x', 'NOT_RECEIVED'),
    );
    when(markNoShow, appointment, given(called(NOON, 'x', 3, 190)), 23 * 60, { noShow }).then(missed(NOON, 'x'));
  });

  it('starts when who checked in is received; from afar nobody checks in', () => {
    when(startAppointment, appointment, given()).thenRefused('APPOINTMENT_NOT_CHECKED_IN');
    when(startAppointment, appointment, given(checkedIn(NOON, 'x'))).then(started(NOON, 'x'));
    for (const mode of ['WEB_MEETING', 'PHONE_CALLBACK'] as const) {
      when(startAppointment, appointment, inMode(mode)).then(started(NOON, 'x'));
    }
    when(startAppointment, appointment, inMode('WEB_MEETING'), -24 * 60).thenRefused('DAY_NOT_TODAY');
  });

  it('is completed with services of the catalogue; what is solved was solved by one', () => {
    const underWay = given(checkedIn(NOON, 'x'), started(NOON, 'x'));
    const outcome = { ...appointment, servicesDelivered: ['quesito'], solved: true };
    when(completeAppointment, outcome, underWay).then(completed(NOON, 'x'));
    when(completeAppointment, { ...outcome, servicesDelivered: ['niente'] }, underWay).thenRefused('SERVICE_UNKNOWN');
    when(completeAppointment, { ...outcome, servicesDelivered: [] }, underWay).thenRefused('SOLVED_WITHOUT_SERVICE');
    expect(
      when(completeAppointment, { ...outcome, servicesDelivered: [], solved: false }, underWay).events(),
    ).toHaveLength(1);
  });

  it('that is completed or missed before its slots are over leaves the rest of them free at once', () => {
    const wanted = {
      ...{ agendaId: 'a', date: '2026-03-02', start: NEXT.start, units: 1, mode: 'IN_PERSON' },
      ...{ channel: 'DESK', identity: 'STRONG', subject: 'y' },
    };
    const long = [DAY, booked(NOON, 'x', { last: NEXT, units: 2 })];
    const place = { ...taken(NOON, 'x', NEXT, 2), ...appointment };
    when(holdSlot, wanted, long).thenRefused('SLOT_FULL');
    for (const end of [
      { type: 'AppointmentCompleted', data: { ...place, servicesDelivered: [], solved: false } },
      { type: 'AppointmentMarkedNoShow', data: place },
    ] as const satisfies readonly AgendaDayEvent[]) {
      expect(when(holdSlot, wanted, [...long, end]).events()).toHaveLength(1);
    }
  });

  it('is not displaced by a new plan once the person is there, but a hold of the same slot is', () => {
    const seen = { agenda: undefined, revision: 2 };
    const closing = { agendaId: 'a', date: '2026-03-02', agendaRevision: 2, plan: plan() };
    for (const there of [[checkedIn(NOON, 'x')], [checkedIn(NOON, 'x'), started(NOON, 'x')]]) {
      const history = given(held(NEXT, 'y'), ...there);
      expect(when(planDay, closing, history, 0, { seen }).events()).toMatchObject([
        { type: 'SlotHoldReleased' },
        { type: 'DayPlanned', data: { slots: [{ startsAt: NOON.startsAt, capacity: 1 }] } },
      ]);
    }
  });
});
