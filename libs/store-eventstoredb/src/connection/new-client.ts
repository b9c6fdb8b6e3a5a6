import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import type { CallOptions, Channel, Client, Metadata } from '@grpc/grpc-js';
import { hostsOf, unusableFor } from './connection-string.ts';

/** What the client keeps to itself, and is changed or used here. */
export interface Internals {
  handleError: (...failure: unknown[]) => Promise<void>;
  createChannel: () => Promise<Channel>;
  /** The stub of a service over the connection of now. */
  getGRPCClient: <C extends Client>(service: new (...given: never[]) => C, name: string) => Promise<C>;
  callArguments: (options: { requiresLeader: boolean }, callOptions: CallOptions) => [Metadata, CallOptions];
}

export interface TamedClient {
  readonly client: EventStoreDBClient;
  readonly internals: Internals;
  /** The connection of now; undefined before the first. */
  readonly connection: () => Channel | undefined;
  /** The next call makes another connection, in a cluster to another node; calls under way keep theirs. */
  leave(connection: Channel): Promise<void>;
  /** Ends its streams and its connection; the client itself would keep the connection. */
  close(): Promise<void>;
}

const MEMBERS: readonly (keyof Internals)[] = ['handleError', 'createChannel', 'getGRPCClient', 'callArguments'];

/**
 * A client whose failures stay with the call that failed: it handles the error of a connection on the side, and handling it
 * fails when no node of the cluster can be found. Its `appendToStream` is not to be used: see `AppendWriter` (ADR 10).
 * @throws SystemError STORE_UNAVAILABLE for a connection string that cannot be used
 * @throws TypeError for a client of another version
 */
export function newClient(connectionString: string): TamedClient {
  hostsOf(connectionString);
  const client = clientOf(connectionString);
  const internals = internalsOf(client);
  const { handleError, createChannel } = internals;
  let channel: Channel | undefined;
  internals.handleError = (...failure) => handleError(...failure).catch(() => undefined);
  internals.createChannel = async () => (channel = await createChannel());
  const leave = (connection: Channel): Promise<void> =>
    internals.handleError({ getChannel: () => connection }, new UnavailableError());
  const close = async (): Promise<void> => {
    await client.dispose();
    channel?.close();
  };
  return { client, internals, connection: () => channel, leave, close };
}

/** @throws TypeError when the client is of a version that has not got them */
export function internalsOf(client: object): Internals {
  const missing = MEMBERS.filter((member) => typeof (client as Record<string, unknown>)[member] !== 'function');
  if (missing.length === 0) return client as Internals;
  throw new TypeError(
    `@eventstore/db-client is not of the version this was written for: it has no ${missing.join(', ')}; install 6.2.1`,
  );
}

function clientOf(connectionString: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString.trim());
  } catch (error) {
    throw unusableFor(error);
  }
}
