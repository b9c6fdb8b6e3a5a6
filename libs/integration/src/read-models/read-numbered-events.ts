import { IsOptional, IsUUID, Matches } from 'class-validator';
import { defineQuery, IsWholeNumber, matching, NumberedEvent } from '#use-cases';
import { eachRefusal } from '#kernel/domain';
import { listOf } from '#vocabulary';
import { bookRefusals } from '../domain/book-refusals.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import { BATCH, LONGEST_WAIT_MS, MOST_EVENTS, readerOf } from './read-events.ts';
import { SUBSCRIBERS } from './subscription-queries.ts';

/** Higher than any number: what a number must be below. */
export const HIGHEST_NUMBER = 1_000_000_000_000;

/** How a book is called. */
export const BOOK = /^[0-9a-f-]{36}\.[0-9a-f]{8}$/;
export const BOOK_EXAMPLE = matching({
  message: '$property must be the id of a book, as events with numbers have it',
  maxLength: 45,
  example: '0b8e3c8e-4d5f-5a7b-8c9d-0e1f2a3b4c5d.0a1b2c3d',
});

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

const { BOOKS_DIFFER: _differ, ...readingRefusals } = bookRefusals;

export const readNumberedEvents = defineQuery({
  input: ReadNumberedEvents,
  summary: 'The events of a subscription after a number, in order; waits for more when asked to.',
  by: SUBSCRIBERS,
  mediaType: BATCH,
  answer: listOf(NumberedEvent, MOST_EVENTS),
  refuses: eachRefusal([subscription.notFound, subscriptionOfAnother, feedRefusals, readingRefusals]),
  run: ({ subscriptionId, after, book, timeout, limit }, { numbers, principal, origin, gone }) =>
    numbers.read({
      ...{ subscription: subscriptionId, integration: readerOf(principal), after, book, timeout, limit, origin },
      signal: gone(),
    }),
});
