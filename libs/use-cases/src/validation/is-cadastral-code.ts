import { Matches } from 'class-validator';
import { matching } from './described.ts';

/** The codice catastale of a municipality. */
export function IsCadastralCode(): PropertyDecorator {
  return Matches(
    /^[A-Z]\d{3}$/,
    matching({
      message: '$property must be a codice catastale: a capital letter and three digits',
      maxLength: 4,
      example: 'H501',
    }),
  );
}

/** What a path names a municipality by: with a small letter it is that of none, which is a 404 like every unknown id. */
export function NamesMunicipality(): PropertyDecorator {
  return Matches(
    /^[A-Za-z]\d{3}$/,
    matching({ message: '$property must be a letter and three digits', maxLength: 4, example: 'H501' }),
  );
}
