import { ValidateBy } from 'class-validator';
import { isBodyFiscalCode } from '#italy';
import { described } from '#use-cases';

/** The fiscal code of a body: eleven digits with the right check digit. */
export function IsBodyFiscalCode(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isBodyFiscalCode',
      validator: {
        validate: (value) => typeof value === 'string' && isBodyFiscalCode(value),
        defaultMessage: () => '$property must be eleven digits, the last of which checks the others',
      },
    },
    described({ pattern: String.raw`^\d{11}$`, maxLength: 11, example: '80078750587' }),
  );
}
