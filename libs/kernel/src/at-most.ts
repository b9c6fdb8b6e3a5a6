/**
 * Bounds a cache (`lru-cache`) by size, as one of at most so many entries takes room for all of them when it is made.
 * @param entries most that are kept
 */
export function atMost(entries: number): { readonly maxSize: number; readonly sizeCalculation: () => number } {
  return { maxSize: entries, sizeCalculation: () => 1 };
}
