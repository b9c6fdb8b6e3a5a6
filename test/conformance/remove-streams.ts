import { EventStoreDBClient } from '@eventstore/db-client';
import { START } from '#kernel/domain';
import type { EventStoreDbEventStore } from '#store-eventstoredb';

/** Deletes what an installation wrote to a server that stays. */
export async function removeStreams(
  store: EventStoreDbEventStore,
  { connectionString, prefix }: { connectionString: string; prefix: string },
): Promise<void> {
  const streams = new Set([`LogIdentity-${prefix}`]);
  for await (const { events } of store.readLog({ after: START })) {
    for (const { stream } of events) streams.add(`${prefix}.${stream}`);
  }
  const client = EventStoreDBClient.connectionString(connectionString);
  for (const stream of streams) await client.deleteStream(stream);
  await client.dispose();
}
