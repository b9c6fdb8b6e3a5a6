import { Matches } from 'class-validator';
import { matching } from '#use-cases';

const UNIT_CODE = /^[A-Z0-9-]{2,20}$/;
const IN_A_PATH = /^[A-Za-z0-9-]{2,20}$/;

/** Tells whether a text may be the code of a unit. */
export function isUnitCode(text: string): boolean {
  return UNIT_CODE.test(text);
}

/** The code of a territorial unit. */
export function IsUnitCode(): PropertyDecorator {
  return Matches(
    UNIT_CODE,
    matching({
      message: '$property must be 2 to 20 capital letters, digits and dashes',
      maxLength: 20,
      example: 'DR-LAZIO',
    }),
  );
}

/** What a path names a unit by: in small letters it is that of no unit, which is a 404 like every other unknown id. */
export function NamesUnit(): PropertyDecorator {
  return Matches(
    IN_A_PATH,
    matching({ message: '$property must be 2 to 20 letters, digits and dashes', maxLength: 20, example: 'DR-LAZIO' }),
  );
}
