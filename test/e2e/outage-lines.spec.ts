import { rmSync } from 'node:fs';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, startCli } from './support/processes.ts';

const LONGEST_MS = 180_000;

describe('a process whose log goes away', () => {
  let log: TestEventStoreDb;
  let directory: string;

  beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
  beforeEach(async () => {
    log = await startTestEventStoreDb();
    directory = temporaryDirectory();
  });
  afterEach(async () => {
    await endProcesses();
    await log.stop();
    rmSync(directory, { recursive: true });
  });

  const clustered = (): string[] => [
    ...['--mode', 'clustered', '--eventstoredb', log.connectionString, '--installation', freshPrefix()],
    ...['--data', directory, '--port', '0'],
  ];

  it(
    'says so in its own log, and when it is back: serve',
    async () => {
      const server = startCli(['serve', ...clustered()], { RETE_PUNTI_LOG: 'json' });
      await server.said(/rete-punti answers at/);

      await log.down();
      await server.said(/"level":"warn".*EventStoreDB at \S+ has been away since/);
      await log.up();

      await server.said(/"level":"log".*EventStoreDB at \S+ is back: it was away from/);
    },
    LONGEST_MS,
  );

  it(
    'says so to whoever looks on, and when it is back: demo',
    async () => {
      const demonstration = startCli(['demo', '--events', '500', ...clustered()]);
      await demonstration.said(/answers at/);

      await log.down();
      await demonstration.complained(/^EventStoreDB at \S+ has been away since/m);
      await log.up();

      await demonstration.complained(/^EventStoreDB at \S+ is back: it was away from/m);
    },
    LONGEST_MS,
  );
});
