import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactWriter, type Fact } from '../audit/support/fact-writer.ts';
import {
  activated,
  approvedPoint,
  BOLOGNA,
  deactivated,
  forwarded,
  protocolInForce,
} from '../audit/support/network-facts.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, runCli, runCliForJson } from './support/processes.ts';

const PROTOCOL_ID = '4f6c1f0e-1111-4d0a-9b57-3f7c2a1e8d44';
const SIGNATORY = '5b0c8a52-2222-4d0a-9b57-3f7c2a1e8d44';
const LONGEST_MS = 300_000;

/** Signatures say who signed, by an id that nobody is told. */
function withSignatory(fact: Fact): Fact {
  return 'party' in fact.data ? { ...fact, data: { ...fact.data, signatory: SIGNATORY } } : fact;
}

describe('audits at the command line', () => {
  let application: TestApplication;
  const ids = ({ items }: { items: readonly { id: string }[] }): string[] => items.map(({ id }) => id);

  beforeAll(async () => {
    ensureBuilt();
    application = await startApplication();
    const log = new FactWriter(application.stores.eventStore);
    await log.write(
      ...protocolInForce(PROTOCOL_ID, '08', '2026-02-01').map(withSignatory),
      forwarded(PROTOCOL_ID, '2026-02-10'),
      ...['p-1', 'p-2'].flatMap((id) => [
        ...approvedPoint(id, BOLOGNA, '2026-02-01'),
        activated(id, PROTOCOL_ID, '2026-03-01'),
      ]),
      deactivated('p-2', PROTOCOL_ID, '2026-06-01', { recorded: '2026-07-15' }),
    );
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  const POINTS = ['audit', 'points', '--region', '08', '--on', '2026-06-30'];

  it(
    'answer from the stores beside a running server, and through it with a token, the same',
    async () => {
      const here = ['--data', application.directory];
      const stored = await runCliForJson<{ items: { id: string }[] }>(...POINTS, ...here);
      expect(ids(stored)).toEqual(['p-1']);
      expect(ids(await runCliForJson(...POINTS, '--known-at', '2026-07-14', ...here))).toEqual(['p-1', 'p-2']);

      const { tokens } = application;
      const tokenFile = join(application.directory, 'regional.token');
      writeFileSync(tokenFile, (await tokens?.issue({ role: 'regional', id: 'r-8', region: '08' }, 600)) ?? '');
      // Whoever has a token needs nothing of the installation but its URL.
      const through = ['--server', application.url, '--token-file', tokenFile];
      const served = await runCliForJson<typeof stored>(...POINTS, ...through);
      expect(served.items).toEqual(stored.items);
      // Of a person no more leaves than by HTTP: not even who it is everywhere.
      expect(JSON.stringify(stored)).not.toContain(SIGNATORY);
      const [eventsThere, eventsHere] = [
        await runCliForJson<{ events: unknown[] }>('audit', 'protocol', PROTOCOL_ID, ...through),
        await runCliForJson<{ events: unknown[] }>('audit', 'protocol', PROTOCOL_ID, ...here),
      ];
      expect(eventsHere.events).toEqual(eventsThere.events);
      const elsewhere = await runCli(['audit', 'points', '--region', '09', '--on', '2026-06-30', ...through]);
      expect(elsewhere).toMatchObject({ code: 1, stdout: '' });
      expect(elsewhere.stderr).toContain('outside your territory');
    },
    LONGEST_MS,
  );

  it(
    'are printed as a table and as CSV, also of one protocol, and refused in words',
    async () => {
      const here = ['--data', application.directory];
      const table = (await runCli([...POINTS, ...here])).stdout;
      expect(table).toContain('1 active in region 08 on 2026-06-30.');
      expect(table).toContain('Direttore regionale');
      const csv = (await runCli([...POINTS, '--known-at', '2026-07-14', '--format', 'csv', ...here])).stdout;
      expect(csv.trim().split('\r\n')).toHaveLength(3);
      const protocol = (await runCli(['audit', 'protocol', PROTOCOL_ID, ...here])).stdout;
      expect(protocol).toContain('ProtocolForwardedToCentralOrganisation');
      expect(protocol).toContain('Emilia-Romagna');
      const refused = await runCli(['audit', 'points', '--region', '08', '--on', 'yesterday', ...here]);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/^--on must be a day, yyyy-mm-dd, or a time with seconds and offset/);
    },
    LONGEST_MS,
  );
});
