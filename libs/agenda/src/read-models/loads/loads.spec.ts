import { projection, type Envelope } from '#kernel/specification';
import type { AgendaDayEvent } from '../../domain/events/agenda-day-events.ts';
import type { WaitlistEvent } from '../../domain/events/waitlist-events.ts';
import type { AgendaDemandEvent } from '../../domain/demand/events.ts';
import { booked, cancelled, DAY, LATER, NEXT, NOON, replanned } from '../../specification/sample-day.ts';
import { acceptedOffer, joinedList, leftList } from '../../specification/sample-waitlist.ts';
import { abandoned, access, accessCompleted, completed, missed } from '../../specification/sample-desk.ts';
import { agendaLoads, loadKey, type AgendaLoad } from './agenda-loads.ts';
import { fourWeeksUntil, monthsOf, sumOfLoads, told } from './load-answer.ts';

const RIETI: Envelope = {
  recordedAt: '2026-03-02T08:00:00.000Z',
  metadata: { scope: { region: '12', province: '057', unit: 'DP-RIETI' } },
};
type Told = AgendaDayEvent | AgendaDemandEvent | WaitlistEvent;
const searched = (date: string, count: number): AgendaDemandEvent => ({
  type: 'SearchesFoundNothing',
  data: { agendaId: 'a', date, count },
});
const load = (...events: Told[]): AgendaLoad =>
  projection(agendaLoads)
    .given(...events.map((event) => [event, RIETI] as const))
    .document(loadKey('a', '2026-03'))!;
const USUAL = { adequateFromPercent: 60, adequateUntilPercent: 95 } as never;
const march = fourWeeksUntil('2026-03-10');
const figures = (...events: Told[]) => told(sumOfLoads([load(...events)], march), march, USUAL);

describe('the load of an agenda', () => {
  it('is kept day by day, of what it offers and of who comes', () => {
    expect(load(DAY, booked(NOON, 'x'), booked(NEXT, 'y'), cancelled(NEXT, 'y', 10), access(1))).toEqual({
      ...{ agendaId: 'a', serviceLine: 'PENSIONI', region: '12', province: '057', unit: 'DP-RIETI', month: '2026-03' },
      days: { '02': { openMinutes: 60, places: 3, booked: 2, cancelled: 1, taken: 1, accesses: 1 } },
    });
  });

  it('a day that is planned anew offers what the new plan offers, and keeps who comes', () => {
    expect(load(DAY, booked(NOON, 'x'), replanned(2, [60, 1], NOON)).days).toEqual({
      '02': { openMinutes: 20, places: 1, booked: 1, taken: 1 },
    });
    expect(load(DAY, replanned(2, [60, 0])).days).toEqual({});
  });

  it('tells the share of places that are taken, that are used, and to which nobody came', () => {
    const came = [booked(NOON, 'x'), booked(NEXT, 'y'), completed(NOON, 'x'), missed(NEXT, 'y')];
    expect(figures(DAY, ...came, access(1), accessCompleted(1, true), access(2), abandoned(2))).toMatchObject({
      ...{ openHours: 1, places: 3, taken: 2, accesses: 2, served: 2, noShows: 1, noShowShare: 1 / 2 },
      ...{ load: 4 / 3, utilisation: 2 / 3 },
    });
  });

  it('is adequate where what is wanted lies between 60 and 95 % of the places', () => {
    expect(figures(DAY, booked(NOON, 'x'))).toMatchObject({ demand: 1 / 3, adequacy: 'TOO_MANY_PLACES' });
    const two = [DAY, booked(NOON, 'x'), booked(NEXT, 'y')];
    expect(figures(...two)).toMatchObject({ demand: 2 / 3, adequacy: 'ADEQUATE' });
    expect(figures(...two, booked(LATER, 'z'))).toMatchObject({ demand: 1, adequacy: 'TOO_FEW_PLACES' });
    expect(figures(DAY, replanned(2, [60, 0]))).toMatchObject({ places: 0, demand: null, adequacy: null });
  });

  it('searches that found nothing are wanted, too, and so is who came without an appointment', () => {
    const two = [DAY, booked(NOON, 'x'), booked(NEXT, 'y')];
    expect(figures(...two, searched('2026-03-04', 2))).toMatchObject({
      ...{ foundNothing: 2, demand: 4 / 3, load: 2 / 3, adequacy: 'TOO_FEW_PLACES' },
    });
    expect(figures(...two, access(1))).toMatchObject({ demand: 1, adequacy: 'TOO_FEW_PLACES' });
  });

  it('whoever waits is wanted, too, until they have a place', () => {
    const joined = [DAY, booked(NOON, 'x'), joinedList('w', 1), joinedList('v', 2)];
    expect(figures(...joined)).toMatchObject({ waiting: 2, demand: 1, load: 1 / 3 });
    expect(figures(...joined, acceptedOffer('w'), booked(NEXT, 'w'))).toMatchObject({
      waiting: 1,
      demand: 1,
      taken: 2,
    });
    // Whoever gives up was in want of a place.
    expect(figures(...joined, leftList('w'))).toMatchObject({ waiting: 2 });
  });

  it('is told of four weeks, which may lie in two months', () => {
    expect(march).toEqual({ from: '2026-02-11', until: '2026-03-10' });
    expect(monthsOf(march)).toEqual(['2026-03', '2026-02']);
    expect(monthsOf(fourWeeksUntil('2026-02-28'))).toEqual(['2026-02']);
    const days = [DAY, booked(NOON, 'x'), searched('2026-03-11', 9)];
    expect(figures(...days)).toMatchObject({ taken: 1, foundNothing: 0 });
    const of = (until: string) => sumOfLoads([load(...days)], fourWeeksUntil(until));
    expect(of('2026-03-29')).toMatchObject({ places: 3, foundNothing: 9 });
    expect(of('2026-03-30')).toMatchObject({ places: 0, foundNothing: 9 });
  });
});
