import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseFiscalCode } from '#italy';
import { IsPersonal } from '../personal-data/personal-fields.ts';
import { together } from './together.ts';

/**
 * A codice fiscale with valid check character, of 16 characters or 11 digits. Its message never repeats it. Such a field
 * is personal: whoever declares it seals it, or looks a subject up by it.
 */
export function IsFiscalCode(options?: ValidationOptions): PropertyDecorator {
  const check = ValidateBy(
    {
      name: 'isFiscalCode',
      validator: {
        validate: (value) => typeof value === 'string' && parseFiscalCode(value) !== undefined,
        defaultMessage: () =>
          '$property must be a codice fiscale: 16 characters or 11 digits, with their check character',
      },
    },
    options,
  );
  return together(check, IsPersonal());
}
