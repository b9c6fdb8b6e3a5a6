import { DELETED_REVISION, dataText, LARGEST_INT64, type LoggedEvent } from './recorded-event.ts';

/** `$tb` of a stream that was deleted and can come back. */
const DELETED_UNTIL = Number(LARGEST_INT64);

/** What `$$<stream>` says of a stream. */
export interface StreamMetadata {
  readonly $tb?: number;
  readonly $maxCount?: number;
  /** Seconds. */
  readonly $maxAge?: number;
  readonly [other: string]: unknown;
}

/** One stream: all its events ever, and which of them are to be seen. */
export class EventStream {
  readonly name: string;
  /** At its revision each; a tombstone is not among them. */
  readonly events: LoggedEvent[] = [];
  metadata: StreamMetadata = {};
  /** What ended the stream for ever. */
  tombstone: LoggedEvent | undefined;
  readonly #revisions = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** Revision of the last event; -1 when there is none. */
  get revision(): number {
    return this.events.length - 1;
  }

  get tombstoned(): boolean {
    return this.tombstone !== undefined;
  }

  get isDeleted(): boolean {
    return (this.metadata.$tb ?? 0) >= DELETED_UNTIL;
  }

  /** @param isFirstOfItsId whether no stream has had this id before */
  add(event: LoggedEvent, isFirstOfItsId: boolean): void {
    if (event.revision === DELETED_REVISION) {
      this.tombstone = event;
      return;
    }
    this.events.push(event);
    if (isFirstOfItsId) this.#revisions.set(event.id, event.revision);
  }

  /** Of an id that this stream had before any other, or before the same id came again. */
  revisionOf(eventId: string): number | undefined {
    return this.#revisions.get(eventId);
  }

  /** The first revision that `$tb` and `$maxCount` leave. */
  get firstVisible(): number {
    const { $tb = 0, $maxCount = Infinity } = this.metadata;
    return Math.max(0, $tb, this.events.length - $maxCount);
  }

  isVisible(event: LoggedEvent): boolean {
    const { $maxAge = Infinity } = this.metadata;
    return event.revision >= this.firstVisible && event.createdAt + $maxAge * 1000 > Date.now();
  }
}

/** Anything may be written to `$$<stream>`; only a `$metadata` event that is a JSON object says something. */
export function metadataIn(event: LoggedEvent): StreamMetadata {
  if (event.type !== '$metadata') return {};
  try {
    const parsed: unknown = JSON.parse(dataText(event));
    return parsed !== null && typeof parsed === 'object' ? (parsed as StreamMetadata) : {};
  } catch {
    // The real server stores broken metadata too, and then acts as if there was none.
    return {};
  }
}

/** Metadata with another `$tb`, as text: the largest integer of 64 bits is no number that JSON.stringify can write. */
export function metadataText(metadata: StreamMetadata, truncateBefore: number | 'deleted'): string {
  const { $tb: _old, ...others } = metadata;
  const rest = JSON.stringify(others).slice(1);
  return `{"$tb":${truncateBefore === 'deleted' ? LARGEST_INT64 : truncateBefore}${rest === '}' ? '' : ','}${rest}`;
}
