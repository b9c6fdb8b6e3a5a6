import { addDays, capitalOf, MINUTE_MS, municipalityByCode, provinceByCode, romeDateOf, type LocalDate } from '#italy';
import { isOffered } from '../../domain/delivered-services.ts';
import type { Mode } from '../../domain/vocabulary.ts';
import type { DaysOfAgenda, FreeDays } from './days-ahead.ts';
import { freeSlotsOf, type FreeSlotOfDay, type KeptDay, type Taker } from './kept-day.ts';

/** Which free places are looked for. */
export interface Sought extends Taker {
  readonly serviceLine: string;
  /** Of that line; what a Punto INPS does not offer is not found there. */
  readonly serviceId: string;
  readonly mode: Mode;
  /** Codes: ISTAT, ISTAT, codice catastale. */
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly municipality?: string | undefined;
  /** These agendas alone. */
  readonly agendaIds?: readonly string[] | undefined;
  /** First and last day, `yyyy-mm-dd`. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  /** Leaves out slots that somebody knows to be closed by now, though the read model does not yet. */
  readonly isStillOpen?: ((slot: FreeSlotOfDay) => boolean) | undefined;
}

/** After which slot a page goes on, in the order of time and of agendas. */
export interface After {
  /** Minutes since the epoch. */
  readonly start: number;
  readonly agendaId: string;
}

/** Where an agenda receives: where somebody said so, or else in the capital of its province. */
export function municipalityOf({ municipality, province }: Pick<KeptDay, 'municipality' | 'province'>) {
  const said = municipality === undefined ? undefined : municipalityByCode(municipality);
  const found = said ? undefined : provinceByCode(province);
  return said ?? (found && capitalOf(found));
}

/** Free slots in the order of time; at the same time, in that of agendas. */
export function inOrder(a: FreeSlotOfDay, b: FreeSlotOfDay): number {
  return a.start - b.start || (a.day.agendaId < b.day.agendaId ? -1 : 1);
}

function isAfter({ start, day }: FreeSlotOfDay, after: After | undefined): boolean {
  if (!after) return true;
  return start > after.start || (start === after.start && day.agendaId > after.agendaId);
}

/** Which of the first free slots are wanted. */
interface Wanted {
  readonly after?: After | undefined;
  /** The earliest of them, so many at most; all when absent. */
  readonly most?: number;
}

/** The first free slot of each agenda, in the order of time. */
export function firstFree(free: FreeDays, sought: Sought, { after, most = Infinity }: Wanted = {}): FreeSlotOfDay[] {
  const fits = fitting(sought);
  const found = new Earliest(most);
  for (const days of agendasOf(free, sought)) {
    const first = firstOf(days, sought, fits, found);
    if (first && isAfter(first, after)) found.add(first);
  }
  return found.inOrder();
}

/** The earliest slots of many, so that those that are left out need not be sorted. */
class Earliest {
  readonly #most: number;
  #found: FreeSlotOfDay[] = [];
  #latest: FreeSlotOfDay | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(slot: FreeSlotOfDay): void {
    this.#found.push(slot);
    if (this.#found.length >= 2 * this.#most) this.inOrder();
  }

  inOrder(): FreeSlotOfDay[] {
    this.#found = this.#found.sort(inOrder).slice(0, this.#most);
    if (this.#found.length === this.#most) this.#latest = this.#found.at(-1);
    return this.#found;
  }

  /** Whether no slot of an agenda is one of them that begins then or later; minutes since the epoch. */
  isBeyond(begins: number, agendaId: string): boolean {
    if (!this.#latest) return false;
    const { start, day } = this.#latest;
    return begins > start || (begins === start && agendaId > day.agendaId);
  }
}

/** @param found those of other agendas; what comes after them all is of no use */
function firstOf(
  days: DaysOfAgenda,
  sought: Sought,
  fits: (day: KeptDay) => boolean,
  found: Earliest,
): FreeSlotOfDay | undefined {
  for (const day of days) {
    const begins = day.slots[0];
    if (begins === undefined) continue;
    if (found.isBeyond(begins, day.agendaId)) return undefined;
    if (!fits(day)) continue;
    for (const slot of freeSlotsOf(day, sought)) if (sought.isStillOpen?.(slot) ?? true) return slot;
  }
  return undefined;
}

/**
 * Free slots of all agendas in the order of time, day by day until there are enough.
 * @param limit as many at least, if there are; the rest of their day comes with them
 */
export function freeByTime(free: FreeDays, sought: Sought, limit: number, after?: After): FreeSlotOfDay[] {
  const fits = fitting(sought);
  const byDate = new Map<LocalDate, KeptDay[]>();
  const first = after === undefined ? '' : romeDateOf(after.start * MINUTE_MS);
  for (const days of agendasOf(free, sought)) {
    for (const day of days) {
      if (day.date < first || day.slots.length === 0 || !fits(day)) continue;
      const same = byDate.get(day.date);
      if (same) same.push(day);
      else byDate.set(day.date, [day]);
    }
  }
  const found: FreeSlotOfDay[] = [];
  for (const date of [...byDate.keys()].sort()) {
    const slots = (byDate.get(date) ?? []).flatMap((day) => [...freeSlotsOf(day, sought, after?.start)]);
    found.push(...slots.filter((slot) => isAfter(slot, after)).sort(inOrder));
    if (found.length >= limit) break;
  }
  return found;
}

/** Ids of the agendas that would deliver what is looked for, were anything free. */
export function fittingAgendas(free: FreeDays, sought: Sought): readonly string[] {
  const fits = fitting(sought);
  return [...agendasOf(free, sought)].flatMap((days) => days.find(fits)?.agendaId ?? []);
}

/**
 * The first day on which an agenda has a place for everyone, in whatever mode.
 * @returns undefined where nothing is free as far as may be booked
 */
export function firstFreeDayOf(
  free: FreeDays,
  { serviceLine, agendaId }: { readonly serviceLine: string; readonly agendaId: string },
  now: number,
): LocalDate | undefined {
  const today = romeDateOf(now);
  const taker: Taker = { internal: false, units: 1, now };
  for (const day of free.ofLine(serviceLine).get(agendaId) ?? []) {
    if (day.date > addDays(today, day.horizonDays)) continue;
    for (const slot of freeSlotsOf(day, taker)) return slot.day.date;
  }
  return undefined;
}

function* agendasOf(free: FreeDays, { serviceLine, agendaIds }: Sought): Generator<DaysOfAgenda> {
  const agendas = free.ofLine(serviceLine);
  if (!agendaIds) return yield* agendas.values();
  for (const agendaId of new Set(agendaIds)) {
    const days = agendas.get(agendaId);
    if (days) yield days;
  }
}

/** Tells whether a day is one that is looked for. */
function fitting({
  serviceId,
  mode,
  region,
  province,
  municipality,
  from,
  to,
  now,
}: Sought): (day: KeptDay) => boolean {
  const today = romeDateOf(now);
  const lastDates = new Map<number, LocalDate>();
  const lastDate = (horizonDays: number): LocalDate => {
    let last = lastDates.get(horizonDays);
    if (last === undefined) lastDates.set(horizonDays, (last = addDays(today, horizonDays)));
    return last;
  };
  const near = new Map<string, boolean>();
  const isThere = (day: KeptDay): boolean => {
    const said = day.municipality ?? day.province;
    let is = near.get(said);
    if (is === undefined) near.set(said, (is = municipalityOf(day)?.code === municipality));
    return is;
  };
  return (day) =>
    (from === undefined || day.date >= from) &&
    (to === undefined || day.date <= to) &&
    (region === undefined || day.region === region) &&
    (province === undefined || day.province === province) &&
    (municipality === undefined || isThere(day)) &&
    day.modes.includes(mode) &&
    isOffered(serviceId, day) &&
    day.date <= lastDate(day.horizonDays);
}
