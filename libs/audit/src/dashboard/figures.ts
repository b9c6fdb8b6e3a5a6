import { LRUCache } from 'lru-cache';
import { agendaFigures, NOTHING, plus, type AgendaFigures, type AgendaSums } from '#agenda';
import { addDays, dayAfter, monthsAfter, type LocalDate } from '#italy';
import { earliest } from '#kernel/domain';
import type { ReadFrom } from '#kernel/execution';
import type { QueryShell } from '#use-cases';
import type { Figures } from './figures-answer.ts';
import { areaOfProvince, NATION, type Network, type SeenPuntoInps } from './network.ts';
import { premisesCostOf, staffDaysOf } from './work-at-points.ts';
import { WorkingDays } from './working-days.ts';

/** The months that figures are of, all of them over. */
export interface Period {
  /** First day. */
  readonly from: LocalDate;
  /** Last day. */
  readonly until: LocalDate;
}

/** The last months that are over at the end of a day. */
export function monthsOverOn(on: LocalDate, months: number): Period {
  const next = dayAfter(on);
  const end = `${next.slice(0, 'yyyy-mm'.length)}-01`;
  return { from: monthsAfter(end, -months), until: addDays(end, -1) };
}

/** All that is summed up of an area. */
interface Sums {
  readonly all: AgendaSums;
  readonly puntiInps: AgendaSums;
  readonly staffDays: number;
  readonly premisesCostCents: number;
}
const NO_SUMS: Sums = { all: NOTHING, puntiInps: NOTHING, staffDays: 0, premisesCostCents: 0 };

/** Figures by area: a region, a province of a region, the nation. */
export interface FiguresRead extends Pick<ReadFrom, 'position' | 'logId'> {
  readonly period: Period;
  readonly sums: ReadonlyMap<string, Sums>;
  /** Those of which there is anything, by region. */
  readonly provinces: ReadonlyMap<string, ReadonlySet<string>>;
}

type Reading = Pick<QueryShell, 'reader' | 'read'>;

/** Most provinces, and then some. */
const MOST_PROVINCES = 500;
/** Periods whose work at points is kept: people ask for few. */
const KEPT = 16;

/** Reads what agendas offered and what came of it, beside what Punti INPS cost. */
export class FiguresReader {
  readonly #work = new LRUCache<string, ReadonlyMap<string, Work>>({ max: KEPT });
  #network: Network | undefined;

  /**
   * @param region ISTAT code; all of them when absent
   * @throws SystemError as the reader does
   */
  async read(network: Network, period: Period, { reader, read }: Reading, region?: string): Promise<FiguresRead> {
    const sums = new Map<string, Sums>();
    const provinces = new Map<string, Set<string>>();
    const add = (of: { readonly region: string; readonly province: string }, more: Partial<Sums>): void => {
      if (region !== undefined && of.region !== region) return;
      provinces.set(of.region, (provinces.get(of.region) ?? new Set()).add(of.province));
      for (const area of [NATION, of.region, areaOfProvince(of.region, of.province)]) {
        sums.set(area, together(sums.get(area) ?? NO_SUMS, more));
      }
    };
    const from = { position: '', logId: '' };
    for (let year = Number(period.from.slice(0, 4)); year <= Number(period.until.slice(0, 4)); year += 1) {
      const where = { ...(region === undefined ? {} : { region }), year: String(year) };
      const found = await reader.find(agendaFigures, { where, limit: MOST_PROVINCES }, read);
      from.position = from.position === '' ? found.position : earliest(from.position, found.position);
      from.logId = found.logId;
      for (const figures of found.items) {
        for (const month of monthsIn(figures, period)) add(figures, month);
      }
    }
    for (const work of this.#workIn(network, period).values()) add(work, work);
    return { ...from, period, sums, provinces };
  }

  /** Worked out once for each period, as long as the network stays as it is. */
  #workIn(network: Network, { from, until }: Period): ReadonlyMap<string, Work> {
    if (this.#network !== network) {
      this.#work.clear();
      this.#network = network;
    }
    const key = `${from}/${until}`;
    const known = this.#work.get(key);
    if (known) return known;
    const days = new WorkingDays(from, until);
    const work = new Map<string, Work>();
    for (const point of network.puntiInps) {
      const place = placeOf(point);
      if (!place) continue;
      const area = areaOfProvince(place.region, place.province);
      const { staffDays = 0, premisesCostCents = 0 } = work.get(area) ?? {};
      work.set(area, {
        ...place,
        staffDays: staffDays + staffDaysOf(point, days),
        premisesCostCents: premisesCostCents + premisesCostOf(point.premises, from, until),
      });
    }
    this.#work.set(key, work);
    return work;
  }
}

/** The figures of an area, as they are told. */
export function figuresOf({ sums, period }: FiguresRead, area: string): Figures {
  const { all, puntiInps, staffDays, premisesCostCents } = sums.get(area) ?? NO_SUMS;
  const ofPoints = offered(puntiInps);
  const { appointments, served } = ofPoints;
  const euros = premisesCostCents / 100;
  return {
    ...period,
    ...offered(all),
    puntiInps: {
      ...ofPoints,
      ...{ staffDays, premisesCostCents: Math.round(premisesCostCents) },
      appointmentsPerStaffDay: ratioOf(appointments, staffDays),
      appointmentsPerEuro: ratioOf(appointments, euros),
      servedPerStaffDay: ratioOf(served, staffDays),
      servedPerEuro: ratioOf(served, euros),
    },
  };
}

interface Work extends Pick<Sums, 'staffDays' | 'premisesCostCents'> {
  readonly region: string;
  readonly province: string;
}

/** Where it is: a Punto INPS does not move. */
function placeOf({ steps }: SeenPuntoInps): { readonly region: string; readonly province: string } | undefined {
  const { region, province } = steps.findLast(({ facts }) => facts)?.facts ?? {};
  return region === undefined || province === undefined ? undefined : { region, province };
}

function monthsIn({ year, months }: AgendaFigures, { from, until }: Period) {
  const days = Object.entries(months).map(([month, sums]) => ({ day: `${year}-${month}-01`, sums }));
  return days.filter(({ day }) => from <= day && day <= until).map(({ sums }) => sums);
}

function together(one: Sums, more: Partial<Sums>): Sums {
  return {
    all: plus(one.all, more.all ?? NOTHING),
    puntiInps: plus(one.puntiInps, more.puntiInps ?? NOTHING),
    staffDays: one.staffDays + (more.staffDays ?? 0),
    premisesCostCents: one.premisesCostCents + (more.premisesCostCents ?? 0),
  };
}

function offered({ openMinutes, booked, cancelled, displaced, ...sums }: AgendaSums) {
  // Hours that were written before hours were summed up may lack what was booked in them, and the other way round.
  const appointments = Math.max(0, booked - cancelled - displaced);
  const openHours = openMinutes / 60;
  const { places, taken, noShows, lapsed = 0, accesses, served, solved } = sums;
  return {
    ...{ appointments, noShows, lapsed, accesses, served, solvedAtFirstContact: solved },
    ...{ places, load: ratioOf(Math.max(0, taken) + accesses, places) },
    ...{ noShowShare: ratioOf(noShows, appointments), solvedShare: ratioOf(solved, served) },
    ...{ openHours, appointmentsPerOpenHour: ratioOf(appointments, openHours) },
    servedPerOpenHour: ratioOf(served, openHours),
  };
}

function ratioOf(of: number, by: number): number | null {
  return by > 0 ? of / by : null;
}
