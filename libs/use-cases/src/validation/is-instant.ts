import { ValidateBy } from 'class-validator';
import { Temporal } from 'temporal-polyfill';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return false;
  try {
    Temporal.Instant.from(value);
    return true;
  } catch (error) {
    // A day or hour that does not exist.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** A real point in time, as RFC 3339 writes it: with seconds and an offset. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: () => '$property must be a time with seconds and offset, such as 2026-03-02T09:00:00+01:00',
    },
  });
}
