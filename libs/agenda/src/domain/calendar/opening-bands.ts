import { weekdayOf, type LocalDate, type LocalTime } from '#italy';

/** Hours of a day of the week in which an agenda receives, by the wall clock of Rome. */
export interface OpeningBand {
  readonly bandId: string;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekday: number;
  readonly from: LocalTime;
  /** Exclusive. */
  readonly to: LocalTime;
  /** How many persons are received at once, 1 or more. */
  readonly capacity: number;
  /** Of these, how many through channels of staff alone; none when absent. */
  readonly internalCapacity?: number;
  readonly validFrom: LocalDate;
  /** Inclusive; without it the band has no end. */
  readonly validUntil?: LocalDate;
}

/** Tells whether two bands would open the same desk twice at some time. */
export function overlap(a: OpeningBand, b: OpeningBand): boolean {
  return (
    a.weekday === b.weekday &&
    a.from < b.to &&
    b.from < a.to &&
    (b.validUntil === undefined || a.validFrom <= b.validUntil) &&
    (a.validUntil === undefined || b.validFrom <= a.validUntil)
  );
}

/** The bands of a day, earliest first. */
export function bandsOn(date: LocalDate, bands: readonly OpeningBand[]): OpeningBand[] {
  const weekday = weekdayOf(date);
  return bands
    .filter((band) => band.weekday === weekday && isValidOn(band, date))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

function isValidOn({ validFrom, validUntil }: OpeningBand, date: LocalDate): boolean {
  return validFrom <= date && (validUntil === undefined || date <= validUntil);
}
