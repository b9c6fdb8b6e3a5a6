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
