import { Type } from 'class-transformer';
import { ValidateBy, ValidateNested, type ValidationOptions } from 'class-validator';
import { HoldsObjects } from '../personal-data/personal-fields.ts';
import { together } from './together.ts';

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of JSON, neither null nor an array. */
export function IsJsonObject(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isJsonObject',
      validator: { validate: isJsonObject, defaultMessage: () => '$property must be an object' },
    },
    options,
  );
}

/** A list of objects of JSON. */
function IsJsonObjects(): PropertyDecorator {
  return ValidateBy({
    name: 'isJsonObjects',
    validator: {
      validate: (value) => Array.isArray(value) && value.every(isJsonObject),
      defaultMessage: () => '$property must be a list of objects',
    },
  });
}

/**
 * An object that must be there, checked field by field. `@ValidateNested` alone lets a missing object and `[]` through.
 * @param shape the class with the checks of its fields
 */
export function IsRequiredObject(shape: () => new () => object): PropertyDecorator {
  return together(IsJsonObject(), ValidateNested(), Type(shape), HoldsObjects(shape));
}

/**
 * A list of objects that must be there, each checked field by field.
 * @param shape the class with the checks of an item's fields
 */
export function IsRequiredObjects(shape: () => new () => object): PropertyDecorator {
  return together(IsJsonObjects(), ValidateNested({ each: true }), Type(shape), HoldsObjects(shape));
}
