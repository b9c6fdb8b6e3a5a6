import { createHash } from 'node:crypto';

/** What is counted into the hash of one event: nothing that an erasure takes away. */
export interface CountedEvent {
  /** Of the subscription, from 1. */
  readonly number: number;
  /** The id of the published event, as its receiver has it. */
  readonly id: string;
  readonly type: string;
}

/** The hash of a book in which nothing stands yet: 64 hexadecimal digits, like all of them. */
export function hashOfNothing(bookId: string): string {
  return sha256(`rete-punti book ${bookId}`);
}

/**
 * The hash over everything up to and with one event: SHA-256 over the hash before it, its number, id and type, a line
 * each. A receiver computes the same from what it has processed, in a few lines of any language.
 */
export function nextHash(before: string, { number, id, type }: CountedEvent): string {
  return sha256(`${before}\n${number}\n${id}\n${type}\n`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
