import { ValidateBy } from 'class-validator';
import { DAYS_OF_ACTS, DAYS_SINCE_UNITY, isDayWithin, type DayBounds } from '#italy';
import { described } from './described.ts';

const MONTH_AND_DAY = String.raw`(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const YEARS_OF_ACTS = String.raw`(19|20|21)\d{2}`;
const YEARS_SINCE_UNITY = String.raw`(18[6-9]\d|(19|20|21)\d{2})`;

/** A day of the calendar, `yyyy-mm-dd`, in the years 1900 to 2199: 2026-02-29 is none, and 9999-12-31 means none. */
export function IsRealDate(): PropertyDecorator {
  return isDay(DAYS_OF_ACTS, YEARS_OF_ACTS);
}

/** A list of such days. */
export function AreRealDates(): PropertyDecorator {
  return isDay(DAYS_OF_ACTS, YEARS_OF_ACTS, { each: true });
}

/** A day of the calendar on which an act may have been made that is still in force: since 17 March 1861. */
export function IsDateOfOldAct(): PropertyDecorator {
  return isDay(DAYS_SINCE_UNITY, YEARS_SINCE_UNITY);
}

/** @param years regular expression of the years within the bounds, which is how OpenAPI can say them */
function isDay(bounds: DayBounds, years: string, { each = false } = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRealDate',
      validator: {
        validate: (value) => typeof value === 'string' && isDayWithin(value, bounds),
        defaultMessage: () =>
          `${each ? 'each value in ' : ''}$property must be a day of the calendar, yyyy-mm-dd, from ${bounds.earliest} to ${bounds.latest}`,
      },
    },
    { each, ...described({ pattern: `^${years}-${MONTH_AND_DAY}$`, minLength: 10, maxLength: 10 }) },
  );
}
