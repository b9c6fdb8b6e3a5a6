import { ValidateBy, type ValidationArguments, type ValidationOptions } from 'class-validator';

/** A field that says something together with another alone. */
export function GoesWithField(other: string, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'goesWithField',
      constraints: [other],
      validator: {
        validate: (value: unknown, args?: ValidationArguments) =>
          value === undefined || (args?.object as Record<string, unknown> | undefined)?.[other] !== undefined,
        defaultMessage: () => `$property must be given together with ${other}, or left out`,
      },
    },
    options,
  );
}
