import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { openEventStoreDb, type EventStoreDbEventStore } from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { DEFAULT_RELEASE, RELEASES, type Release } from '../eventstoredb/release.ts';
import { serverUnderTest } from '../eventstoredb/server-under-test.ts';
import { describeFollowing } from './event-store.following.ts';
import { describeReading } from './event-store.reading.ts';
import { describeSubscribing } from './event-store.subscribing.ts';
import { describeEventStore } from './event-store.ts';
import type { StoreHarness } from './harness.ts';
import { removeStreams } from './remove-streams.ts';

describeEventStore('EventStoreDbEventStore', () => onServer());

// A real server is what it is.
const others = process.env.EVENTSTOREDB_URL ? [] : RELEASES.filter((release) => release !== DEFAULT_RELEASE);
for (const release of others) {
  describe(`EventStoreDbEventStore over ${release} as an event store`, () => {
    describeReading(() => onServer(release));
    describeSubscribing(() => onServer(release));
    describeFollowing(() => onServer(release));
  });
}

/** A harness over a server, or a part of one, of its own. */
async function onServer(release?: Release): Promise<StoreHarness<EventStoreDbEventStore>> {
  const server = await serverUnderTest(release);
  const { connectionString, prefix } = server;
  const idempotency = new MemoryIdempotencyStore();
  const handles: EventStoreDbEventStore[] = [];
  const open = async (): Promise<EventStoreDbEventStore> => {
    const store = await openEventStoreDb({ connectionString, prefix, idempotency });
    handles.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    for (const handle of handles.splice(0)) await handle.close();
  };
  return {
    open,
    reopen: async () => {
      await closeAll();
      return open();
    },
    fill: (events) => fillWithOthers(connectionString, events),
    close: async () => {
      if (!server.testServer) await removeStreams(await open(), server);
      await closeAll();
      await server.close();
    },
  };
}

/** Brings a log to so many events; one that is longer gets as many more. */
async function fillWithOthers(connectionString: string, events: number): Promise<void> {
  const client = EventStoreDBClient.connectionString(connectionString);
  let there = 0;
  for await (const _event of client.readAll({ maxCount: events + 1 })) there += 1;
  const missing = there > events ? events : events - there;
  const theirs = Array.from({ length: missing }, () => jsonEvent({ type: 'Theirs', data: {} }));
  if (missing > 0) await client.appendToStream(`Other-${randomUUID()}`, theirs);
  await client.dispose();
}
