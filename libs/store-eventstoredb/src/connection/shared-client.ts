import type { EventStoreDBClient } from '@eventstore/db-client';
import { AppendWriter } from '../appends/append-writer.ts';
import { newClient, type TamedClient } from './new-client.ts';
import { Silence } from './silence.ts';

interface Shared {
  readonly tamed: TamedClient;
  readonly appends: AppendWriter;
  readonly silence: Silence;
  users: number;
}

/** A use of the one client that a process has for a connection string. */
export interface ClientLease {
  readonly client: EventStoreDBClient;
  /** Through which all appends of the process go to the server. */
  readonly appends: AppendWriter;
  /** To be told how calls go. */
  readonly silence: Silence;
  /** Ends the use; the last one out disposes of the client. */
  release(): Promise<void>;
}

const clients = new Map<string, Shared>();

/** @throws SystemError STORE_UNAVAILABLE for a connection string that cannot be used */
export function leaseClient(connectionString: string): ClientLease {
  const shared = clients.get(connectionString) ?? share(connectionString);
  clients.set(connectionString, shared);
  shared.users += 1;
  const { tamed, appends, silence } = shared;
  let released = false;
  const release = async (): Promise<void> => {
    if (released) return;
    released = true;
    shared.users -= 1;
    if (shared.users > 0) return;
    clients.delete(connectionString);
    appends.close();
    await tamed.close();
  };
  return { client: tamed.client, appends, silence, release };
}

function share(connectionString: string): Shared {
  const tamed = newClient(connectionString);
  return { tamed, appends: new AppendWriter(tamed), silence: new Silence(tamed), users: 0 };
}
