import { agenda } from '../domain/agenda/agenda.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { daysChanged } from '../domain/agenda/hours-of-days.ts';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import type { PlannedSlot } from '../domain/calendar/day-plan.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { specify } from '#use-cases/specification';
import { openedAgenda } from '../specification/sample-agenda.ts';
import {
  book,
  booked,
  bookHold,
  displaced,
  held,
  NEXT,
  NOON,
  plan,
  planned,
  taken,
} from '../specification/sample-day.ts';
import { when } from '../specification/when-on-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { registerAccess } from './desk/register-access.ts';
import { planDay } from './plan-day.ts';
import { reinstateAppointment, reinstateAtPoint } from './reinstate.ts';
import { rescheduleAppointment } from './reschedule-appointment.ts';
import { holdForWaiting } from './waitlist/hold-for-waiting.ts';
import { joinWaitlist } from './waitlist/join-waitlist.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { offerAsPoint } from './with-punto-inps.ts';

/** What is booked in these specifications, and another of the same line. */
const PAYSLIP = 'cedolino-pensione';
const DUPLICATE = 'duplicato-certificazione-unica';
const owner = { kind: 'PUNTO_INPS' as const, unit: 'DP-RIETI', point: 'inps-1' };

/** A day of a Punto INPS that offers these of its line. */
const dayOffering = (services: readonly string[], agendaRevision = 1): AgendaDayEvent => ({
  type: 'DayPlanned',
  data: { ...plan(NOON, NEXT), point: 'inps-1', services: [...services], agendaRevision },
});
const agendaAfter = (...events: AgendaEvent[]) =>
  events.reduce((state, event) => agenda.evolve(state, event), agenda.initialState()) as Agenda;
const offering = (services: readonly string[]) => agendaAfter(openedAgenda({ owner, services: [...services] }));
const refused = { serviceId: PAYSLIP, offered: [DUPLICATE] };
const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

describe('K1: what a Punto INPS does not offer is not booked at its agenda', () => {
  const without = dayOffering([DUPLICATE]);

  it('on free places or of a hold, nor by a rule that finds the day planned anew', () => {
    when(bookAppointment, book(NOON), [without]).thenRefused('SERVICE_NOT_OFFERED_AT_POINT', refused);
    when(bookAppointment, bookHold('h-s', 's'), [without, held(NOON, 's')]).thenRefused('SERVICE_NOT_OFFERED_AT_POINT');
    expect(when(bookAppointment, book(NOON), [dayOffering([PAYSLIP])]).events()).toHaveLength(1);
  });

  it('nor moved there, nor within', () => {
    const move = {
      agendaId: 'a',
      date: '2026-03-02',
      appointmentId: 'ap-s',
      to: { date: '2026-03-02', start: NEXT.start },
    };
    const wanted = { ...move, principal: { id: 'd', role: 'central' }, channel: 'DESK', identity: 'STRONG' };
    when(rescheduleAppointment, wanted, [without, booked(NOON, 's')]).thenRefused('SERVICE_NOT_OFFERED_AT_POINT');
  });

  it('nor is it registered of who comes without an appointment', () => {
    const access = { agendaId: 'a', date: '2026-03-02', serviceId: PAYSLIP };
    when(registerAccess, access, [without]).thenRefused('SERVICE_NOT_OFFERED_AT_POINT', refused);
    expect(when(registerAccess, access, [dayOffering([PAYSLIP])]).events()).toHaveLength(1);
  });

  it('nor waited for, nor offered to who waits for it already', () => {
    const join = { agendaId: 'a', mode: 'IN_PERSON', units: 1, serviceId: PAYSLIP, channel: 'DESK', subject: 's' };
    const list = specify(waitlist).given();
    const facts = { limit: 10, agenda: offering([DUPLICATE]) };
    list
      .when(joinWaitlist, { ...join, principal: { id: 'd', role: 'central' } }, facts)
      .thenRefused('SERVICE_NOT_OFFERED_AT_POINT');
    const place = { agendaId: 'a', date: '2026-03-02', startsAt: NOON.startsAt, units: 1, mode: 'IN_PERSON' };
    const offer = { ...place, holdId: 'h', entryId: 'w', subject: 's', channel: 'DESK', serviceId: PAYSLIP };
    const times = { minutes: 60, fromHour: 8, untilHour: 20 };
    when(holdForWaiting, offer, [without], 0, { times }).thenRefused('PLACE_NOT_OFFERED');
    expect(when(holdForWaiting, offer, [dayOffering([PAYSLIP])], 0, { times }).events()).toHaveLength(1);
  });
});

describe('K1: what is booked when a Punto INPS offers its service no longer', () => {
  const replan = (services: readonly string[] | undefined, agendaRevision = 2) => ({
    plan: { ...plan(NOON, NEXT), point: 'inps-1', ...(services ? { services: [...services] } : {}) },
    agendaRevision,
  });

  it('is displaced by the plan of its day, the rest stays', () => {
    const other = booked(NEXT, 't');
    const kept = { ...other, data: { ...other.data, serviceId: DUPLICATE } };
    const both = [dayOffering([PAYSLIP, DUPLICATE]), booked(NOON, 's'), kept];
    expect(when(planDay, replan([DUPLICATE]), both).events()).toMatchObject([
      { type: 'AppointmentDisplacedByClosure', data: { appointmentId: 'ap-s' } },
      { type: 'DayPlanned', data: { services: [DUPLICATE], previous: { appointments: 1 } } },
    ]);
  });

  it('stays where the person is there already, or its time has come', () => {
    const given = [dayOffering([PAYSLIP]), booked(NOON, 's')];
    expect(types(when(planDay, replan([]), given, 181).events())).toEqual(['DayPlanned']);
  });

  it('K3: stays where it came with the agenda of an agency, or from before its point said what it offers', () => {
    const before: AgendaDayEvent = { type: 'DayPlanned', data: { ...plan(NOON, NEXT), agendaRevision: 1 } };
    const given = [before, booked(NOON, 's')];
    const [passed] = when(planDay, replan([DUPLICATE]), given).events();
    expect(passed).toMatchObject({ type: 'DayPlanned' });
    expect(types(when(planDay, replan([DUPLICATE], 3), [...given, passed as AgendaDayEvent]).events())).toEqual([
      'DayPlanned',
    ]);
  });

  it('A7: is given back once the point offers it again, and not before', () => {
    const given = [dayOffering([PAYSLIP]), booked(NOON, 's'), displaced(NOON, 's')];
    const again = when(planDay, replan([PAYSLIP], 3), [...given, dayOffering([], 2)]).events();
    expect(again).toMatchObject([{ type: 'DayPlanned', data: { mayReturn: ['ap-s'] } }]);
    expect(when(planDay, replan([], 3), [...given, dayOffering([], 2)]).events()[0]?.data).not.toHaveProperty(
      'mayReturn',
    );
    const back = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s', agendaRevision: 2 };
    when(reinstateAppointment, back, [...given, dayOffering([], 2)]).thenRefused('PLACE_NOT_GIVEN_BACK');
    expect(types(when(reinstateAppointment, back, [...given, dayOffering([PAYSLIP], 2)]).events())).toEqual([
      'AppointmentReinstated',
    ]);
  });
});

describe('K3, A7: what would stand but for a closure has its places back after it', () => {
  type Services = readonly string[] | undefined;
  const CLOSED: PlannedSlot[] = [];
  const OPEN = [NOON, NEXT];
  /** The day through plans, each with what the point offers then: everything of the line before there is a point. */
  const through = (
    given: readonly AgendaDayEvent[],
    ...plans: (readonly [PlannedSlot[], Services])[]
  ): AgendaDayEvent[] =>
    plans.reduce<AgendaDayEvent[]>(
      (events, [slots, services], index) => {
        const offers = services ? { point: 'inps-1', services: [...services] } : {};
        const wanted = { plan: { ...plan(...slots), ...offers }, agendaRevision: index + 2 };
        return [...events, ...(when(planDay, wanted, events).events() as AgendaDayEvent[])];
      },
      [...given],
    );
  const agencyDay: AgendaDayEvent[] = [planned(1, ...OPEN), booked(NOON, 's')];
  const pointDay: AgendaDayEvent[] = [dayOffering([PAYSLIP, DUPLICATE]), booked(NOON, 's')];
  /** Whom the last plan asks back, and whether they have their places. */
  const back = (events: readonly AgendaDayEvent[]) => {
    const last = events.at(-1) as Extract<AgendaDayEvent, { type: 'DayPlanned' }>;
    const { agendaRevision, mayReturn = [] } = last.data;
    const wanted = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s', agendaRevision };
    const given = when(reinstateAppointment, wanted, [...events]);
    if (mayReturn.length === 0) given.thenRefused('PLACE_NOT_GIVEN_BACK');
    else expect(types(given.events())).toEqual(['AppointmentReinstated']);
    return mayReturn;
  };
  const BACK = ['ap-s'];
  const NOT_BACK: string[] = [];

  it.each<[string, AgendaDayEvent[], (readonly [PlannedSlot[], Services])[], string[]]>([
    [
      'came with the agenda of an agency',
      agencyDay,
      [
        [OPEN, [DUPLICATE]],
        [CLOSED, [DUPLICATE]],
        [OPEN, [DUPLICATE]],
      ],
      BACK,
    ],
    [
      'was displaced when its agenda came',
      agencyDay,
      [
        [CLOSED, undefined],
        [CLOSED, [DUPLICATE]],
        [OPEN, [DUPLICATE]],
      ],
      BACK,
    ],
    [
      'came with an agenda that passed closed',
      agencyDay,
      [
        [CLOSED, [DUPLICATE]],
        [OPEN, [DUPLICATE]],
      ],
      BACK,
    ],
    [
      'came to a point that offered nothing ever',
      agencyDay,
      [
        [CLOSED, []],
        [CLOSED, [DUPLICATE]],
        [OPEN, []],
      ],
      BACK,
    ],
    [
      'is offered before and after',
      pointDay,
      [
        [CLOSED, [PAYSLIP]],
        [OPEN, [PAYSLIP]],
      ],
      BACK,
    ],
    [
      'lost its service meanwhile, and has it again',
      pointDay,
      [
        [CLOSED, [PAYSLIP]],
        [CLOSED, []],
        [OPEN, [PAYSLIP]],
      ],
      BACK,
    ],
  ])('what %s', (_what, given, plans, expected) => {
    expect(back(through(given, ...plans))).toEqual(expected);
  });

  it.each<[string, AgendaDayEvent[], (readonly [PlannedSlot[], Services])[], string[]]>([
    [
      'while the day was closed',
      pointDay,
      [
        [CLOSED, [PAYSLIP]],
        [CLOSED, [DUPLICATE]],
        [OPEN, [DUPLICATE]],
      ],
      NOT_BACK,
    ],
    [
      'with the closure',
      pointDay,
      [
        [CLOSED, [DUPLICATE]],
        [OPEN, [DUPLICATE]],
      ],
      NOT_BACK,
    ],
    [
      'as the day was open again',
      pointDay,
      [
        [CLOSED, [PAYSLIP]],
        [OPEN, [DUPLICATE]],
      ],
      NOT_BACK,
    ],
    [
      'after the point offered what came with the agenda',
      agencyDay,
      [
        [OPEN, [PAYSLIP]],
        [CLOSED, [PAYSLIP]],
        [OPEN, []],
      ],
      NOT_BACK,
    ],
  ])('K1: not what the point ceased to offer %s', (_when, given, plans, expected) => {
    expect(back(through(given, ...plans))).toEqual(expected);
  });

  it('K7: what is held at a Punto Cliente, too, once that receives again', () => {
    const carried = through(agencyDay, [OPEN, [DUPLICATE]]);
    const displacedThere: AgendaDayEvent = {
      type: 'AppointmentDisplacedByClosure',
      data: { ...taken(NOON, 's'), appointmentId: 'ap-s', pointId: 'pc-1' },
    };
    const wanted = { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s', pointId: 'pc-1', since: '2026-03-02' };
    expect(types(when(reinstateAtPoint, wanted, [...carried, displacedThere]).events())).toEqual([
      'AppointmentReinstated',
    ]);
  });
});

describe('K1: an agenda offers what its Punto INPS does, of its line', () => {
  const named = { agendaId: 'a', puntoInpsId: 'inps-1' };
  const offered = [{ serviceId: 'accoglienza-orientamento' }, { serviceId: DUPLICATE }];
  const changed: AgendaEvent = { type: 'AgendaServicesChanged', data: { ...named, services: [DUPLICATE] } };
  const open = openedAgenda({ owner, services: [PAYSLIP] });

  it('once, and not where it is at its end', () => {
    specify(agenda).given(open).when(offerAsPoint, named, { offered }).then(changed);
    specify(agenda).given(open, changed).when(offerAsPoint, named, { offered }).thenRefused('AGENDA_OFFERS_ALREADY');
    specify(agenda).given(open).when(offerAsPoint, named, {}).thenRefused('AGENDA_OFFERS_ALREADY');
    const over: AgendaEvent = { type: 'AgendaClosed', data: { agendaId: 'a', effectiveDate: '2026-03-02' } };
    specify(agenda).given(open, over).when(offerAsPoint, named, { offered }).thenRefused('AGENDA_OFFERS_ALREADY');
  });

  it('on all the days ahead on which it receives, which are planned anew', () => {
    const band: AgendaEvent = {
      type: 'OpeningBandDefined',
      data: {
        agendaId: 'a',
        bandId: 'b',
        weekday: 1,
        from: '12:00',
        to: '13:00',
        capacity: 1,
        validFrom: '2026-01-01',
      },
    };
    const before = agendaAfter(open, band);
    const after = agendaAfter(open, band, changed);
    expect(daysChanged(before, after, '2026-03-02')).toEqual([
      '2026-03-02',
      '2026-03-09',
      '2026-03-16',
      '2026-03-23',
      '2026-03-30',
    ]);
    expect(planOfDay(after, '2026-03-09')).toMatchObject({ services: [DUPLICATE] });
  });
});
