import { decider, SPEC_NOW } from '#kernel/specification';
import { agendaDay } from './agenda-day.ts';
import type { AgendaDayCommand } from './day-commands.ts';
import type { PlannedSlot } from '../calendar/day-plan.ts';
import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import {
  at,
  booked,
  cancelled,
  DAY,
  held,
  hold,
  LATER,
  MINUTE,
  NEXT,
  NOON,
  plan,
  planned,
  reoffer,
  slot,
  taken,
} from './sample-day.ts';

const spec = decider(agendaDay);
const when = (command: AgendaDayCommand, given: readonly AgendaDayEvent[], inMinutes = 0) =>
  spec.given(...given).when(command, { reoffer, now: SPEC_NOW + inMinutes * MINUTE });

describe('a plan', () => {
  const replan = (agendaRevision: number, ...slots: PlannedSlot[]) =>
    ({ type: 'PlanDay', plan: plan(...slots), agendaRevision }) as const;

  it('becomes the plan of a day, closed days included', () => {
    when(replan(1, NOON), []).then(planned(1, NOON));
    when(replan(2), [DAY]).then(planned(2));
  });

  it('never gives way to one that follows from an earlier state of the agenda, or the same', () => {
    when(replan(0, NOON), [DAY]).thenRefused('PLAN_OUTDATED', { agendaRevision: 0, current: 1 });
    when(replan(1, NOON), [DAY]).thenRefused('PLAN_OUTDATED');
    when(replan(2, NOON, NEXT, LATER), [DAY]).then(planned(2, NOON, NEXT, LATER));
  });

  it('displaces, before it stands, the appointments whose slots it no longer has, and gives holds up', () => {
    when(replan(2, NEXT), [DAY, booked(NOON, 'x'), booked(NEXT, 'y'), held(LATER, 'z')]).then(
      {
        type: 'SlotHoldReleased',
        data: { ...taken(LATER, 'z'), holdId: 'h-z', reason: 'PLAN_CHANGED', reofferAt: at(0) },
      },
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', agendaRevision: 2 },
      },
      planned(2, NEXT),
    );
  });

  it('displaces what is beyond its capacity: holds first, then the appointment booked last', () => {
    const given = [planned(1, slot(180, 4)), held(NOON, 'h'), booked(NOON, 'a'), booked(NOON, 'b'), booked(NOON, 'c')];
    const displacedIds = (capacity: number) =>
      when(replan(2, slot(180, capacity)), given)
        .events()
        .flatMap((event) => ('subject' in event.data ? [event.data.subject] : []));

    expect(displacedIds(4)).toEqual([]);
    expect(displacedIds(3)).toEqual(['h']);
    expect(displacedIds(2)).toEqual(['h', 'c']);
    expect(displacedIds(1)).toEqual(['h', 'c', 'b']);
  });

  it('displaces an appointment of several slots when it has lost one of them', () => {
    const events = when(replan(2, NOON), [DAY, booked(NOON, 'x', { last: NEXT, units: 2 })]).events();

    expect(events.map(({ type }) => type)).toEqual(['AppointmentDisplacedByClosure', 'DayPlanned']);
  });

  it('leaves the past of a day as it was', () => {
    when(replan(2), [DAY, booked(NOON, 'x'), booked(LATER, 'y')], 210).then(
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(LATER, 'y'), appointmentId: 'ap-y', agendaRevision: 2 },
      },
      planned(2, NOON, NEXT),
    );
  });

  it('leaves to an appointment under way the slots that it still needs, and to nobody else', () => {
    const given = [
      planned(1, slot(180, 2), slot(200, 2)),
      booked(NOON, 'x', { last: NEXT, units: 2 }),
      booked(NEXT, 'y'),
    ];

    when(replan(2), given, 190).then(
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(NEXT, 'y'), appointmentId: 'ap-y', agendaRevision: 2 },
      },
      planned(2, slot(180, 2), slot(200, 1)),
    );
  });

  it('that gives a slot back gives back what was still cooling', () => {
    const given = [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10), planned(2, NOON)];

    when(hold(NOON), given, 9).thenRefused('SLOT_FULL', { reofferedLater: 1 });
  });

  it('stamps its territory on the events of the day', () => {
    expect(agendaDay.scopeOf(spec.given(DAY).state(), DAY)).toEqual({
      region: '12',
      province: '057',
      unit: 'DP-RIETI',
    });
  });
});
