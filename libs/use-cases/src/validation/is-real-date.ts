import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isLocalDate } from '#italy';

/** A day of the calendar, `yyyy-mm-dd`: 2026-02-29 is not. */
export function IsRealDate(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRealDate',
      validator: {
        validate: (value) => typeof value === 'string' && isLocalDate(value),
        defaultMessage: () => '$property must be a day of the calendar, yyyy-mm-dd',
      },
    },
    options,
  );
}
