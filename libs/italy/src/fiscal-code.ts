declare const fiscalCodeBrand: unique symbol;

/**
 * A codice fiscale that was checked: 16 characters of a person (D.M. 23-12-1976, omocodia included) or 11 digits
 * (provisional codes of persons, codes of bodies), upper case. It never stands in a URL, a log line, a stream name,
 * event metadata or the facts of an error.
 */
export type FiscalCode = string & { readonly [fiscalCodeBrand]: true };

/** Letters that take the place of the digits 0-9 when two persons would have the same code (omocodia). */
const OMOCODIA = 'LMNPQRSTUV';
const DIGIT = `[0-9${OMOCODIA}]`;
/** Surname and name, year, month letter, day (40 more for women), codice catastale of the birthplace, check letter. */
const PERSON = new RegExp(`^[A-Z]{6}${DIGIT}{2}[ABCDEHLMPRST](${DIGIT}{2})[A-MZ]${DIGIT}{3}[A-Z]$`);
const NUMERIC = /^\d{11}$/;

const FIRST_DAY_OF_WOMEN = 41;
const LAST_DAY = 31;

/** Weights of the characters in odd places (1st, 3rd …), by their rank: digits 0-9 and letters A-J share the first ten. */
const ODD_WEIGHTS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const LETTER_A = 'A'.charCodeAt(0);

/** The codice fiscale that a text stands for, in upper case; undefined when it is none. Spaces around it are ignored. */
export function parseFiscalCode(text: string): FiscalCode | undefined {
  const code = text.trim().toUpperCase();
  return isPersonCode(code) || isBodyFiscalCode(code) ? (code as FiscalCode) : undefined;
}

function isPersonCode(code: string): boolean {
  const digits = PERSON.exec(code)?.[1];
  return digits !== undefined && isDay(Number(withoutOmocodia(digits))) && code.endsWith(checkLetter(code));
}

function withoutOmocodia(digits: string): string {
  return digits.replace(/[A-Z]/g, (letter) => String(OMOCODIA.indexOf(letter)));
}

function isDay(day: number): boolean {
  const ofMonth = day >= FIRST_DAY_OF_WOMEN ? day - FIRST_DAY_OF_WOMEN + 1 : day;
  return ofMonth >= 1 && ofMonth <= LAST_DAY;
}

/** The 16th character, from the first 15 as they are written, omocodia included. */
function checkLetter(code: string): string {
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const rank = rankOf(code.charAt(index));
    sum += index % 2 === 0 ? (ODD_WEIGHTS[rank] ?? 0) : rank;
  }
  return String.fromCharCode(LETTER_A + (sum % 26));
}

function rankOf(character: string): number {
  return character >= 'A' ? character.charCodeAt(0) - LETTER_A : Number(character);
}

/**
 * Tells whether `text` is the fiscal code of a body, or a provisional one of a person: eleven digits, the last of which
 * checks the others. The rule is that of the VAT number, which bodies share (D.M. 23-12-1976, allegato): the digits at
 * even places count double, less nine when that gives two digits, and the whole sum must be a multiple of ten.
 */
export function isBodyFiscalCode(text: string): boolean {
  if (!NUMERIC.test(text) || Number(text) === 0) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = Number(text.charAt(index));
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
