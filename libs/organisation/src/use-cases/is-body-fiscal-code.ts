import { ValidateBy } from 'class-validator';
import { isBodyFiscalCode } from '#italy';

/** The fiscal code of a body: eleven digits with the right check digit. */
export function IsBodyFiscalCode(): PropertyDecorator {
  return ValidateBy({
    name: 'isBodyFiscalCode',
    validator: {
      validate: (value) => typeof value === 'string' && isBodyFiscalCode(value),
      defaultMessage: () => '$property must be eleven digits, the last of which checks the others',
    },
  });
}
