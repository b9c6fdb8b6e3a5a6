import { existsSync } from 'node:fs';
import { PartSkipped } from '../measure/part-skipped.ts';
import type { MeasuredServer } from './measured-server.ts';
import { inRepository, ServerProcess } from './server-process.ts';

const TEST_SERVER = 'test/eventstoredb/main.ts';

/**
 * The server that EVENTSTOREDB_URL names; else the server of the wire protocol that specs run against.
 * @throws PartSkipped when there is neither
 */
export async function eventStoreDb(): Promise<MeasuredServer> {
  const given = process.env.EVENTSTOREDB_URL;
  if (given) return { name: 'the EventStoreDB of EVENTSTOREDB_URL', url: given, close: async () => undefined };
  const main = inRepository(TEST_SERVER);
  if (!existsSync(main)) throw new PartSkipped(`there is no ${TEST_SERVER} here: set EVENTSTOREDB_URL`);
  const options = ['--conditions=rete-punti-src', '--disable-warning=ExperimentalWarning', main, '--port', '0'];
  const server = new ServerProcess(process.execPath, options);
  try {
    const url = await server.firstLine();
    return { name: 'test server of the wire protocol, in memory', url, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
