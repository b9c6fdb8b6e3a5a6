import { IsOptional, IsUUID, Matches } from 'class-validator';
import { defineQuery, IsWholeNumber, NumberedEvent, writtenBatch } from '#use-cases';
import { eachRefusal } from '#kernel/domain';
import { listOf } from '#vocabulary';
import { bookRefusals } from '../domain/book-refusals.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import { BOOK, BOOK_EXAMPLE } from '../use-cases/book-input.ts';
import { BATCH, LONGEST_WAIT_MS, MOST_EVENTS, readerOf } from './read-events.ts';
import { SUBSCRIBERS } from './subscription-queries.ts';

/** Higher than any number: what a number must be below. */
export const HIGHEST_NUMBER = 1_000_000_000_000;

export class ReadNumberedEvents {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;

  /** The last number that was dealt with; 0, the beginning, when absent. */
  @IsWholeNumber({ min: 0, max: HIGHEST_NUMBER })
  readonly after: number = 0;

  /** The book of that number, as its event says; needed where there is one. */
  @IsOptional()
  @Matches(BOOK, BOOK_EXAMPLE)
  readonly book?: string;

  /** Milliseconds to wait for an event when there is none, 0 to 60000; an empty list comes then. */
  @IsWholeNumber({ min: 0, max: LONGEST_WAIT_MS })
  readonly timeout: number = 0;

  /** Most events of the batch, 1 to 1000. */
  @IsWholeNumber({ min: 1, max: MOST_EVENTS })
  readonly limit: number = 100;
}

const { BEGINNING_DIFFERS: _begin, BOOKS_DIFFER: _differ, ...readingRefusals } = bookRefusals;

export const readNumberedEvents = defineQuery({
  input: ReadNumberedEvents,
  summary: 'The events of a subscription after a number, in order; waits for more when asked to.',
  by: SUBSCRIBERS,
  mediaType: BATCH,
  answer: listOf(NumberedEvent, MOST_EVENTS),
  refuses: eachRefusal([subscription.notFound, subscriptionOfAnother, feedRefusals, readingRefusals]),
  run: async ({ subscriptionId, after, book, timeout, limit }, { numbers, principal, origin, gone }) => {
    const asked = { subscription: subscriptionId, integration: readerOf(principal), after, book, timeout, limit };
    return writtenBatch(await numbers.read({ ...asked, origin, signal: gone() }));
  },
});
