import { Type } from '@sinclair/typebox';
import { ArrayMaxSize, IsUUID, Matches } from 'class-validator';
import { eachRefusal } from '#kernel/domain';
import { ANYONE, defineQuery, IsRequiredObjects, IsWholeNumber, matching, Receipt } from '#use-cases';
import { listOf } from '#vocabulary';
import { bookRefusals } from '../domain/book-refusals.ts';
import { feedRefusals } from '../domain/feed-refusals.ts';
import { subscriptionOfAnother } from '../domain/subscription-of-another.ts';
import { subscription } from '../domain/subscription.ts';
import { BOOK, BOOK_EXAMPLE } from '../use-cases/book-input.ts';
import { readerOf } from './read-events.ts';
import { HIGHEST_NUMBER } from './read-numbered-events.ts';
import { SUBSCRIBERS } from './subscription-queries.ts';

const HASH = matching({
  message: '$property must be a running hash: 64 hexadecimal digits',
  maxLength: 64,
  example: 'a'.repeat(64),
});
/** Each has five of the two thousand values that a body may have, the names of its fields among them. */
const MOST_POINTS = 350;

/** What a subscriber has up to a number. */
export class BookPointInput {
  /** Of an event. */
  @IsWholeNumber({ min: 1, max: HIGHEST_NUMBER })
  readonly number!: number;

  /** The running hash over everything up to it: 64 hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/, HASH)
  readonly hash!: string;
}

export class AskReceipt {
  /** Id of the subscription. */
  @IsUUID()
  readonly subscriptionId!: string;

  /** The book, as its events say. */
  @Matches(BOOK, BOOK_EXAMPLE)
  readonly book!: string;

  /** The last number up to which everything was processed; 0 for nothing. */
  @IsWholeNumber({ min: 0, max: HIGHEST_NUMBER })
  readonly number!: number;

  /** The running hash over everything up to it: 64 hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/, HASH)
  readonly hash!: string;

  /** The same at earlier numbers, by which it is found where books begin to differ. */
  @IsRequiredObjects(() => BookPointInput)
  @ArrayMaxSize(MOST_POINTS)
  readonly points: BookPointInput[] = [];
}

const { BOOKS_BEGUN_ANEW, BEGINNING_DIFFERS, BOOKS_DIFFER } = bookRefusals;
const { INTEGRATION_UNKNOWN, INTEGRATION_WITHDRAWN } = feedRefusals;

export const askReceipt = defineQuery({
  input: AskReceipt,
  summary: 'Compares what a subscriber has processed with its book: a signed statement, or where they begin to differ.',
  example: { number: 128 },
  by: SUBSCRIBERS,
  answer: Receipt,
  refuses: eachRefusal([
    ...[subscription.notFound, subscriptionOfAnother, INTEGRATION_UNKNOWN, INTEGRATION_WITHDRAWN],
    ...[BOOKS_BEGUN_ANEW, BEGINNING_DIFFERS, BOOKS_DIFFER],
  ]),
  run: ({ subscriptionId, book, number, hash, points }, { numbers, principal }) =>
    numbers.receipt({
      ...{ subscription: subscriptionId, integration: readerOf(principal), book, number, hash, points },
    }),
});

const text = (description: string) => Type.String({ maxLength: 100, description });
const ReceiptKey = Type.Object(
  {
    kty: Type.Literal('OKP'),
    crv: Type.Literal('Ed25519'),
    x: text('The public key.'),
    kid: text('As the header of a statement names it.'),
    alg: Type.Literal('EdDSA'),
    use: Type.Literal('sig'),
  },
  { $id: 'ReceiptKey' },
);

// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it asks for nothing in particular
export class ListReceiptKeys {}

export const listReceiptKeys = defineQuery({
  input: ListReceiptKeys,
  summary: 'The keys by which receipts are verified, also without this server (RFC 7517).',
  by: ANYONE,
  mediaType: 'application/jwk-set+json',
  answer: Type.Object({ keys: listOf(ReceiptKey, 10) }, { $id: 'ReceiptKeys' }),
  run: async (_input, { numbers }) => ({ keys: [...numbers.keys()] }),
});
