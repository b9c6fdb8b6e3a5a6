import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';

export type Input = new () => object;
export type Check = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** The checks of each field of an input, by its name. */
export function checksOf(input: Input): ReadonlyMap<string, readonly Check[]> {
  const checks = getMetadataStorage().getTargetValidationMetadatas(input, '', true, false);
  return Map.groupBy(checks, ({ propertyName }) => propertyName);
}

/** The class of what stands in a field, as its `@Type` says. */
export function inputIn(input: Input, field: string): Input {
  const found = defaultMetadataStorage.findTypeMetadata(input, field);
  if (!found) throw new Error(`${input.name}.${field} does not say of which class it is`);
  return found.typeFunction() as Input;
}
