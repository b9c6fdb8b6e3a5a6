import { checkLetter, isBirthday, PERSON_CODE } from './person-code.ts';

declare const fiscalCodeBrand: unique symbol;

/**
 * A codice fiscale that was checked: 16 characters of a person (D.M. 23-12-1976, omocodia included) or 11 digits
 * (provisional codes of persons, codes of bodies), upper case. It never stands in a URL, a log line, a stream name,
 * event metadata or the facts of an error.
 */
export type FiscalCode = string & { readonly [fiscalCodeBrand]: true };

const PERSON = new RegExp(`^${PERSON_CODE}$`);
const NUMERIC = /^\d{11}$/;

/** The codice fiscale that a text stands for, in upper case; undefined when it is none. Spaces around it are ignored. */
export function parseFiscalCode(text: string): FiscalCode | undefined {
  const code = text.trim().toUpperCase();
  return isPersonCode(code) || isBodyFiscalCode(code) ? (code as FiscalCode) : undefined;
}

function isPersonCode(code: string): boolean {
  const [, year, month, day] = PERSON.exec(code) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return isBirthday(year, month, day) && code.endsWith(checkLetter(code));
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
