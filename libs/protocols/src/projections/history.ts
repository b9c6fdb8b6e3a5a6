import type { Actor, Position, RecordedEvent } from '#kernel';

/** One step in the life of something, as auditors need it: which event, when, by whom. */
export interface HistoryEntry {
  readonly type: string;
  readonly eventId: string;
  readonly position: Position;
  readonly revision: number;
  /** When the system wrote it down. */
  readonly recordedAt: string;
  /** When law says it takes effect, where law gives a time of its own. */
  readonly effectiveAt: string | null;
  readonly actor: Actor;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The line that an event adds to a history. */
export function historyEntry(event: RecordedEvent): HistoryEntry {
  const { type, eventId, position, revision, recordedAt, effectiveAt, metadata, data } = event;
  return {
    type,
    eventId,
    position,
    revision,
    recordedAt,
    effectiveAt: effectiveAt ?? null,
    actor: metadata.actor,
    data: data as Readonly<Record<string, unknown>>,
  };
}

/** What an event may change of a document; the rest is kept by {@link changesAfter}. */
export type Change<Document> = Partial<Omit<Document, 'id' | keyof Traced>>;

/** What a document says of its own past. */
interface Traced {
  readonly changedAt: string;
  readonly revision: number;
  readonly history: readonly HistoryEntry[];
}

/**
 * Makes handlers that change a document and write the event into its history.
 * @param first type of the event that a document begins with
 * @throws TypeError in a handler, when there is no document yet
 */
export function changesAfter<Document extends Traced>(first: string) {
  return <Event extends RecordedEvent>(change: (data: Event['data'], document: Document) => Change<Document>) =>
    (document: Document | undefined, event: Event): Document => {
      if (!document) throw new TypeError(`${event.type} in ${event.stream} before ${first}`);
      return {
        ...document,
        ...change(event.data, document),
        changedAt: event.recordedAt,
        revision: event.revision,
        history: [...document.history, historyEntry(event)],
      };
    };
}
