import { ValidateBy } from 'class-validator';
import { DAYS_OF_ACTS, isDayWithin, parseInstant, romeDateOf } from '#italy';
import { described } from './described.ts';

/**
 * A day of the calendar, which is one in Europe/Rome, or a point in time as RFC 3339 writes it, with an offset; in the
 * years 1900 to 2199.
 */
export function IsDayOrInstant(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isDayOrInstant',
      validator: {
        validate: (value) => typeof value === 'string' && isDayOrInstant(value),
        defaultMessage: () =>
          '$property must be a day, yyyy-mm-dd, or a time with seconds and offset, such as 2026-03-02T09:00:00+01:00, ' +
          'in the years 1900 to 2199',
      },
    },
    described({ pattern: String.raw`^(19|20|21)\d{2}-`, minLength: 10, maxLength: 35 }),
  );
}

function isDayOrInstant(text: string): boolean {
  const instant = parseInstant(text);
  return isDayWithin(instant === undefined ? text : romeDateOf(instant), DAYS_OF_ACTS);
}
