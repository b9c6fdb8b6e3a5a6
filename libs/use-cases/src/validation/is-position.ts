import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isPosition } from '#kernel/domain';

/** A position of the log, as commands answer it: a decimal string. */
export function IsPosition(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isPosition',
      validator: {
        validate: (value) => typeof value === 'string' && isPosition(value),
        defaultMessage: () => '$property must be a position: a decimal number without leading zeros',
      },
    },
    options,
  );
}
