import { defineRefusals } from '#kernel/domain';
import { minutesOf, type LocalDate } from '#italy';
import { firstOverlap, type OpeningBand } from '../calendar/opening-bands.ts';
import { firstDayOf } from '../calendar/recurrence-overlap.ts';

/** Most bands of one agenda that are not over. */
const MAX_BANDS = 500;

const refuse = defineRefusals({
  BAND_CROSSES_MIDNIGHT:
    'A band from {from} cannot end at {to}: it ends on the day on which it begins, at 24:00 at the latest. Define what ' +
    'comes after midnight as a band of the next day.',
  BAND_TOO_SHORT: 'From {from} to {to} there is no room for one slot of {slotMinutes} minutes: choose longer hours.',
  VALIDITY_REVERSED: 'A band that begins on {validFrom} cannot end before, on {validUntil}: correct one of the two.',
  BAND_NEVER_OPENS: 'From {validFrom} to its end none of the days of the band comes: correct its days or its validity.',
  BAND_OVERLAPS:
    'From {from} to {to} another band is open on the same days, first on {date}: withdraw that one, or choose other hours or days.',
  TOO_MANY_BANDS: 'The agenda has {limit} opening bands that are not over, and may have no more: withdraw some first.',
});

/** What a band that is defined, or comes of another, is refused for. */
export const bandRuleRefusals = Object.values(refuse);

/**
 * Refuses hours that hold no slot: a band begins and ends on one day.
 * @param slotMinutes length of a slot, in minutes
 * @throws DomainError BAND_CROSSES_MIDNIGHT | BAND_TOO_SHORT
 */
export function requireHours({ from, to }: Pick<OpeningBand, 'from' | 'to'>, slotMinutes: number): void {
  if (to <= from) throw refuse.BAND_CROSSES_MIDNIGHT({ from, to });
  if (minutesOf(to) - minutesOf(from) < slotMinutes) throw refuse.BAND_TOO_SHORT({ from, to, slotMinutes });
}

/**
 * Refuses a band that is open on no day.
 * @throws DomainError VALIDITY_REVERSED | BAND_NEVER_OPENS
 */
export function requireDays(band: OpeningBand): void {
  const { validFrom, validUntil } = band;
  if (validUntil !== undefined && validUntil < validFrom) throw refuse.VALIDITY_REVERSED({ validFrom, validUntil });
  if (firstDayOf(band) === undefined) throw refuse.BAND_NEVER_OPENS({ validFrom });
}

/**
 * Refuses a band at the hours of another on some day.
 * @throws DomainError BAND_OVERLAPS
 */
export function requireNoOverlap(band: OpeningBand, bands: readonly OpeningBand[]): void {
  for (const other of bands) {
    const date = firstOverlap(other, band);
    if (date !== undefined) throw refuse.BAND_OVERLAPS({ from: band.from, to: band.to, date, with: other });
  }
}

/**
 * Refuses more bands than an agenda may have.
 * @throws DomainError TOO_MANY_BANDS
 */
export function requireRoomForBands(more: number, bands: readonly OpeningBand[], today: LocalDate): void {
  const open = bands.filter(({ validUntil }) => validUntil === undefined || validUntil >= today);
  if (open.length + more > MAX_BANDS) throw refuse.TOO_MANY_BANDS({ limit: MAX_BANDS });
}
