import { parseArgs } from 'node:util';
import { DEFAULT_RELEASE, releaseCalled } from './release.ts';
import { startTestEventStoreDb } from './server.ts';

/**
 * The test server as a process of its own, for process tests, benchmarks and demonstrations. Not for production.
 * `node --conditions=rete-punti-src test/eventstoredb/main.ts --port 2113 [--file path] [--release 25.0.0]`
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    file: { type: 'string' },
    release: { type: 'string', default: DEFAULT_RELEASE },
  },
});
const { file } = values;
const server = await startTestEventStoreDb({
  ...{ port: Number(values.port), file, release: releaseCalled(values.release) },
});
console.log(server.connectionString);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
