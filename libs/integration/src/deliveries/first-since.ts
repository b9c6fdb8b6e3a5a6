import type { Books } from '../books/books.ts';
import type { PublishedLog } from '../feed/published-log.ts';
import { keyAt } from '../read-models/published-events.ts';

/**
 * The number of the first event of a book that was recorded at a time or later: by halves, as a book is in the order of the log.
 * @param since RFC 3339, UTC, milliseconds
 * @returns one past the end when there is none
 */
export async function firstSince(
  { books, published }: { readonly books: Books; readonly published: PublishedLog },
  book: string,
  since: string,
): Promise<number> {
  const standing = await published.standing();
  let [low, high] = [1, (await books.stand(book)).number + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [event] = await books.numbered(book, [middle]);
    const key = event && keyAt(event.position);
    const recordedAt = key === undefined ? undefined : (await published.at([key], standing)).get(key)?.document.at;
    // One that is no longer published is sent again rather than left out.
    if (recordedAt !== undefined && recordedAt < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
