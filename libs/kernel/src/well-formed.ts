/**
 * Keys as stores can keep them apart: all but one write UTF-8, which makes the same mark of every half of a surrogate pair,
 * so that two keys would meet.
 * @returns the keys
 * @throws TypeError for one with half of a surrogate pair in it
 */
export function wellFormed(keys: readonly string[]): readonly string[] {
  const broken = keys.find((key) => !key.isWellFormed());
  if (broken === undefined) return keys;
  throw new TypeError(
    `half of a surrogate pair stands in the key ${JSON.stringify(broken)}: no store tells it from others`,
  );
}
