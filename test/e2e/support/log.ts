import { streamName } from '#kernel/domain';
import type { EventStore, StoredEvent } from '#kernel/ports';

/** The whole log, or the events of some types. */
export async function eventsOf(log: EventStore, ...types: readonly string[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after: '0' })) {
    for (const event of batch.events) if (types.length === 0 || types.includes(event.type)) events.push(event);
  }
  return events;
}

interface Commitment {
  readonly subject: string;
  readonly commitmentId: string;
  /** Of a claim: the stream in which the act stands that it is for. */
  readonly target?: { readonly category: string; readonly id: string };
}

/**
 * Ids of the commitments that bind somebody's time: claimed, and not given back.
 * @param onDay stream of the day that they are for; those of all days when absent
 */
export async function openCommitments(log: EventStore, onDay?: string): Promise<ReadonlySet<string>> {
  // Of two persons who come together each is bound, by one id.
  const open = new Map<string, string>();
  for (const { type, data } of await eventsOf(log, 'SubjectCommitmentClaimed', 'SubjectCommitmentReleased')) {
    const { subject, commitmentId, target } = data as Commitment;
    const key = `${subject} ${commitmentId}`;
    if (type === 'SubjectCommitmentReleased') open.delete(key);
    else if (onDay === undefined || (target && streamName(target.category, target.id) === onDay))
      open.set(key, commitmentId);
  }
  return new Set(open.values());
}

/** The commands for which a value is reserved, one for each value. */
export async function openReservations(log: EventStore): Promise<readonly string[]> {
  const open = new Map<string, string>();
  for (const { type, stream, data } of await eventsOf(log, 'ReservationClaimed', 'ReservationReleased')) {
    if (type === 'ReservationClaimed') open.set(stream, (data as { forCommandId: string }).forCommandId);
    else open.delete(stream);
  }
  return [...open.values()];
}
