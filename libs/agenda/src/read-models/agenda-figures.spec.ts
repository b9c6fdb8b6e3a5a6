import type { DomainEvent } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import { booked, cancelled, LATER, NEXT, NOON, plan, planned, replanned, taken } from '../specification/sample-day.ts';
import { agendaFigures } from './agenda-figures.ts';

const RIETI: Envelope = { metadata: { scope: { region: '12', province: '057', unit: 'DP-RIETI' } } };
const KEY = '057/2026';
const POINT = 'point-1';
const NONE = { openMinutes: 0, booked: 0, cancelled: 0, displaced: 0 };

const written = (events: readonly AgendaDayEvent[]): (readonly [AgendaDayEvent, Envelope])[] =>
  events.map((event) => [event, RIETI]);
/** The same, on an agenda of a Punto INPS. */
const ofPoint = ({ type, data }: DomainEvent): AgendaDayEvent =>
  ({ type, data: { ...(data as object), point: POINT } }) as AgendaDayEvent;
const march = (...events: AgendaDayEvent[]) =>
  projection(agendaFigures)
    .given(...written(events))
    .document(KEY)?.months['03'];
const displaced: AgendaDayEvent = {
  type: 'AppointmentDisplacedByClosure',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', agendaRevision: 2 },
};
const reinstated: AgendaDayEvent = {
  type: 'AppointmentReinstated',
  data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', pointId: 'p' },
};

describe('figures of agendas', () => {
  it('sum up, by province and month, for how long agendas are open and what comes of appointments', () => {
    const { months, ...of } = projection(agendaFigures)
      .given(
        ...written([planned(1, NOON, NEXT, LATER), booked(NOON, 'x'), booked(NEXT, 'y'), cancelled(NEXT, 'y', 10)]),
      )
      .document(KEY)!;

    expect(of).toEqual({ region: '12', province: '057', year: '2026' });
    expect(months).toEqual({
      '03': { all: { openMinutes: 60, booked: 2, cancelled: 1, displaced: 0 }, puntiInps: NONE },
    });
  });

  it('count those of Punti INPS among all, and apart', () => {
    const events = [planned(1, NOON, NEXT), booked(NOON, 'x'), displaced].map(ofPoint);
    const sums = { openMinutes: 40, booked: 1, cancelled: 0, displaced: 1 };
    expect(march(...events)).toEqual({ all: sums, puntiInps: sums });
    expect(march(...events, ofPoint(reinstated))?.puntiInps).toEqual({ ...sums, displaced: 0 });
  });

  it('count a day that is planned anew for its new plan alone', () => {
    expect(march(planned(1, NOON, NEXT, LATER), replanned(2, [60, 0], NOON))?.all.openMinutes).toBe(20);
    expect(march(planned(1, NOON, NEXT, LATER), replanned(2, [60, 0]))?.all).toEqual(NONE);
  });

  it('of days that earlier versions planned anew, count the first plan, as these did not say what was before', () => {
    expect(march(planned(1, NOON, NEXT, LATER), planned(2, NOON))?.all.openMinutes).toBe(60);
  });

  it('pass hours and appointments on to whom an agenda is transferred', () => {
    const { openMinutes, appointments } = { openMinutes: 60, appointments: 1 };
    const elsewhere = { ...plan(NOON), region: '08', province: '037', point: POINT };
    const previous = { region: '12', province: '057', openMinutes, appointments };
    const given = projection(agendaFigures).given(...written([planned(1, NOON, NEXT, LATER), booked(NOON, 'x')]), [
      { type: 'DayPlanned', data: { ...elsewhere, agendaRevision: 2, previous } },
      RIETI,
    ]);

    expect(given.document(KEY)?.months['03']?.all).toEqual(NONE);
    expect(given.document('037/2026')?.months['03']).toEqual({
      all: { ...NONE, openMinutes: 20, booked: 1 },
      puntiInps: { ...NONE, openMinutes: 20, booked: 1 },
    });
  });
});
