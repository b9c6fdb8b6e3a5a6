import type { Principal } from '#use-cases';
import { specify } from '#use-cases/specification';
import { agendaDay } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { book, booked, DAY, displaced, LATER, NEXT, NOON, plan, planned, taken } from '../specification/sample-day.ts';
import { bookAppointment } from './book-appointment.ts';
import { displaceFromPoint } from './displace-from-point.ts';
import { openAgenda } from './open-agenda.ts';
import { reinstateAppointment, reinstateAtPoint } from './reinstate.ts';

const operator: Principal = { id: 'clerk-7', role: 'host-operator', host: 'host-1' };
const bookedFrom = { pointId: 'point-1', authorizationId: 'auth-1' };
const authorization = {
  ...{ status: 'GRANTED', pointId: 'point-1', hostId: 'host-1', operatorId: 'clerk-7', profiles: ['PRENOTAZIONE'] },
};
const point = { status: 'ACTIVE', kind: 'SERVIZIO' };
const known = { limits: {}, drawn: '0123456789abcdef'.repeat(4) };

function booking(wanted: object = {}, facts: object = {}, as: Principal = operator, day: AgendaDayEvent = DAY) {
  const what = { ...book(NOON), channel: 'PUNTO_CLIENTE', principal: as, bookedFrom, ...wanted };
  return specify(agendaDay)
    .given(day)
    .as(as)
    .when(bookAppointment, what, { ...known, authorization, point, ...facts });
}

describe('K8: a host operator books only with a granted authorisation on an active SERVIZIO or EVOLUTO point', () => {
  it.each(['SERVIZIO', 'EVOLUTO'])('of kind %s, at desks everywhere, through a channel of its own', (kind) => {
    const [appointment] = booking({}, { point: { ...point, kind } }).events();
    expect(appointment).toMatchObject({ type: 'AppointmentBooked', data: { channel: 'PUNTO_CLIENTE', bookedFrom } });
  });

  it.each<[string, object]>([
    ['none', { authorization: { status: 'ABSENT' } }],
    ['one that is not granted yet', { authorization: { ...authorization, status: 'REQUESTED' } }],
    ['a suspended one', { authorization: { ...authorization, status: 'SUSPENDED' } }],
    ['a revoked one', { authorization: { ...authorization, status: 'REVOKED' } }],
    ['one that expired', { authorization: { ...authorization, status: 'EXPIRED' } }],
    ['that of another operator', { authorization: { ...authorization, operatorId: 'clerk-8' } }],
    ['that of another host', { authorization: { ...authorization, hostId: 'host-2' } }],
    ['one on another point', { authorization: { ...authorization, pointId: 'point-2' } }],
    ['one that is not for bookings', { authorization: { ...authorization, profiles: ['CONSULTAZIONE'] } }],
    ['one on an INFORMATIVO', { point: { ...point, kind: 'INFORMATIVO' } }],
    ['one on a suspended point', { point: { ...point, status: 'SUSPENDED' } }],
    ['one on a point at its end', { point: { ...point, status: 'DEACTIVATED' } }],
    ['one on a point that is not there', { point: { status: 'ABSENT' } }],
  ])('not with %s, and nothing of it is told', (_which, facts) => {
    booking({}, facts).thenRefused('OPERATOR_NOT_AUTHORISED');
  });

  it('not without naming it; and nobody else books under it', () => {
    booking({ bookedFrom: undefined }).thenRefused('OPERATOR_NOT_AUTHORISED');
    const desk: Principal = { id: 'desk', role: 'desk-operator', province: '057', unit: 'DP-RIETI' };
    booking({ channel: 'DESK' }, {}, desk).thenRefused('OPERATOR_NOT_AUTHORISED');
  });

  it('is told so before anything of the day', () => {
    booking({ start: '03:00' }, { authorization: { status: 'ABSENT' } }).thenRefused('OPERATOR_NOT_AUTHORISED');
  });
});

describe('K7: an appointment records where the person will be, and which point and operator booked it', () => {
  const heldAt = (booked: readonly AgendaDayEvent[]): unknown =>
    booked.map(({ data }) => ('heldAt' in data ? data.heldAt : undefined));

  it('at the desk of the unit, at the Punto INPS whose agenda it is, or wherever the person likes', () => {
    expect(heldAt(booking().events())).toEqual([{ kind: 'UNIT', id: 'DP-RIETI' }]);
    const ofPoint: AgendaDayEvent = {
      type: 'DayPlanned',
      data: { ...plan(NOON), point: 'punto-inps-1', agendaRevision: 1 },
    };
    expect(heldAt(booking({}, {}, operator, ofPoint).events())).toEqual([{ kind: 'PUNTO_INPS', id: 'punto-inps-1' }]);
    expect(heldAt(booking({ mode: 'WEB_MEETING' }).events())).toEqual([{ kind: 'ELSEWHERE' }]);
  });

  it('at the Punto Cliente, for a web meeting that the person comes there for', () => {
    expect(heldAt(booking({ mode: 'WEB_MEETING', atPoint: true }).events())).toEqual([
      { kind: 'PUNTO_CLIENTE', id: 'point-1' },
    ]);
    booking({ atPoint: true }).thenRefused('NOT_HELD_AT_POINT');
  });

  it('is displaced from a point that receives nobody, on the legal date of the cause, if it lies ahead (T1)', () => {
    const displace = {
      agendaId: 'a',
      date: '2026-03-02',
      appointmentId: 'ap-s',
      pointId: 'point-1',
      since: '2026-02-20',
    };
    const given = specify(agendaDay).given(DAY, booked(NOON, 's'));
    expect(given.when(displaceFromPoint, displace, { openDays: 30 }).events()).toMatchObject([
      {
        ...{ type: 'AppointmentDisplacedByClosure', effectiveAt: '2026-02-19T23:00:00.000Z' },
        data: { appointmentId: 'ap-s', pointId: 'point-1', openUntil: '2026-04-01T08:00:00.000Z' },
      },
    ]);
    given.when(displaceFromPoint, displace, { now: Date.parse(NOON.startsAt) }).thenRefused('APPOINTMENT_NOT_AHEAD');
  });
});

describe('K5: a Punto Cliente has no agenda', () => {
  it('an agenda is not opened for one', () => {
    const unit = { status: 'ESTABLISHED', code: 'DP-RIETI', region: '12', province: '057' };
    specify(agenda)
      .given()
      .when(
        openAgenda,
        {
          ...{ owner: { kind: 'PUNTO_INPS', unit: 'DP-RIETI', point: 'point-1' }, name: 'Sportello' },
          ...{ serviceLine: 'PENSIONI', slotMinutes: 10, modes: ['IN_PERSON'] },
        },
        { unit, usual: {}, isPuntoCliente: true },
      )
      .thenRefused('PUNTO_CLIENTE_HAS_NO_AGENDA');
  });
});

describe('K7: a resumption gives places back', () => {
  const lost: AgendaDayEvent = {
    type: 'AppointmentDisplacedByClosure',
    data: { ...taken(NOON, 's'), appointmentId: 'ap-s', pointId: 'point-1' },
  };
  const reinstate = {
    agendaId: 'a',
    date: '2026-03-02',
    appointmentId: 'ap-s',
    pointId: 'point-1',
    since: '2026-03-02',
  };

  it('to whom they were taken from, as long as they are free and lie ahead', () => {
    const given = specify(agendaDay).given(DAY, booked(NOON, 's'), lost);
    expect(given.when(reinstateAtPoint, reinstate, { limits: {} }).events()).toMatchObject([
      { type: 'AppointmentReinstated', data: { appointmentId: 'ap-s', start: NOON.start } },
    ]);
    given
      .when(reinstateAtPoint, reinstate, { limits: {}, now: Date.parse(NOON.startsAt) })
      .thenRefused('PLACE_NOT_GIVEN_BACK');
  });

  it('not where another has taken them, and not to an appointment that was not displaced', () => {
    specify(agendaDay)
      .given(DAY, booked(NOON, 's'), lost, booked(NOON, 'other'))
      .when(reinstateAtPoint, reinstate, { limits: {} })
      .thenRefused('PLACE_NOT_GIVEN_BACK');
    specify(agendaDay)
      .given(DAY, booked(NOON, 's'))
      .when(reinstateAtPoint, reinstate, { limits: {} })
      .thenRefused('PLACE_NOT_GIVEN_BACK');
  });

  it('with the day, where that was closed meanwhile, once both causes are over, in whatever order', () => {
    const shut = (revision: number) => planned(revision, LATER);
    const open = (revision: number) => planned(revision, NOON, NEXT, LATER);
    const byPlan = displaced(NOON, 's');
    const cause = (more: object = {}): AgendaDayEvent => ({
      type: 'DisplacementCauseChanged',
      data: { agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s', ...more },
    });
    const atPoint = (...events: AgendaDayEvent[]) =>
      specify(agendaDay)
        .given(DAY, booked(NOON, 's'), ...events)
        .when(reinstateAtPoint, reinstate, { limits: {} });
    const byNewPlan = (...events: AgendaDayEvent[]) =>
      specify(agendaDay)
        .given(DAY, booked(NOON, 's'), ...events)
        .when(reinstateAppointment, { ...reinstate, agendaRevision: 3 }, { limits: {} });

    // From the point, whose day is closed then: the point receives again first.
    expect(atPoint(lost, shut(2)).events()).toMatchObject([cause()]);
    byNewPlan(lost, shut(2), open(3)).thenRefused('PLACE_NOT_GIVEN_BACK');
    expect(byNewPlan(lost, shut(2), cause(), open(3)).events()).toMatchObject([{ type: 'AppointmentReinstated' }]);
    atPoint(lost, shut(2), cause()).thenRefused('PLACE_NOT_GIVEN_BACK');
    // The day is open again first.
    expect(atPoint(lost, shut(2), open(3)).events()).toMatchObject([{ type: 'AppointmentReinstated' }]);

    // By its day, and the point receives nobody then.
    const displacing = { appointmentId: 'ap-s', pointId: 'point-1', since: '2026-03-02' };
    const [also] = specify(agendaDay)
      .given(DAY, booked(NOON, 's'), byPlan, shut(2))
      .when(displaceFromPoint, { agendaId: 'a', date: '2026-03-02', ...displacing }, { openDays: 30 })
      .events();
    expect(also).toMatchObject(cause({ pointId: 'point-1' }));
    byNewPlan(byPlan, shut(2), cause({ pointId: 'point-1' }), open(3)).thenRefused('PLACE_NOT_GIVEN_BACK');
    expect(atPoint(byPlan, shut(2), cause({ pointId: 'point-1' }), open(3)).events()).toMatchObject([
      { type: 'AppointmentReinstated' },
    ]);
  });

  it('and it takes its places again', () => {
    const back: AgendaDayEvent = {
      type: 'AppointmentReinstated',
      data: { ...taken(NOON, 's'), appointmentId: 'ap-s', pointId: 'point-1' },
    };
    specify(agendaDay)
      .given(DAY, booked(NOON, 's'), lost, back)
      .as(operator)
      .when(
        bookAppointment,
        { ...book(NOON), channel: 'PUNTO_CLIENTE', principal: operator, bookedFrom },
        {
          ...known,
          authorization,
          point,
        },
      )
      .thenRefused('SLOT_FULL');
  });
});
