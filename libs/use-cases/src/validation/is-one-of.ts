import { IsIn, type ValidationOptions } from 'class-validator';

/** The values that a field may have, as the description of the API names them. */
export interface NamedValues {
  readonly property: string;
  readonly values: readonly string[];
  readonly name: string;
  readonly isArray: boolean;
}

const named = new Map<object, readonly NamedValues[]>();

/**
 * One of some words.
 * @param name what the description of the API calls the words, for example `PointKind`
 */
export function IsOneOf(values: readonly string[], name: string, options?: ValidationOptions): PropertyDecorator {
  const check = IsIn(values, options);
  return (target, property) => {
    check(target, property);
    const note = { property: String(property), values, name, isArray: options?.each === true };
    named.set(target, [...(named.get(target) ?? []), note]);
  };
}

/** Every class that has fields whose values are named, by its prototype, with these fields. */
export function namedValues(): ReadonlyMap<object, readonly NamedValues[]> {
  return named;
}
