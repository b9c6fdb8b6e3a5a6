import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram, type ProductProcess } from '../../e2e/support/processes.ts';
import { DEFAULT_RELEASE, type Release } from '../../eventstoredb/release.ts';

/** An EventStoreDB that the processes of a cluster share. */
export interface LogServer {
  readonly connectionString: string;
  /**
   * Copies the log; absent where the server is not ours.
   * @returns what stops the server, puts the copy back, and starts it again
   */
  backUp?(): () => Promise<void>;
  close(): Promise<void>;
}

/** The server that EVENTSTOREDB_URL names; else the test server, as a process that keeps its log in this directory. */
export async function startLogServer(directory: string, release: Release = DEFAULT_RELEASE): Promise<LogServer> {
  const given = process.env.EVENTSTOREDB_URL;
  if (given) return { connectionString: given, close: async () => {} };
  const file = join(directory, 'eventstoredb.log');
  const first = await start(file, '0', release);
  const [, connectionString] = first;
  let [server] = first;
  const { port } = new URL(connectionString);
  const kill = async (): Promise<void> => {
    server.kill('SIGKILL');
    await server.ended;
  };
  return {
    connectionString,
    backUp: () => {
      const copy = readFileSync(file);
      return async () => {
        await kill();
        writeFileSync(file, copy);
        [server] = await start(file, port, release);
      };
    },
    close: kill,
  };
}

async function start(file: string, port: string, release: Release): Promise<[ProductProcess, string]> {
  const server = startProgram('test/eventstoredb/main.ts', ['--file', file, '--port', port, '--release', release], {
    NODE_OPTIONS: '--conditions=rete-punti-src',
  });
  const [connectionString] = await server.said(/esdb:\S+/);
  return [server, connectionString];
}
