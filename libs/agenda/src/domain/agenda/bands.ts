import { defineRefusal, defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#italy';
import type { OpeningBand } from '../calendar/opening-bands.ts';
import type { Opened } from './agenda-state.ts';

export const bandUnknown = defineRefusal(
  'BAND_UNKNOWN',
  'The agenda has no opening band under this id: read the agenda, which lists them.',
  'not-found',
);
const refuse = defineRefusals({
  BAND_ALREADY_WITHDRAWN: [
    'This opening band was withdrawn before: define its hours anew if they shall be open again.',
    'already-so',
  ],
});

export const bandEndsBefore = defineRefusal(
  'BAND_ENDS_BEFORE',
  'The band is open until {validUntil} and no longer, before {from}: nothing is left to do.',
  'already-so',
);

/**
 * Refuses what would change a band from a day on that it does not reach.
 * @param from `yyyy-mm-dd`
 * @throws DomainError BAND_ENDS_BEFORE (already-so)
 */
export function requireStillOpen({ validUntil }: OpeningBand, from: LocalDate): void {
  if (validUntil !== undefined && validUntil < from) throw bandEndsBefore({ validUntil, from });
}

/**
 * A band that the agenda has.
 * @throws DomainError BAND_ALREADY_WITHDRAWN (already-so) | BAND_UNKNOWN (not-found)
 */
export function knownBand(bandId: string, { bands, withdrawnBands }: Opened): OpeningBand {
  const band = bands.find((existing) => existing.bandId === bandId);
  if (band) return band;
  throw withdrawnBands.includes(bandId) ? refuse.BAND_ALREADY_WITHDRAWN({ bandId }) : bandUnknown({ bandId });
}

/** What {@link knownBand} refuses. */
export const bandRefusals = [refuse.BAND_ALREADY_WITHDRAWN, bandUnknown];
