import { isIBAN } from 'class-validator';
import { withoutGaps, withoutHexadecimals } from '#italy';

/** How it begins: country and check digits. */
const BEGINNING = /^[A-Z]{2}\d{2}/;
const SHORTEST = 15;
const LONGEST = 33;

/**
 * Tells whether a text has an IBAN in it, as people write one: in either case, in groups or in one word. What counts begins and
 * ends with a word, and has the form that its country gives it and the right check digits (ISO 13616, modulo 97), so that
 * register entries, hashes and ids are not taken for one.
 */
export function holdsAccount(text: string): boolean {
  // Nearly all that is looked at is short, or an id.
  const rest = withoutHexadecimals(text);
  if (rest.length < SHORTEST) return false;
  const { letters, gapBefore } = withoutGaps(rest);
  for (const start of gapBefore) {
    if (!BEGINNING.test(letters.slice(start, start + 4))) continue;
    for (let end = start + SHORTEST; end <= Math.min(start + LONGEST, letters.length); end += 1) {
      if (gapBefore.has(end) && isIBAN(letters.slice(start, end))) return true;
    }
  }
  return false;
}
