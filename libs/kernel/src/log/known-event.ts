import { logChanged, streamRemoved } from '../errors.ts';
import type { KnownEvent, StoredEvent } from '../ports/event-store.ts';
import type { StreamName } from '../stream-name.ts';

/**
 * Compares what a reader knows of a stream with what stands there, for stores.
 * @param known where it must stand, and which event it is
 * @param there the first event from that revision on
 * @throws SystemError LOG_CHANGED when another stands there, or none; STREAM_DELETED when the stream begins after it
 */
export function refuseOtherEvent(
  { stream, revision, before }: { stream: StreamName; revision: number; before: KnownEvent },
  there: StoredEvent | undefined,
): void {
  if (there !== undefined && there.revision > revision) {
    throw streamRemoved(stream, `it begins at revision ${there.revision}`);
  }
  if (there?.eventId === before.eventId && there.position === before.position) return;
  const stands = there === undefined ? 'nothing' : `another event, at ${there.position},`;
  throw logChanged(`${stands} stands at revision ${revision} of ${stream}, where one was at ${before.position}`, {
    ...{ stream, revision, position: before.position },
  });
}
