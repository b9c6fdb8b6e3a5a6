/*
 * How the codice fiscale of a person is made (D.M. 23-12-1976): surname and name, year, month letter, day (40 more for
 * women), codice catastale of the birthplace, check letter.
 */

/** Length of the codice fiscale of a person. */
export const PERSON_CODE_LENGTH = 16;

/** Letters that take the place of the digits 0-9 when two persons would have the same code (omocodia). */
const OMOCODIA = 'LMNPQRSTUV';
const DIGIT = `[0-9${OMOCODIA}]`;
const MONTHS = 'ABCDEHLMPRST';
/** Year, month letter and day are its groups. */
export const PERSON_CODE = `[A-Z]{6}(${DIGIT}{2})([${MONTHS}])(${DIGIT}{2})[A-MZ]${DIGIT}{3}[A-Z]`;

const DAYS_OF_WOMEN = 40;
const FEBRUARY = 2;
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Weights of the characters in odd places (1st, 3rd …), by their rank: digits 0-9 and letters A-J share the first ten. */
const ODD_WEIGHTS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const LETTER_A = 'A'.charCodeAt(0);

/**
 * Tells whether somebody can have been born on the day that a codice fiscale names. The year has two digits: 29 February
 * is a birthday in those of which one within a century and a half is a leap year (00 stands for 2000).
 * @param year two digits, letters of omocodia included, as all of these
 * @param month its letter
 * @param day two digits
 */
export function isBirthday(year: string, month: string, day: string): boolean {
  const written = Number(withoutOmocodia(day));
  const ofMonth = written > DAYS_OF_WOMEN ? written - DAYS_OF_WOMEN : written;
  const number = MONTHS.indexOf(month) + 1;
  if (ofMonth < 1 || ofMonth > (LENGTHS[number - 1] ?? 0)) return false;
  return number !== FEBRUARY || ofMonth < 29 || Number(withoutOmocodia(year)) % 4 === 0;
}

function withoutOmocodia(digits: string): string {
  return digits.replace(/[A-Z]/g, (letter) => String(OMOCODIA.indexOf(letter)));
}

/** The 16th character, from the first 15 as they are written, omocodia included. */
export function checkLetter(code: string): string {
  let sum = 0;
  for (let index = 0; index < PERSON_CODE_LENGTH - 1; index += 1) {
    const rank = rankOf(code.charAt(index));
    sum += index % 2 === 0 ? (ODD_WEIGHTS[rank] ?? 0) : rank;
  }
  return String.fromCharCode(LETTER_A + (sum % 26));
}

function rankOf(character: string): number {
  return character >= 'A' ? character.charCodeAt(0) - LETTER_A : Number(character);
}
