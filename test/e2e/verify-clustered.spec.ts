import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LogFinding } from '#kernel/ports';
import { openEventStoreDb, type EventStoreDbEventStore } from '#store-eventstoredb';
import { MemoryIdempotencyStore } from '#store-memory';
import { appendNumbers, freshStream } from '../conformance/log-writing.ts';
import { removeStreams } from '../conformance/remove-streams.ts';
import { serverUnderTest, type ServerUnderTest } from '../eventstoredb/server-under-test.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { runCli } from './support/processes.ts';

const LONGEST_MS = 120_000;

interface Verified {
  readonly result: string;
  readonly size: number;
  readonly findings: readonly LogFinding[];
}

describe('the check of a log in EventStoreDB, which keeps no tree', () => {
  let server: ServerUnderTest;
  let log: EventStoreDbEventStore;
  let outside: string;
  beforeAll(async () => {
    ensureBuilt();
    outside = temporaryDirectory();
    server = await serverUnderTest();
    log = await openLog(server.prefix);
    await appendNumbers(log, freshStream(), 'no-stream', [1, 2, 3, 4, 5]);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    if (!server.testServer) await removeStreams(log, server);
    await log.close();
    await server.close();
    rmSync(outside, { recursive: true });
  });

  const openLog = (prefix: string): Promise<EventStoreDbEventStore> =>
    openEventStoreDb({ connectionString: server.connectionString, prefix, idempotency: new MemoryIdempotencyStore() });

  async function verified(prefix: string, ...args: readonly string[]): Promise<Verified & { code: number | null }> {
    const installation = ['--mode', 'clustered', '--eventstoredb', server.connectionString, '--installation', prefix];
    const { code, stdout, stderr } = await runCli(['verify', ...installation, '--json', ...args]);
    if (stdout === '') throw new Error(stderr);
    return { ...(JSON.parse(stdout) as Verified), code };
  }

  it(
    'has nothing to compare with but a head that was saved before: what goes on from that is whole, another is not',
    async () => {
      const saved = join(outside, 'saved.json');
      const first = await verified(server.prefix, '--save', saved);
      await appendNumbers(log, freshStream(), 'no-stream', [6, 7, 8]);

      const later = await verified(server.prefix, '--against', saved);
      const other = { ...server, prefix: `${server.prefix}x` };
      const elsewhere = await openLog(other.prefix);
      await appendNumbers(elsewhere, freshStream(), 'no-stream', [1, 2, 3, 4, 9, 6]);
      const edited = await verified(other.prefix, '--against', saved);
      if (!server.testServer) await removeStreams(elsewhere, other);
      await elsewhere.close();

      expect(first).toMatchObject({ result: 'nothing to compare with', size: 5, code: 0 });
      expect(later).toMatchObject({ result: 'whole', size: 8, code: 0 });
      expect(edited).toMatchObject({ result: 'changed', code: 2, findings: [{ code: 'HEAD_DIFFERS' }] });
    },
    LONGEST_MS,
  );
});
