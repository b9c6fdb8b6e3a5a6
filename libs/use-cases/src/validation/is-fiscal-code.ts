import { ValidateBy, type ValidationOptions } from 'class-validator';
import { parseFiscalCode } from '#italy';

/** A codice fiscale with valid check character, of 16 characters or 11 digits. Its message never repeats it. */
export function IsFiscalCode(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
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
}
