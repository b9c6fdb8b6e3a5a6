import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { FieldError } from '../problems/problem.ts';

/** How many items a field takes at most. */
interface ListBound {
  readonly field: string;
  readonly most: number;
}

const known = new WeakMap<object, readonly ListBound[]>();

/**
 * The lists of a body that have more items than their field takes. They are counted before anything is made of the
 * items: whoever checks each of them first has been stopped by the number of them.
 */
export function listsTooLong(body: object, input: Type): FieldError[] {
  return boundsOf(input).flatMap(({ field, most }) => {
    const value: unknown = (body as Readonly<Record<string, unknown>>)[field];
    if (!Array.isArray(value) || value.length <= most) return [];
    return [{ field, code: 'arrayMaxSize', message: `${field} must contain no more than ${most} elements` }];
  });
}

function boundsOf(input: Type): readonly ListBound[] {
  let bounds = known.get(input);
  if (!bounds) known.set(input, (bounds = declaredBounds(input)));
  return bounds;
}

function declaredBounds(input: Type): ListBound[] {
  const checks = getMetadataStorage().getTargetValidationMetadatas(input, '', true, false);
  return checks.flatMap(({ name, propertyName: field, constraints }) => {
    const most: unknown = (constraints as readonly unknown[] | undefined)?.[0];
    return name === 'arrayMaxSize' && typeof most === 'number' ? [{ field, most }] : [];
  });
}
