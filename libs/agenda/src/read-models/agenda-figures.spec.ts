import type { DomainEvent } from '#kernel/domain';
import { projection, type Envelope } from '#kernel/specification';
import type { AgendaDayEvent } from '../domain/events/agenda-day-events.ts';
import {
  booked,
  cancelled,
  DAY,
  displaced,
  LATER,
  NEXT,
  NOON,
  plan,
  planned,
  replanned,
  taken,
} from '../specification/sample-day.ts';
import { abandoned, access, accessCompleted, completed, missed } from '../specification/sample-desk.ts';
import { when } from '../specification/when-on-day.ts';
import { planDay } from '../use-cases/plan-day.ts';
import { agendaFigures, NOTHING } from './agenda-figures.ts';

const RIETI: Envelope = { metadata: { scope: { region: '12', province: '057', unit: 'DP-RIETI' } } };
const KEY = '057/2026';
const POINT = 'point-1';
const NONE = NOTHING;

const written = (events: readonly AgendaDayEvent[]): (readonly [AgendaDayEvent, Envelope])[] =>
  events.map((event) => [event, RIETI]);
/** The same, on an agenda of a Punto INPS. */
const ofPoint = ({ type, data }: DomainEvent): AgendaDayEvent =>
  ({ type, data: { ...(data as object), point: POINT } }) as AgendaDayEvent;
const march = (...events: AgendaDayEvent[]) =>
  projection(agendaFigures)
    .given(...written(events))
    .document(KEY)?.months['03'];
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
      '03': { all: { ...NONE, openMinutes: 60, places: 3, booked: 2, cancelled: 1, taken: 1 }, puntiInps: NONE },
    });
  });

  it('count those of Punti INPS among all, and apart', () => {
    const events = [planned(1, NOON, NEXT), booked(NOON, 'x'), displaced(NOON, 'x')].map(ofPoint);
    const sums = { ...NONE, openMinutes: 40, places: 2, booked: 1, displaced: 1 };
    expect(march(...events)).toEqual({ all: sums, puntiInps: sums });
    expect(march(...events, ofPoint(reinstated))?.puntiInps).toEqual({ ...sums, displaced: 0, taken: 1 });
  });

  it('count who was served, with an appointment or without, who did not come, and for whom nothing was left to do', () => {
    const came = [booked(NOON, 'x'), booked(NEXT, 'y'), completed(NOON, 'x'), missed(NEXT, 'y')];
    const without = [access(1), accessCompleted(1, false), access(2), abandoned(2)];
    expect(march(DAY, ...came, ...without)?.all).toEqual({
      ...{ ...NONE, openMinutes: 60, places: 3, booked: 2, taken: 2, noShows: 1 },
      ...{ accesses: 2, abandoned: 1, served: 2, solved: 1 },
    });
  });

  it('count a day that is planned anew for its new plan alone', () => {
    expect(march(DAY, replanned(2, [60, 0], NOON))?.all).toMatchObject({ openMinutes: 20, places: 1 });
    expect(march(DAY, replanned(2, [60, 0]))?.all).toEqual(NONE);
    // A plan of an earlier version says nothing of places: those of the first stay.
    const { type, data } = replanned(2, [60, 0], NOON) as Extract<AgendaDayEvent, { type: 'DayPlanned' }>;
    const { places: _places, taken: _taken, ...previous } = data.previous!;
    expect(march(DAY, { type, data: { ...data, previous } })?.all).toMatchObject({ openMinutes: 20, places: 3 });
  });

  it('of days that earlier versions planned anew, count the first plan, as these did not say what was before', () => {
    expect(march(planned(1, NOON, NEXT, LATER), planned(2, NOON))?.all.openMinutes).toBe(60);
  });

  it('pass hours and appointments on to whom an agenda is transferred', () => {
    const sums = { openMinutes: 60, places: 3, appointments: 1, taken: 1 };
    const elsewhere = { ...plan(NOON), region: '08', province: '037', point: POINT };
    const previous = { region: '12', province: '057', ...sums };
    const given = projection(agendaFigures).given(...written([planned(1, NOON, NEXT, LATER), booked(NOON, 'x')]), [
      { type: 'DayPlanned', data: { ...elsewhere, agendaRevision: 2, previous } },
      RIETI,
    ]);

    expect(given.document(KEY)?.months['03']?.all).toEqual(NONE);
    expect(given.document('037/2026')?.months['03']).toEqual({
      all: { ...NONE, openMinutes: 20, places: 1, booked: 1, taken: 1 },
      puntiInps: { ...NONE, openMinutes: 20, places: 1, booked: 1, taken: 1 },
    });
  });

  it('T4: count a day whose agenda passes to another office there, with all that came of it before, and nothing of it twice', () => {
    const came = [
      booked(NOON, 'x'),
      booked(NEXT, 'y'),
      booked(LATER, 'z'),
      displaced(NOON, 'x'),
      cancelled(NEXT, 'y', 10),
    ];
    const without = [missed(LATER, 'z'), access(1), accessCompleted(1, true), access(2), abandoned(2)];
    const before = [DAY, ...came, ...without];
    const elsewhere = { ...plan(NOON, NEXT, LATER), province: '037', point: POINT };
    const passing = when(planDay, { plan: elsewhere, agendaRevision: 2 }, before).events() as AgendaDayEvent[];
    const after: AgendaDayEvent = {
      type: 'AppointmentReinstated',
      data: { ...taken(NOON, 'x'), appointmentId: 'ap-x', agendaRevision: 2 },
    };
    const there: Envelope = { metadata: { scope: { region: '12', province: '037', unit: 'AGENZIA' } } };
    const given = projection(agendaFigures).given(
      ...written(before),
      ...passing.map((event): [AgendaDayEvent, Envelope] => [event, there]),
      [ofPoint(after), there],
    );

    expect(given.document(KEY)?.months['03']).toEqual({ all: NONE, puntiInps: NONE });
    const sums = { ...NONE, openMinutes: 60, places: 3, booked: 3, cancelled: 1, taken: 2, noShows: 1 };
    const { all, puntiInps } = given.document('037/2026')?.months['03'] ?? {};
    expect(all).toEqual({ ...sums, accesses: 2, abandoned: 1, served: 1, solved: 1 });
    expect(puntiInps).toEqual(all);
  });
});
