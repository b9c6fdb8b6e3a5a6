import type { Position } from '../position.ts';
import type { StreamName } from '../stream-name.ts';
import type { StoredEvent } from '../ports/event-store.ts';

/** An event as it is stored: payload and metadata as the text that stands there. */
export interface EventText {
  readonly position: Position;
  readonly stream: StreamName;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly recordedAt: string;
  readonly data: string;
  readonly metadata: string;
}

/**
 * The bytes that the leaf of an event stands for: every field of it, each as `<length in bytes>:<UTF-8>`, in the order
 * position, stream, revision, event id, type, time, data, metadata. No two events have the same.
 */
export function entryOf(event: EventText): Uint8Array {
  const { position, stream, revision, eventId, type, recordedAt, data, metadata } = event;
  const fields = [position, stream, String(revision), eventId, type, recordedAt, data, metadata];
  return Buffer.from(fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join(''));
}

/**
 * The text of an event whose store hands out what it has parsed: as it was written, since every store writes what
 * `JSON.stringify` gives. What is no JSON has an empty text, which no event was written with.
 */
export function textOf(event: StoredEvent): EventText {
  const { position, stream, revision, eventId, type, recordedAt } = event;
  const texts = { data: jsonOf(() => event.data), metadata: jsonOf(() => event.metadata) };
  return { position, stream, revision, eventId, type, recordedAt, ...texts };
}

function jsonOf(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
