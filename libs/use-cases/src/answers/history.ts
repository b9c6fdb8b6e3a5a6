import { Type, type Static } from '@sinclair/typebox';
import type { RecordedEvent } from '#kernel/domain';
import { Id, listOf, LogPosition, Revision, Timestamp, Word, explained } from '#vocabulary';

/** One step in the life of something, as auditors need it: which event, when, by whom. */
export const HistoryEntry = Type.Object(
  {
    type: Word,
    eventId: Id,
    position: LogPosition,
    revision: Revision,
    recordedAt: explained(Timestamp, 'When the system wrote it down.'),
    effectiveAt: Type.Union([Timestamp, Type.Null()], {
      description: 'When law says it takes effect, where law gives a time of its own.',
    }),
    actor: Type.Object(
      {},
      {
        additionalProperties: true,
        maxProperties: 100,
        description: 'A person with role and office, or a named policy.',
      },
    ),
    data: Type.Object({}, { additionalProperties: true, maxProperties: 100, description: 'What the event says.' }),
  },
  { $id: 'HistoryEntryAnswer', description: 'One event in the life of something.' },
);
export type HistoryEntry = Static<typeof HistoryEntry>;

/** The history of one thing: no thing has come near that many events. */
export const History = listOf(HistoryEntry, 10_000);

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
    data: data as object,
  };
}
