import { ValidateBy } from 'class-validator';
import { parseInstant } from '#italy';

/** A real point in time, as RFC 3339 writes it: with seconds and an offset. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
      defaultMessage: () => '$property must be a time with seconds and offset, such as 2026-03-02T09:00:00+01:00',
    },
  });
}
