import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FactWriter } from '../audit/support/fact-writer.ts';
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
import { endProcesses, runCli, runCliForJson, startCli } from './support/processes.ts';

/** Gives what the demonstration printed: every question to its server, and a week of an agenda in the terminal. */
async function expectAgendasShown(printed: string): Promise<void> {
  const tokenOf = (name: string): string => new RegExp(`^${name}=(\\S+)$`, 'm').exec(printed)?.[1] ?? '';
  const questions = [...printed.matchAll(/^curl -s '(\S+)'(?: -H "Authorization: Bearer \$(\w+)")?$/gm)];
  const answers = await Promise.all(
    questions.map(async ([, url = '', who]) => {
      const headers = who === undefined ? {} : { authorization: `Bearer ${tokenOf(who)}` };
      const answer = await fetch(url, { headers });
      return { url, status: answer.status, body: (await answer.json()) as { items?: readonly unknown[] } };
    }),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const found = (part: string): number => answers.find(({ url }) => url.includes(part))?.body.items?.length ?? 0;
  // Somebody is to be called, and of the others each has become what can become of who was displaced.
  const parts = ['displaced-appointments?unit=', 'REINSTATED', 'RESCHEDULED', 'CANCELLED', '/sheet?', '/accesses'];
  expect(parts.filter((part) => found(part) === 0)).toEqual([]);
  const [, shown = ''] = /^npx rete-punti (agenda show .*)$/m.exec(printed) ?? [];
  const week = await runCli(shown.split(' '));
  expect(week).toMatchObject({ code: 0, stderr: '' });
  expect(week.stdout).toMatch(/chiusura: Lavori agli impianti .*09:00–10:30 \(2 posti\); 10:30–12:00 \(2 posti\)/);
}

const PROTOCOL_ID = '4f6c1f0e-1111-4d0a-9b57-3f7c2a1e8d44';
const LONGEST_MS = 300_000;

describe('audits at the command line', () => {
  let application: TestApplication;
  const ids = ({ items }: { items: readonly { id: string }[] }): string[] => items.map(({ id }) => id);

  beforeAll(async () => {
    ensureBuilt();
    application = await startApplication();
    const log = new FactWriter(application.stores.eventStore);
    await log.write(
      ...protocolInForce(PROTOCOL_ID, '08', '2026-02-01'),
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

  it(
    'work as the demonstration prints them, when they are pasted beside it, as do those that show what agendas did',
    async () => {
      const directory = join(mkdtempSync(join(tmpdir(), 'rete-punti-demo-')), 'demo');
      const demo = startCli(['demo', '--data', directory, '--events', '2000', '--port', '0']);
      try {
        const [, protocolId = ''] = await demo.said(/^npx rete-punti audit protocol --data \S+ (\S+)$/m);
        const [, pasted = ''] = await demo.said(/^npx rete-punti (audit points --data \S+ --region \d\d --on \S+)$/m);
        const points = await runCli(pasted.split(' '));
        expect(points).toMatchObject({ code: 0, stderr: '' });
        expect(points.stdout).toMatch(/^[1-9]\d* active in region \d\d on /m);
        const protocol = await runCli(['audit', 'protocol', '--data', directory, protocolId]);
        expect(protocol.stdout).toContain('ProtocolEnteredIntoForce');
        const [printed] = await demo.said(/^CENTRAL=[^]*state=CANCELLED.*$/m);
        await expectAgendasShown(printed);
      } finally {
        demo.kill('SIGINT');
        await demo.ended;
        rmSync(join(directory, '..'), { recursive: true });
      }
    },
    LONGEST_MS,
  );
});
