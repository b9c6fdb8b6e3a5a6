import { ValidateBy, type ValidationOptions } from 'class-validator';

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Tells whether a text is a day of the calendar, `yyyy-mm-dd`: 2026-02-29 is not. */
export function isRealDate(text: string): boolean {
  if (!FORM.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  // An engine may roll a day over that the month does not have.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** A day of the calendar, `yyyy-mm-dd`. */
export function IsRealDate(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRealDate',
      validator: {
        validate: (value) => typeof value === 'string' && isRealDate(value),
        defaultMessage: () => '$property must be a day of the calendar, yyyy-mm-dd',
      },
    },
    options,
  );
}
