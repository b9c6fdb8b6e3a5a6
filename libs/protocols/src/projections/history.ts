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
