import { join } from 'node:path';
import { startProgram } from '../../e2e/support/processes.ts';
import { DEFAULT_RELEASE, type Release } from '../../eventstoredb/release.ts';

/** An EventStoreDB that the processes of a cluster share. */
export interface LogServer {
  readonly connectionString: string;
  close(): Promise<void>;
}

/** The server that EVENTSTOREDB_URL names; else the test server, as a process that keeps its log in this directory. */
export async function startLogServer(directory: string, release: Release = DEFAULT_RELEASE): Promise<LogServer> {
  const given = process.env.EVENTSTOREDB_URL;
  if (given) return { connectionString: given, close: async () => {} };
  const server = startProgram(
    'test/eventstoredb/main.ts',
    ['--file', join(directory, 'eventstoredb.log'), '--release', release],
    { NODE_OPTIONS: '--conditions=rete-punti-src' },
  );
  const [connectionString] = await server.said(/esdb:\S+/);
  return {
    connectionString,
    close: async () => {
      server.kill('SIGKILL');
      await server.ended;
    },
  };
}
