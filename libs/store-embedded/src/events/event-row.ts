import { toTimestamp, type Position, type StreamName } from '#kernel/domain';
import type { EventText, StoredEvent } from '#kernel/ports';

/** Columns of an event, in the order of {@link EventRow}. */
export const EVENT_COLUMNS = 'position, stream, revision, event_id, type, recorded_at, data, metadata';

export type EventRow = [
  position: number,
  stream: string,
  revision: number,
  eventId: string,
  type: string,
  recordedAt: number,
  data: string,
  metadata: string,
];

/** An event as it stands in its row. */
export function textOfRow(row: EventRow): EventText {
  const [position, stream, revision, eventId, type, recordedAt, data, metadata] = row;
  return {
    ...{ position: String(position), stream, revision, eventId, type },
    ...{ recordedAt: toTimestamp(recordedAt), data, metadata },
  };
}

const UNREAD: unique symbol = Symbol('unread');

/**
 * An event that parses its payload when first asked for it: a reader that passes over a type pays nothing for it.
 * `data` and `metadata` throw SyntaxError if the text is broken.
 */
export class EmbeddedEvent implements StoredEvent {
  readonly #row: EventRow;
  #data: unknown = UNREAD;
  #metadata: unknown = UNREAD;

  constructor(row: EventRow) {
    this.#row = row;
  }

  get position(): Position {
    return String(this.#row[0]);
  }
  get stream(): StreamName {
    return this.#row[1];
  }
  get revision(): number {
    return this.#row[2];
  }
  get eventId(): string {
    return this.#row[3];
  }
  get type(): string {
    return this.#row[4];
  }
  get recordedAt(): string {
    return toTimestamp(this.#row[5]);
  }
  get data(): unknown {
    if (this.#data === UNREAD) this.#data = JSON.parse(this.#row[6]);
    return this.#data;
  }
  get metadataText(): string {
    return this.#row[7];
  }
  get metadata(): unknown {
    if (this.#metadata === UNREAD) this.#metadata = JSON.parse(this.#row[7]);
    return this.#metadata;
  }
}
