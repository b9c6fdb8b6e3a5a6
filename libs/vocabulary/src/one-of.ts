import { Type } from '@sinclair/typebox';

/**
 * One of some words.
 * @param name what the description of the API calls them, for example `PointKind`
 */
export function oneOf<const Words extends readonly string[]>(words: Words, name?: string) {
  const union = Type.Union(
    words.map((word) => Type.Literal(word)),
    name === undefined ? {} : { $id: name },
  );
  return Type.Unsafe<Words[number]>(union);
}
