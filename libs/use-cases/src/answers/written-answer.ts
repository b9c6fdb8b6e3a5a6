import type { TSchema } from '@sinclair/typebox';
import { publisherOf } from '../queries/publish.ts';

/**
 * An answer that is JSON text already, as parts of it were written for others before: for what is asked for thousands of
 * times between two changes, or is long. Nothing stands in it but what the query declares.
 */
export class WrittenAnswer {
  /** @param json text, or its bytes */
  constructor(readonly json: string | Uint8Array) {}
}

/** Makes what writes a part of an answer, and nothing of it but what its schema names. */
export function writerOf(schema: TSchema): (part: unknown) => string {
  const publish = publisherOf(schema);
  return (part) => JSON.stringify(publish(part));
}

const [OPENING, COMMA, CLOSING] = [...'[,]'].map((sign) => sign.charCodeAt(0)) as [number, number, number];

/** The bytes of a JSON array of what is written already: put together here, a long one costs half of what a text would. */
export function writtenList(items: readonly string[]): Uint8Array {
  let size = 2 + Math.max(0, items.length - 1);
  for (const item of items) size += Buffer.byteLength(item);
  const bytes = Buffer.allocUnsafe(size);
  let end = bytes.writeUInt8(OPENING);
  for (const [index, item] of items.entries()) {
    if (index > 0) end = bytes.writeUInt8(COMMA, end);
    end += bytes.write(item, end);
  }
  bytes.writeUInt8(CLOSING, end);
  return bytes;
}
