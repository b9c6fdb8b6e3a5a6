import type { BookPoint } from '#use-cases';
import type { Books } from './books.ts';

/** Where two books begin to differ: all up to the first agrees, and what lies up to the second does not. */
export interface Difference {
  readonly agreesTo: number;
  readonly differsBy: number;
}

/**
 * Compares what a subscriber has with its book. Each hash is over all that comes before it, so what agrees at one number agrees
 * at all before it, and where it begins to differ is found by halves.
 * @param points hashes that the subscriber has; those at later numbers than the book has differ
 * @returns undefined when the last of them agrees
 */
export async function differenceOf(
  books: Pick<Books, 'hashAt'>,
  book: string,
  points: readonly BookPoint[],
): Promise<Difference | undefined> {
  const sorted = points.toSorted((one, other) => one.number - other.number);
  const last = sorted.at(-1);
  if (!last || (await agrees(books, book, last))) return undefined;
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const point = sorted[middle];
    if (point && (await agrees(books, book, point))) low = middle + 1;
    else high = middle;
  }
  return { agreesTo: sorted[low - 1]?.number ?? 0, differsBy: sorted[low]?.number ?? last.number };
}

async function agrees(books: Pick<Books, 'hashAt'>, book: string, { number, hash }: BookPoint): Promise<boolean> {
  return (await books.hashAt(book, number)) === hash;
}
