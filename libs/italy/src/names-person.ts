import { checkLetter, isBirthday, PERSON_CODE, PERSON_CODE_LENGTH } from './person-code.ts';
import { withoutGaps } from './without-gaps.ts';
import { withoutHexadecimals } from './without-hexadecimals.ts';

/** Looks at every place of a text, also within a match. */
const ANYWHERE = new RegExp(`(?=(${PERSON_CODE}))`, 'g');
/** Digits of a codice fiscale by their places: year, day, birthplace. */
const DIGIT_PLACES = [6, 7, 9, 10, 12, 13, 14];
/** So many digits that are no letters make chance unlikely. */
const TELLING_DIGITS = 4;

/**
 * Tells whether a text has the codice fiscale of a person in it: in either case, in other widths of letters, with
 * omocodia, cut up by blanks, dots, dashes or anything else that is neither letter nor digit. Eleven digits are none:
 * they name bodies, which may be named.
 *
 * What counts: one that stands as a word of its own, whatever its last character; one of several words, if its check
 * letter is right or most of its digits are digits; one within a longer word, if its check letter is right and it has no
 * omocodia. Random identifiers, of which an installation sees millions, must not be taken for a person.
 */
export function namesPerson(text: string): boolean {
  // Nothing shorter holds one; nearly all that is looked at is an id, a code or a date.
  if (text.length < PERSON_CODE_LENGTH) return false;
  const rest = withoutHexadecimals(text);
  if (rest.length < PERSON_CODE_LENGTH) return false;
  const { letters, gapBefore } = withoutGaps(rest);
  for (const match of letters.matchAll(ANYWHERE)) {
    const [, code = '', year = '', month = '', day = ''] = match;
    if (isBirthday(year, month, day) && counts(code, match.index, gapBefore)) return true;
  }
  return false;
}

function counts(code: string, at: number, gapBefore: ReadonlySet<number>): boolean {
  const isRight = code.endsWith(checkLetter(code));
  const digits = DIGIT_PLACES.filter((place) => code.charAt(place) <= '9').length;
  const isOfWholeWords = gapBefore.has(at) && gapBefore.has(at + PERSON_CODE_LENGTH);
  if (!isOfWholeWords) return isRight && digits === DIGIT_PLACES.length;
  return isRight || digits >= TELLING_DIGITS || isOneWord(at, gapBefore);
}

function isOneWord(at: number, gapBefore: ReadonlySet<number>): boolean {
  for (let place = at + 1; place < at + PERSON_CODE_LENGTH; place += 1) if (gapBefore.has(place)) return false;
  return true;
}
