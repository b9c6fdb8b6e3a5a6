import { ValidateBy, type ValidationArguments, type ValidationOptions } from 'class-validator';

/** A field that is not said together with another: one of the two is enough, and they might disagree. */
export function ExcludesField(other: string, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'excludesField',
      validator: {
        validate: (value: unknown, args?: ValidationArguments) =>
          value === undefined || (args?.object as Record<string, unknown> | undefined)?.[other] === undefined,
        defaultMessage: () => `$property must not be given together with ${other}`,
      },
    },
    options,
  );
}
