import type { AllStreamRecordedEvent, RecordedEvent, ResolvedEvent } from '@eventstore/db-client';
import { toTimestamp, type Position, type StreamName } from '#kernel/domain';
import type { StoredEvent } from '#kernel/ports';
import { positionOf } from '../connection/log-server.ts';
import type { Namespace } from './namespace.ts';

/**
 * An event as the server gave it. What is no JSON the client hands over as it is, and keeps quiet: `data` and `metadata`
 * then throw SyntaxError.
 */
export class EventStoreDbEvent implements StoredEvent {
  readonly stream: StreamName;
  readonly position: Position;
  readonly #event: RecordedEvent | AllStreamRecordedEvent;

  constructor(event: RecordedEvent | AllStreamRecordedEvent, stream: StreamName, position: Position) {
    this.#event = event;
    this.stream = stream;
    this.position = position;
  }

  get eventId(): string {
    return this.#event.id;
  }
  get type(): string {
    return this.#event.type;
  }
  get revision(): number {
    return Number(this.#event.revision);
  }
  /** The server's own time for an event that does not tell. */
  get recordedAt(): string {
    const metadata = this.#event.metadata as { readonly recordedAt?: unknown } | undefined;
    return typeof metadata?.recordedAt === 'string' ? metadata.recordedAt : toTimestamp(this.#event.created.getTime());
  }
  get data(): unknown {
    const { isJson, data } = this.#event;
    // A text is what the client makes of broken JSON; an append refuses data that is a text.
    if (!isJson || typeof data === 'string') throw this.#broken('data');
    return data;
  }
  get metadata(): unknown {
    const { metadata } = this.#event;
    if (metadata === undefined || metadata instanceof Uint8Array) throw this.#broken('metadata');
    return metadata;
  }

  #broken(part: string): SyntaxError {
    return new SyntaxError(`the ${part} of ${this.stream}@${this.revision} (${this.eventId}) is no JSON`);
  }
}

/** The event, if it is one of this installation and not of the server's own kind. */
export function ownEvent(resolved: ResolvedEvent, namespace: Namespace): EventStoreDbEvent | undefined {
  const { event } = resolved;
  if (event === undefined || event.type.startsWith('$')) return undefined;
  const stream = namespace.inner(event.streamId);
  return stream === undefined ? undefined : new EventStoreDbEvent(event, stream, String(positionOf(resolved)));
}
