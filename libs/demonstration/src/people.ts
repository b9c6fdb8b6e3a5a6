import { parseFiscalCode } from '#italy';
import type { Random } from './random.ts';

/** A person who does not exist. */
export interface FictitiousPerson {
  readonly fiscalCode: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly phone: string;
  readonly email: string;
}

const GIVEN_NAMES = ['Ada', 'Bice', 'Carlo', 'Dario', 'Elsa', 'Furio', 'Gina', 'Ivo', 'Lea', 'Mario', 'Nives', 'Olga'];
const FAMILY_NAMES = [
  'Demo',
  'Esempio',
  'Fittizi',
  'Prova',
  'Finti',
  'Campione',
  'Modelli',
  'Saggio',
  'Ipotesi',
  'Bozza',
];
const MONTHS = 'ABCDEHLMPRST';
const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
const DIGITS = Array.from({ length: 10 }, (_, index) => String(index));
const FIRST_DAY_OF_WOMEN = 40;

/**
 * A person who cannot exist: the birthplace in the codice fiscale (Z9nn) is no municipality and no country, though
 * the code is well formed.
 * @param number tells people apart; below 6,000,000 no two have the same code
 */
export function fictitiousPerson(number: number, random: Random): FictitiousPerson {
  const givenName = random.pick(GIVEN_NAMES);
  const familyName = random.pick(FAMILY_NAMES);
  return {
    fiscalCode: fictitiousFiscalCode(number),
    givenName,
    familyName,
    phone: `+39 000 ${String(number).padStart(7, '0')}`,
    email: `${givenName}.${familyName}.${String(number)}@example.org`.toLowerCase(),
  };
}

function fictitiousFiscalCode(number: number): string {
  const digit = (divisor: number, base: number): number => Math.floor(number / divisor) % base;
  const month = MONTHS[digit(1, 12)] ?? 'A';
  const day = 1 + digit(12, 28) + FIRST_DAY_OF_WOMEN * digit(336, 2);
  const year = digit(672, 90);
  const place = digit(60_480, 100);
  const two = (value: number): string => String(value).padStart(2, '0');
  const body = `DMEFTZ${two(year)}${month}${two(day)}Z9${two(place)}`;
  const check = LETTERS.find((letter) => parseFiscalCode(body + letter) !== undefined);
  return `${body}${check ?? ''}`;
}

/** A well-formed fiscal code of a body that does not exist: no province office has the number 000. */
export function fictitiousBodyCode(serial: number): string {
  const body = `${String(serial).padStart(7, '9').slice(-7)}000`;
  const check = DIGITS.find((digit) => parseFiscalCode(body + digit) !== undefined);
  return `${body}${check ?? ''}`;
}
