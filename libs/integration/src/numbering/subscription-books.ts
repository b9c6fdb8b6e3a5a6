import type { WorkStore } from '#kernel/ports';
import type { BooksOptions } from '../books/books.ts';
import { eventIdOf, tagOf } from '../feed/event-id.ts';
import { keyAt } from '../read-models/published-events.ts';

/** Under which books, and what decides on them, are kept. */
export const BOOKS = 'subscription-books';

/** Where the books of subscriptions are, and how outsiders call what stands in them. */
export function subscriptionBooks(work: WorkStore, logId: string): BooksOptions {
  const tag = tagOf(logId);
  return { work, process: BOOKS, idOf: (position) => eventIdOf(tag, keyAt(position)) };
}
