import { ValidateBy } from 'class-validator';
import { DAYS_OF_ACTS, isDayWithin, parseInstant, romeDateOf } from '#italy';
import { described } from './described.ts';

/** A real point in time on a day that an act can have, as RFC 3339 writes it: with seconds and an offset. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isInstant',
      validator: {
        validate: (value) => typeof value === 'string' && isInstantOfAct(value),
        defaultMessage: () =>
          '$property must be a time in the years 1900 to 2199 with seconds and offset, such as 2026-03-02T09:00:00+01:00',
      },
    },
    described({ pattern: String.raw`^(19|20|21)\d{2}-`, minLength: 20, maxLength: 35 }),
  );
}

function isInstantOfAct(text: string): boolean {
  const instant = parseInstant(text);
  return instant !== undefined && isDayWithin(romeDateOf(instant), DAYS_OF_ACTS);
}
