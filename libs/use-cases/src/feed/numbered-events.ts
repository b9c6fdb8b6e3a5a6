import { Type, type Static } from '@sinclair/typebox';
import { listOf, whole } from '#vocabulary';
import { CloudEvent, type WrittenEvent } from './event-feed.ts';

const BookId = Type.String({
  ...{ minLength: 1, maxLength: 100 },
  description: 'Of the book in which it has its number: another once books begin anew, as after a restore of the log.',
});

const { subject, dataschema, time, sequence, data, ...envelope } = CloudEvent.properties;

/** An event as a subscription has it. */
export const NumberedEvent = Type.Object(
  {
    ...envelope,
    number: whole(1, Number.MAX_SAFE_INTEGER, 'Of this subscription: from 1, without a gap.'),
    book: BookId,
    withheld: Type.Optional(
      Type.Boolean({ description: 'It may be read no longer: its number, id and type are all that is told.' }),
    ),
    subject: Type.Optional(subject),
    dataschema: Type.Optional(dataschema),
    time: Type.Optional(time),
    sequence: Type.Optional(sequence),
    data: Type.Optional(data),
  },
  { $id: 'NumberedEvent' },
);
export type NumberedEvent = Static<typeof NumberedEvent>;

/** Whose subscription is asked for. */
export interface OfSubscription {
  readonly subscription: string;
  /** Id of the integration that asks, empty where its token names none; undefined for the centre. */
  readonly integration: string | undefined;
}

export interface NumbersRequest extends OfSubscription {
  /** The last number that was dealt with; 0 for none. */
  readonly after: number;
  /** The book of that number; needed where there is one. */
  readonly book: string | undefined;
  /** Most events. */
  readonly limit: number;
  /** How long to wait for one, in milliseconds. */
  readonly timeout: number;
  /** Where the server is reached, for the URLs of schemas: `https://host`. */
  readonly origin: string;
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** What somebody has of a book, up to and with a number. */
export interface BookPoint {
  readonly number: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

export interface ReceiptRequest extends OfSubscription, BookPoint {
  readonly book: string;
  /** The same at other numbers, by which it is found where books begin to differ. */
  readonly points: readonly BookPoint[];
}

/** That a subscriber has everything up to a number. */
export const Receipt = Type.Object(
  {
    book: BookId,
    number: whole(0, Number.MAX_SAFE_INTEGER, 'Everything up to it is there.'),
    position: Type.String({
      maxLength: 27,
      description: 'Id up to which nothing was published for this subscription that has a later number.',
    }),
    skipped: listOf(
      whole(1, Number.MAX_SAFE_INTEGER),
      1_000,
      'Numbers up to it whose delivery the subscriber has given up: they are counted, and were perhaps never taken.',
    ),
    at: Type.String({ maxLength: 24, description: 'When this was said, RFC 3339.' }),
    statement: Type.String({
      maxLength: 20_000,
      description:
        'The same and the hash, signed: a JWS in compact form (EdDSA), verified by the keys that are published.',
    }),
  },
  { $id: 'Receipt' },
);
export type Receipt = Static<typeof Receipt>;

/** A public key, as RFC 7517 and 8037 write it. */
export interface ReceiptKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** The events of subscriptions, under their numbers. */
export interface NumberedEvents {
  /**
   * The events after a number, in order; waits for one when there is none.
   * @throws DomainError SUBSCRIPTION_NOT_FOUND, SUBSCRIPTION_OF_ANOTHER | INTEGRATION_UNKNOWN | INTEGRATION_WITHDRAWN (forbidden),
   *   BOOK_UNNAMED, BOOKS_BEGUN_ANEW | NUMBER_NOT_GIVEN | TOO_MANY_READERS (conflict); SystemError EVENTS_HELD_BACK |
   *   PROJECTION_NOT_READY | ERASURES_BEHIND
   */
  read(request: NumbersRequest): Promise<readonly WrittenEvent[]>;
  /** Where a subscription ends, and in which book. */
  stand(subscription: string): Promise<{ readonly book: string; readonly number: number }>;
  /** Of events of a subscription that were skipped, the numbers that count in its book as it is now. */
  skippedIn(
    subscription: string,
    skipped: readonly { readonly number: number; readonly book?: string }[],
  ): Promise<readonly number[]>;
  /**
   * Compares what a subscriber has with the book, and says so under our signature.
   * @throws DomainError as {@link read}, and BEGINNING_DIFFERS | BOOKS_DIFFER (conflict)
   */
  receipt(request: ReceiptRequest): Promise<Receipt>;
  /** By which receipts are verified. */
  keys(): readonly ReceiptKey[];
}
