import { openEventStoreDb, type EventStoreDbEventStore } from '#store-eventstoredb';
import { MemoryClaimStore } from '#store-memory';
import { serverUnderTest } from '../eventstoredb/server-under-test.ts';
import { describeEventStore } from './event-store.ts';
import type { StoreHarness } from './harness.ts';
import { removeStreams } from './remove-streams.ts';

describeEventStore('EventStoreDbEventStore', onServer);

/** A harness over a server, or a part of one, of its own. */
async function onServer(): Promise<StoreHarness<EventStoreDbEventStore>> {
  const server = await serverUnderTest();
  const { connectionString, prefix } = server;
  const claims = new MemoryClaimStore();
  const handles: EventStoreDbEventStore[] = [];
  const open = async (): Promise<EventStoreDbEventStore> => {
    const store = await openEventStoreDb({ connectionString, prefix, claims });
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
    close: async () => {
      if (!server.testServer) await removeStreams(await open(), server);
      await closeAll();
      await server.close();
    },
  };
}
