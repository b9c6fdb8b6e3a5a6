import type { TSchema } from '@sinclair/typebox';
import { publisherOf } from '../queries/publish.ts';

/**
 * An answer that is JSON text already, as parts of it were written for others before: for what is asked for thousands of
 * times between two changes. Nothing stands in it but what the query declares.
 */
export class WrittenAnswer {
  constructor(readonly json: string) {}
}

/** Makes what writes a part of an answer, and nothing of it but what its schema names. */
export function writerOf(schema: TSchema): (part: unknown) => string {
  const publish = publisherOf(schema);
  return (part) => JSON.stringify(publish(part));
}
