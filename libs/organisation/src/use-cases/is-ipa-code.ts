import { Matches } from 'class-validator';
import { matching } from '#use-cases';

/** A code of the Indice dei domicili digitali delle Pubbliche Amministrazioni. */
export function IsIpaCode(): PropertyDecorator {
  return Matches(
    /^[A-Za-z0-9_-]{2,30}$/,
    matching({
      message: '$property must be 2 to 30 letters, digits, dashes and underscores',
      maxLength: 30,
      example: 'c_h501',
    }),
  );
}
