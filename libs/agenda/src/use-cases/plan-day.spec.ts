import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { NO_OUTCOMES } from '../domain/agenda-day/day-outcomes.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { sampleProfile } from '../specification/sample-agenda.ts';
import {
  at,
  booked,
  cancelled,
  DAY,
  held,
  hold,
  LATER,
  NEXT,
  NOON,
  plan,
  planned,
  replanned,
  slot,
  taken,
} from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { planDay } from './plan-day.ts';
import { holdSlot } from './hold-slot.ts';

/** Until when an appointment is open that is displaced so many minutes from now. */
const inThirtyDays = (minutes: number): string => at(minutes + 30 * 24 * 60);

describe('a plan', () => {
  const replan = (agendaRevision: number, ...slots: PlannedSlot[]) => ({ plan: plan(...slots), agendaRevision });

  describe('that is made when its command is carried out', () => {
    const AGENDA: Agenda = {
      ...{ status: 'OPEN', profile: { ...sampleProfile, horizonDays: 30 } },
      bands: [{ bandId: 'b', weekday: 1, from: '12:00', to: '12:40', capacity: 1, validFrom: '2026-01-01' }],
      ...{ withdrawnBands: [], closures: [], withdrawnClosures: [] },
    };
    const wanted = { agendaId: 'a', date: '2026-03-02', agendaRevision: 3 };
    const plannedFrom = (revision: number, given: readonly AgendaDayEvent[] = []) =>
      when(planDay, wanted, given, 0, { seen: { agenda: AGENDA, revision } });

    it('follows from the agenda as it then is, also where it has changed since', () => {
      for (const revision of [3, 5]) {
        expect(plannedFrom(revision).events()).toMatchObject([
          { type: 'DayPlanned', data: { date: '2026-03-02', agendaRevision: revision, slots: [NOON, NEXT] } },
        ]);
      }
      plannedFrom(5, [planned(5, NOON, NEXT)]).thenRefused('PLAN_OUTDATED', { current: 5 });
    });

    it('waits for an agenda that is seen as of before, and is refused for one that is not there', () => {
      plannedFrom(2).thenRefused('AGENDA_NOT_SEEN_YET', { revision: 2, agendaRevision: 3 });
      when(planDay, wanted, []).thenRefused('AGENDA_UNKNOWN');
    });
  });

  it('becomes the plan of a day, closed days included', () => {
    when(planDay, replan(1, NOON), []).then(planned(1, NOON));
    when(planDay, replan(2), [DAY]).then(replanned(2, [60, 0]));
  });

  it('never gives way to one that follows from an earlier state of the agenda, or the same', () => {
    when(planDay, replan(0, NOON), [DAY]).thenRefused('PLAN_OUTDATED', { agendaRevision: 0, current: 1 });
    when(planDay, replan(1, NOON), [DAY]).thenRefused('PLAN_OUTDATED');
    when(planDay, replan(2, NOON, NEXT, LATER), [DAY]).then(replanned(2, [60, 0], NOON, NEXT, LATER));
  });

  it('K3: of a day that passes to another office names the appointments on it, whatever became of them, and no other does', () => {
    const moved = { ...plan(NOON, NEXT), unit: 'FP-RIETI' };
    const given = [DAY, booked(NOON, 'x'), booked(NEXT, 'y'), cancelled(NEXT, 'y', 10)];
    const carriedBy = (wanted: object, ...events: AgendaDayEvent[]) =>
      when(planDay, wanted, events)
        .events()
        .flatMap((event) => (event.type === 'DayPlanned' ? [event.data.carried] : []));

    expect(carriedBy({ plan: moved, agendaRevision: 2 }, ...given)).toEqual([['ap-x', 'ap-y']]);
    expect(carriedBy(replan(2, NOON, NEXT), ...given)).toEqual([undefined]);
    expect(carriedBy({ plan: moved, agendaRevision: 2 }, DAY)).toEqual([undefined]);
  });

  it('T4: of a day that is counted elsewhere from then on says what has come of it, whom it displaces included, and of no other', () => {
    const elsewhere = { ...plan(NOON), province: '037' };
    const given = [DAY, booked(NOON, 'x'), booked(NEXT, 'y'), booked(LATER, 'z'), cancelled(LATER, 'z', 10)];
    const passing = (wanted: object, ...events: AgendaDayEvent[]) =>
      when(planDay, wanted, events)
        .events()
        .flatMap((event) => (event.type === 'DayPlanned' ? [event.data.previous?.passes] : []));
    const outcomes = { ...NO_OUTCOMES, booked: 3, cancelled: 1, displaced: 1, taken: 1 };
    const counts = { booked: 3, cancelled: 1, displaced: 1, rescheduled: 0, completed: 0, noShows: 0, lapsed: 0 };

    expect(passing({ plan: elsewhere, agendaRevision: 2 }, ...given)).toEqual([{ outcomes, counts }]);
    const ofPoint = { ...plan(NOON, NEXT, LATER), point: 'inps-1' };
    expect(passing({ plan: ofPoint, agendaRevision: 2 }, ...given)).toMatchObject([{ outcomes: { taken: 2 } }]);
    expect(passing(replan(2, NOON), ...given)).toEqual([undefined]);
    expect(passing({ plan: { ...plan(NOON), unit: 'FP-RIETI' }, agendaRevision: 2 }, ...given)).toEqual([undefined]);
  });

  it('T4: of a day that an earlier version passed on says what that did: the appointments that stood', () => {
    const { data } = replanned(2, [60, 1], NOON, NEXT, LATER) as Extract<AgendaDayEvent, { type: 'DayPlanned' }>;
    const passed: AgendaDayEvent = { type: 'DayPlanned', data: { ...data, province: '037' } };
    const given = [
      DAY,
      booked(NOON, 'x'),
      booked(NEXT, 'y'),
      cancelled(NEXT, 'y', 10),
      passed,
      cancelled(NOON, 'x', 20),
    ];
    const back = when(planDay, { plan: plan(NOON), agendaRevision: 3 }, given).events();
    expect(back).toMatchObject([
      {
        data: {
          previous: {
            passes: {
              outcomes: { ...NO_OUTCOMES, booked: 1, cancelled: 1, taken: 0 },
              counts: { booked: 0, cancelled: 1, displaced: 0, rescheduled: 0 },
            },
          },
        },
      },
    ]);
  });

  it('displaces, before it stands, the appointments whose slots it no longer has, and gives holds up', () => {
    when(planDay, replan(2, NEXT), [DAY, booked(NOON, 'x'), booked(NEXT, 'y'), held(LATER, 'z')]).then(
      {
        type: 'SlotHoldReleased',
        data: { ...taken(LATER, 'z'), holdId: 'h-z', reason: 'PLAN_CHANGED', reofferAt: at(0) },
      },
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', agendaRevision: 2, openUntil: inThirtyDays(0) },
      },
      replanned(2, [60, 1], NEXT),
    );
  });

  it('displaces what is beyond its capacity: holds first, then the appointment booked last', () => {
    const given = [planned(1, slot(180, 4)), held(NOON, 'h'), booked(NOON, 'a'), booked(NOON, 'b'), booked(NOON, 'c')];
    const displacedIds = (capacity: number) =>
      when(planDay, replan(2, slot(180, capacity)), given)
        .events()
        .flatMap((event) => ('subject' in event.data ? [event.data.subject] : []));

    expect(displacedIds(4)).toEqual([]);
    expect(displacedIds(3)).toEqual(['h']);
    expect(displacedIds(2)).toEqual(['h', 'c']);
    expect(displacedIds(1)).toEqual(['h', 'c', 'b']);
  });

  it('displaces an appointment of several slots when it has lost one of them', () => {
    const events = when(planDay, replan(2, NOON), [DAY, booked(NOON, 'x', { last: NEXT, units: 2 })]).events();

    expect(events.map(({ type }) => type)).toEqual(['AppointmentDisplacedByClosure', 'DayPlanned']);
  });

  it('leaves the past of a day as it was', () => {
    when(planDay, replan(2), [DAY, booked(NOON, 'x'), booked(LATER, 'y')], 210).then(
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(LATER, 'y'), appointmentId: 'ap-y', agendaRevision: 2, openUntil: inThirtyDays(210) },
      },
      replanned(2, [60, 1], NOON, NEXT),
    );
  });

  it('leaves to an appointment under way the slots that it still needs, and to nobody else', () => {
    const given = [
      planned(1, slot(180, 2), slot(200, 2)),
      booked(NOON, 'x', { last: NEXT, units: 2 }),
      booked(NEXT, 'y'),
    ];

    when(planDay, replan(2), given, 190).then(
      {
        type: 'AppointmentDisplacedByClosure',
        data: { ...taken(NEXT, 'y'), appointmentId: 'ap-y', agendaRevision: 2, openUntil: inThirtyDays(190) },
      },
      replanned(2, [40, 1, 4, 2], slot(180, 2), slot(200, 1)),
    );
  });

  it('that gives a slot back gives back what was still cooling', () => {
    const given = [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10), planned(2, NOON)];

    when(holdSlot, hold(NOON), given, 9).thenRefused('SLOT_FULL', { reofferedLater: 1 });
  });

  it('A6: that opens hours again which were closed offers them to everybody at once, also what cooled in them', () => {
    const given = [DAY, booked(NOON, 'x'), cancelled(NOON, 'x', 10), planned(2), planned(3, NOON)];

    expect(when(holdSlot, hold(NOON), given, 9).events()).toMatchObject([{ type: 'SlotHeld' }]);
  });

  it('stamps its territory on the events of the day', () => {
    expect(agendaDay.scopeOf(agendaDay.evolve(agendaDay.initialState(), DAY), DAY)).toEqual({
      region: '12',
      province: '057',
      unit: 'DP-RIETI',
    });
  });
});
