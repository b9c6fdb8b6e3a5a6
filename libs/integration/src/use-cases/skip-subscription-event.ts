import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { defineCommandOn, IsText } from '#use-cases';
import { bookRefusals } from '../domain/book-refusals.ts';
import { deliveryRefusals } from '../domain/delivery-refusals.ts';
import { subscription } from '../domain/subscription.ts';
import { BOOK, BOOK_EXAMPLE } from './book-input.ts';
import { requireProven } from './on-delivery.ts';
import {
  ITS_INTEGRATION,
  OnSubscription,
  ownerStanding,
  requireStanding,
  standingRefusals,
  subscriptionId,
} from './on-subscription.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';

/** Leaves out an event that its receiver refuses. */
export class SkipSubscriptionEvent extends OnSubscription {
  /** Of the event. */
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly number!: number;

  /** The book in which it has that number, as the endpoint says; the present one when absent. */
  @IsOptional()
  @Matches(BOOK, BOOK_EXAMPLE)
  readonly book?: string;

  /** Why. No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

/** Most events that one subscription leaves out. */
const MOST_SKIPPED = 1_000;

export const skipSubscriptionEvent = defineCommandOn(subscription)({
  input: SkipSubscriptionEvent,
  example: { number: 12 },
  summary: 'Leaves out an event that fails, so that those about the same thing go on; receipts name it.',
  id: subscriptionId,
  // Whoever lacks it must know that: nobody skips it for them.
  by: ITS_INTEGRATION,
  in: ['OPEN'],
  needs: { owner: ownerStanding },
  refuses: [
    deliveryRefusals.ENDPOINT_MISSING,
    deliveryRefusals.ENDPOINT_UNPROVEN,
    deliveryRefusals.EVENT_NOT_HELD,
    bookRefusals.BOOKS_BEGUN_ANEW,
    deliveryRefusals.EVENT_ALREADY_SKIPPED,
    deliveryRefusals.TOO_MANY_SKIPPED,
    subscriptionOfAnother,
    ...standingRefusals,
  ],
  prepare: async ({ subscriptionId: id, number, book: named, reason }, { webhooks }) => {
    const { book, held } = await webhooks.progress(id);
    return { number, named, book, reason, isHeld: held.some((one) => one.number === number) };
  },
  decide: ({ number, named, book, reason, isHeld }, state, { owner }) => {
    requireStanding(owner, SkipSubscriptionEvent);
    const skipped = requireProven(state).skipped.filter((one) => one.book === book);
    if (named !== undefined && named !== book) throw bookRefusals.BOOKS_BEGUN_ANEW({ book });
    if (skipped.some((one) => one.number === number)) throw deliveryRefusals.EVENT_ALREADY_SKIPPED();
    if (!isHeld) throw deliveryRefusals.EVENT_NOT_HELD();
    if (skipped.length >= MOST_SKIPPED) throw deliveryRefusals.TOO_MANY_SKIPPED({ most: MOST_SKIPPED });
    return [{ type: 'SubscriptionEventSkipped', data: { subscriptionId: state.id, number, book, reason } }];
  },
});
