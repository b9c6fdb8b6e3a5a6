import { randomBytes } from 'node:crypto';
import type { Release } from './release.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from './server.ts';

/** An EventStoreDB that specs run against. */
export interface ServerUnderTest {
  readonly connectionString: string;
  /** No other run writes streams that begin with it. */
  readonly prefix: string;
  /** The test server, to be told how to misbehave; absent when EVENTSTOREDB_URL names a real one. */
  readonly testServer?: TestEventStoreDb;
  /** Stops the test server. A real one is left as it is, with what was written to it. */
  close(): Promise<void>;
}

/**
 * The server that EVENTSTOREDB_URL names; else a fresh test server, in memory.
 * @param release of the test server; a real one is what it is
 */
export async function serverUnderTest(release?: Release): Promise<ServerUnderTest> {
  const prefix = freshPrefix();
  const given = process.env.EVENTSTOREDB_URL;
  if (given) return { connectionString: given, prefix, close: async () => {} };
  const testServer = await startTestEventStoreDb({ release });
  return { connectionString: testServer.connectionString, prefix, testServer, close: () => testServer.stop() };
}

/** The beginning of stream names that no other test uses. */
export function freshPrefix(): string {
  return `test${randomBytes(6).toString('hex')}`;
}
