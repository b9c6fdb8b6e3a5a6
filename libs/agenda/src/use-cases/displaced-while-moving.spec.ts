import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import { displacedAppointments } from '../read-models/displaced.ts';
import { citizenMails } from '../mails/citizen-mails.ts';
import { appointmentReminders } from '../processes/appointment-reminders.ts';
import { displacementsEnd } from '../processes/displacements-end.ts';
import { displacedFollowErasures } from '../processes/displaced-follow-erasures.ts';
import { waitlistOffers } from '../processes/waitlist/waitlist-offers.ts';
import { publishedAppointments } from '../published/published-appointments.ts';
import { at, booked, DAY, NEXT, NOON, plan, planned, replanned, taken } from '../specification/sample-day.ts';
import { elsewhere, moveClaimed, movedAway } from '../specification/sample-move.ts';
import { when } from '../specification/when-on-day.ts';
import { displaceFromPoint } from './displace-from-point.ts';
import { leaveOldPlace } from './leave-old-place.ts';
import { planDay } from './plan-day.ts';
import { releaseMove } from './release-move.ts';
import { remindOfAppointment } from './remind-of-appointment.ts';

const MOVING = [DAY, booked(NOON, 'x'), moveClaimed(NOON, 'x')];
const openUntil = at(30 * 24 * 60);
const lost: AgendaDayEvent = {
  type: 'AppointmentDisplacedWhileMoving',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', moveId: 'm', agendaRevision: 2, openUntil },
};
const CLOSED = [...MOVING, lost, replanned(2, [60, 0], NEXT)];
const replan = (agendaRevision: number, ...slots: PlannedSlot[]) => ({ plan: plan(...slots), agendaRevision });
const which = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-x' };
const typesOf = (events: readonly AgendaDayEvent[]): string[] => events.map(({ type }) => type);

describe('A7, A8: an appointment whose day has no room for it while it moves', () => {
  it('loses its place there, which says nothing of whether its person is displaced', () => {
    when(planDay, replan(2, NEXT), MOVING).then(lost, replanned(2, [60, 0], NEXT));
  });

  it('has moved, and nobody was displaced: it left no place that were free now', () => {
    const left = { ...which, moveId: 'm', by: 'CITIZEN', to: elsewhere };
    when(leaveOldPlace, left, CLOSED).then(movedAway(NOON, 'x'));
  });

  it('is displaced when the move comes to nothing, by the plan that had no room for it, and frees no place twice', () => {
    const events = when(releaseMove, { ...which, moveId: 'm' }, CLOSED).events();
    expect(events).toMatchObject([
      { type: 'AppointmentMoveReleased', data: { appointmentId: 'ap-x' } },
      {
        type: 'AppointmentDisplacedByClosure',
        data: { appointmentId: 'ap-x', agendaRevision: 2, openUntil, lostBefore: true },
      },
    ]);
    // Two places, one of them somebody else's: no more than the two are taken by anybody.
    const two = [planned(1, { ...NOON, capacity: 2 }), booked(NOON, 'y'), booked(NOON, 'x'), moveClaimed(NOON, 'x')];
    const fewer = [...two, lost, replanned(2, [60, 1, 2], NOON)];
    const told = when(releaseMove, { ...which, moveId: 'm' }, fewer).events();
    expect(typesOf(when(planDay, replan(3, NOON), [...fewer, ...told]).events())).toEqual(['DayPlanned']);
  });

  it('counts once among the displaced of its day, however its move ends', () => {
    const counted = (history: readonly AgendaDayEvent[]) => {
      const passes = { ...plan(NEXT), province: '058' };
      const [anew] = when(planDay, { plan: passes, agendaRevision: 3 }, history).events();
      return (anew as { data: { previous: { passes: object } } }).data.previous.passes;
    };
    const released = when(releaseMove, { ...which, moveId: 'm' }, CLOSED).events();
    expect(counted([...CLOSED, ...released])).toMatchObject({
      ...{ outcomes: { booked: 1, displaced: 1, taken: 0 }, counts: { displaced: 1 } },
    });
    expect(counted([...CLOSED, movedAway(NOON, 'x')])).toMatchObject({
      ...{ outcomes: { booked: 0, displaced: 0, taken: 0 }, counts: { displaced: 0 } },
    });
  });

  it('is displaced from no Punto Cliente, and its person is reminded of nothing, until it is decided where it stands', () => {
    const displace = { ...which, pointId: 'point-1', since: '2026-02-20' };
    when(displaceFromPoint, displace, MOVING).thenRefused('APPOINTMENT_MOVING_YET');
    when(displaceFromPoint, displace, CLOSED).thenRefused('APPOINTMENT_MOVING_YET');
    when(remindOfAppointment, which, MOVING).thenRefused('APPOINTMENT_MOVING_YET');
    const away = [...MOVING, movedAway(NOON, 'x', 10)];
    when(remindOfAppointment, which, away).then();
    when(displaceFromPoint, displace, away).thenRefused('APPOINTMENT_NOT_AHEAD');
  });

  it('is told of to nobody: no mail, no outsider, no list of whom to call, no policy hears of it', () => {
    const tellers = [
      displacedAppointments,
      appointmentReminders,
      displacementsEnd,
      displacedFollowErasures,
      waitlistOffers,
    ];
    const heard = [
      ...citizenMails.map(({ definition }) => definition.type),
      ...publishedAppointments.flatMap(({ made }) => made.map(({ definition }) => definition.type)),
      ...tellers.flatMap(({ handles }) => (handles instanceof Set ? [...(handles as Set<string>)] : [])),
    ];
    expect(heard.filter((type) => type === 'AppointmentDisplacedByClosure')).toHaveLength(2 + tellers.length);
    expect(heard).not.toContain('AppointmentDisplacedWhileMoving');
  });
});
