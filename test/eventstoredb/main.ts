import { parseArgs } from 'node:util';
import { startTestEventStoreDb } from './server.ts';

/**
 * The test server as a process of its own, for process tests, benchmarks and demonstrations. Not for production.
 * `node --conditions=rete-punti-src test/eventstoredb/main.ts --port 2113 [--file path]`
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, file: { type: 'string' } } });
const server = await startTestEventStoreDb({ port: Number(values.port), file: values.file });
console.log(server.connectionString);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
