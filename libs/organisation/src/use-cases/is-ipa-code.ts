import { Matches } from 'class-validator';

/** A code of the Indice dei domicili digitali delle Pubbliche Amministrazioni. */
export function IsIpaCode(): PropertyDecorator {
  return Matches(/^[A-Za-z0-9_-]{2,30}$/, {
    message: '$property must be 2 to 30 letters, digits, dashes and underscores',
  });
}
