import { EventStoreDBClient } from '@eventstore/db-client';
import { hostsOf, unusableFor } from './connection-string.ts';

/** What the client keeps to itself and is changed here. */
export interface Internals {
  supports: (method: { readonly path: string }, feature?: string) => Promise<boolean>;
  handleError: (...failure: unknown[]) => Promise<void>;
  createChannel: () => Promise<{ close(): void }>;
}

export interface TamedClient {
  readonly client: EventStoreDBClient;
  /** Ends its streams and its connection; the client itself would keep the connection. */
  close(): Promise<void>;
}

const MEMBERS: readonly (keyof Internals)[] = ['supports', 'handleError', 'createChannel'];

const BATCH_APPEND = /\/batchappend$/i;

/**
 * A client whose failures stay with the call that failed.
 *
 * Appends go out one call each. The client prefers to send them all through one stream, with one map of promises for
 * the whole process: a stream that breaks rejects the appends of all others, and an answer that no longer finds its
 * promise is an exception that nobody can catch (ADR 10).
 *
 * The error of a connection is handled on the side, and handling it fails when no node of the cluster can be found.
 * @throws SystemError STORE_UNAVAILABLE for a connection string that cannot be used
 * @throws TypeError for a client of another version
 */
export function newClient(connectionString: string): TamedClient {
  hostsOf(connectionString);
  const client = clientOf(connectionString);
  const internals = internalsOf(client);
  const { supports, handleError, createChannel } = internals;
  let channel: { close(): void } | undefined;
  internals.supports = async (method, feature) => !BATCH_APPEND.test(method.path) && supports(method, feature);
  internals.handleError = (...failure) => handleError(...failure).catch(() => undefined);
  internals.createChannel = async () => (channel = await createChannel());
  const close = async (): Promise<void> => {
    await client.dispose();
    channel?.close();
  };
  return { client, close };
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
