import type { EventStoreDBClient } from '@eventstore/db-client';
import { newClient, type TamedClient } from './new-client.ts';

interface Shared {
  readonly tamed: TamedClient;
  users: number;
}

/** A use of the one client that a process has for a connection string. */
export interface ClientLease {
  readonly client: EventStoreDBClient;
  /** Ends the use; the last one out disposes of the client. */
  release(): Promise<void>;
}

const clients = new Map<string, Shared>();

/** @throws SystemError STORE_UNAVAILABLE for a connection string that cannot be used */
export function leaseClient(connectionString: string): ClientLease {
  const shared = clients.get(connectionString) ?? { tamed: newClient(connectionString), users: 0 };
  clients.set(connectionString, shared);
  shared.users += 1;
  let released = false;
  const release = async (): Promise<void> => {
    if (released) return;
    released = true;
    shared.users -= 1;
    if (shared.users > 0) return;
    clients.delete(connectionString);
    await shared.tamed.close();
  };
  return { client: shared.tamed.client, release };
}
