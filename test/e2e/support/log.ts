import type { EventStore, StoredEvent } from '#kernel/ports';

/** The whole log, or the events of some types. */
export async function eventsOf(log: EventStore, ...types: readonly string[]): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of log.readLog({ after: '0' })) {
    for (const event of batch.events) if (types.length === 0 || types.includes(event.type)) events.push(event);
  }
  return events;
}

/** Ids of the commitments that bind somebody's time: claimed, and not given back. */
export async function openCommitments(log: EventStore): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (const { type, data } of await eventsOf(log, 'SubjectCommitmentClaimed', 'SubjectCommitmentReleased')) {
    const { commitmentId } = data as { commitmentId: string };
    if (type === 'SubjectCommitmentClaimed') open.add(commitmentId);
    else open.delete(commitmentId);
  }
  return open;
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
