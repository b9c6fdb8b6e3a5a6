import { type LocalDate, type LocalTime } from '#italy';
import { recursOn, type Recurring } from './recurrence.ts';
import { firstCommonDay } from './recurrence-overlap.ts';

/** Hours in which an agenda receives on days that recur, by the wall clock of Rome. */
export interface OpeningBand extends Recurring {
  readonly bandId: string;
  readonly from: LocalTime;
  /** Exclusive. */
  readonly to: LocalTime;
  /** How many persons are received at once, 1 or more. */
  readonly capacity: number;
  /** Of these, how many through channels of staff alone; none when absent. */
  readonly internalCapacity?: number;
  /** Id of the desk at which people are received; the agenda's own when absent. */
  readonly deskId?: string;
}

/** The first day on which two bands are open at one time; undefined when there is none. */
export function firstOverlap(
  a: Omit<OpeningBand, 'bandId' | 'capacity'>,
  b: Omit<OpeningBand, 'bandId' | 'capacity'>,
  notBefore?: LocalDate,
): LocalDate | undefined {
  return a.from < b.to && b.from < a.to ? firstCommonDay(a, b, notBefore) : undefined;
}

/** The bands of a day, earliest first. */
export function bandsOn(date: LocalDate, bands: readonly OpeningBand[]): OpeningBand[] {
  return bands.filter((band) => recursOn(band, date)).sort((a, b) => (a.from < b.from ? -1 : 1));
}
