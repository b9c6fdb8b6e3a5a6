import { projection } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { at, cancelled, NOON, replanned, taken } from '../specification/sample-day.ts';
import { arrived } from '../specification/sample-move.ts';
import { displacedAppointments } from './displaced.ts';

const displaced = (overrides: object = {}): AgendaDayEvent => ({
  type: 'AppointmentDisplacedByClosure',
  data: { ...taken(NOON, 's'), appointmentId: 'ap-s', agendaRevision: 2, ...overrides },
});
const reinstated: AgendaDayEvent = {
  type: 'AppointmentReinstated',
  data: { ...taken(NOON, 's'), appointmentId: 'ap-s', agendaRevision: 3 },
};
const elsewhere = { agendaId: 'b', date: '2026-03-03' };
const { start, startsAt, endsAt } = NOON;
const movedAway: AgendaDayEvent = {
  type: 'AppointmentMovedAway',
  data: {
    ...{ ...taken(NOON, 's'), appointmentId: 'ap-s', moveId: 'm', by: 'OFFICE' },
    to: { ...elsewhere, start, startsAt, endsAt, units: 1 },
  },
};
const standsElsewhere = {
  type: 'AppointmentRescheduled',
  data: { ...arrived(NOON, 's').data, agendaId: 'b', from: { ...taken(NOON, 's'), start } },
} as AgendaDayEvent;
const ofSystem: AgendaDayEvent = {
  type: 'AppointmentCancelled',
  data: { ...taken(NOON, 's'), appointmentId: 'ap-s', by: 'SYSTEM', reason: 'NOT_REBOOKED' },
};

const stateAfter = (...events: AgendaDayEvent[]) =>
  (
    projection(displacedAppointments)
      .given(...events)
      .document('ap-s') as { readonly state: string } | undefined
  )?.state;

describe('A7: whom an office has to call', () => {
  it('is everybody who was displaced, by a change of the agenda or from a Punto Cliente', () => {
    expect(
      projection(displacedAppointments)
        .given(displaced({ openUntil: at(60) }))
        .document('ap-s'),
    ).toMatchObject({
      ...{ appointmentId: 'ap-s', agendaId: 'a', date: '2026-03-02', start: '12:00', state: 'OPEN' },
      ...{ cause: 'AGENDA', pointId: null, openUntil: at(60) },
    });
    const atPoint = displaced({ agendaRevision: undefined, pointId: 'p' });
    expect(projection(displacedAppointments).given(atPoint).document('ap-s')).toMatchObject({
      ...{ cause: 'PUNTO_CLIENTE', pointId: 'p', openUntil: null },
    });
  });

  it.each<[string, AgendaDayEvent]>([
    ['REINSTATED', reinstated],
    ['RESCHEDULED', movedAway],
    ['RESCHEDULED', standsElsewhere],
    ['CANCELLED', cancelled(NOON, 's', 10)],
    ['CLOSED', ofSystem],
  ])('until it is %s; what happens to the appointment later changes nothing of that', (state, event) => {
    expect(stateAfter(displaced(), event)).toBe(state);
    expect(stateAfter(displaced(), event, cancelled(NOON, 's', 10))).toBe(state);
    expect(stateAfter(event)).toBeUndefined();
  });

  it('and again where it was displaced from another day since, whatever is still written to the first', () => {
    const twice = displaced(elsewhere);

    expect(stateAfter(displaced(), movedAway, twice)).toBe('OPEN');
    expect(stateAfter(displaced(), twice, movedAway)).toBe('OPEN');
    expect(stateAfter(displaced(), standsElsewhere, twice, movedAway)).toBe('OPEN');
  });

  it('says what each waits for, as that changes', () => {
    const cause = (pointId?: string, where: object = {}): AgendaDayEvent => ({
      type: 'DisplacementCauseChanged',
      data: {
        ...{ agendaId: 'a', date: '2026-03-02', appointmentId: 'ap-s', ...where },
        ...(pointId === undefined ? {} : { pointId }),
      },
    });
    const after = (...events: AgendaDayEvent[]) =>
      projection(displacedAppointments)
        .given(displaced(), ...events)
        .document('ap-s');
    expect(after(cause('p'))).toMatchObject({ cause: 'PUNTO_CLIENTE', pointId: 'p' });
    expect(after(cause('p'), cause())).toMatchObject({ cause: 'AGENDA', pointId: null });
    expect(after(cause('p', { date: '2026-03-03' }))).toMatchObject({ cause: 'AGENDA', pointId: null });
  });

  it('is called by the office to which the day has passed', () => {
    const plan = replanned(3, [60, 0], NOON);
    const carried = {
      ...plan,
      data: { ...plan.data, unit: 'DP-ROMA', province: '058', carried: ['ap-s'] },
    } as AgendaDayEvent;

    expect(projection(displacedAppointments).given(displaced(), carried).document('ap-s')).toMatchObject({
      place: { region: '12', province: '058', unit: 'DP-ROMA' },
    });
  });
});
