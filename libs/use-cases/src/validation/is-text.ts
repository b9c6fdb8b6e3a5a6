import { IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { parseFiscalCode } from '#italy';
import { together } from './together.ts';

/** Length of the codice fiscale of a person; eleven digits also name bodies, which may be named. */
const PERSON_LENGTH = 16;
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;

/** A text that says something, up to a length, and names nobody by codice fiscale: what becomes an event stays. */
export function IsText(maxLength: number): PropertyDecorator {
  return together(
    IsString(),
    Matches(/\S/, { message: '$property must not be blank' }),
    MaxLength(maxLength),
    NamesNobody(),
  );
}

function NamesNobody(): PropertyDecorator {
  return ValidateBy({
    name: 'namesNobody',
    validator: {
      validate: (value) => typeof value !== 'string' || !value.split(BETWEEN_WORDS).some(isPersonCode),
      defaultMessage: () =>
        '$property must not contain a codice fiscale: personal data does not belong in a reason or in a name',
    },
  });
}

function isPersonCode(word: string): boolean {
  return word.length === PERSON_LENGTH && parseFiscalCode(word) !== undefined;
}
