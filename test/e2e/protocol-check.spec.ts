import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactWriter, type Fact } from '../audit/support/fact-writer.ts';
import { protocolInForce } from '../audit/support/network-facts.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { runCli, runCliForJson } from './support/processes.ts';

const PROTOCOL_ID = '4f6c1f0e-2222-4d0a-9b57-3f7c2a1e8d44';
const AMENDMENT_ID = '9d1e0c2a-3333-5d0a-9b57-3f7c2a1e8d44';
const LONGEST_MS = 300_000;

/** Both have signed an amendment of this text, as it was written when nobody was asked who signs. */
function amendment(documentSha256: string): Fact {
  const signature = (party: string, number: number) => ({
    ...{ party, documentSha256, format: 'PADES', signerRole: 'Direttore', signedAt: '2026-02-02T09:00:00.000Z' },
    registerEntry: { aoo: `${party}-08`, year: 2026, number, date: '2026-02-02' },
  });
  const effectiveAt = '2026-02-02T23:00:00.000Z';
  return {
    ...{ stream: `Protocol-${PROTOCOL_ID}`, type: 'ProtocolAmendmentSigned', recordedAt: effectiveAt, effectiveAt },
    data: {
      ...{ amendmentId: AMENDMENT_ID, documentSha256, signedAt: '2026-02-02T09:00:00.000Z', durationMonths: 48 },
      ...{ signatures: [signature('INPS', 3), signature('HOST', 4)], effectiveDate: '2026-02-03' },
    },
    scope: { region: '08' },
  };
}

describe('P2: a file offered for check at the command line', () => {
  let application: TestApplication;
  const files = new Map<string, string>();
  const fileOf = (name: string): string => files.get(name) ?? '';

  /** A file that is larger than what is read of it at once. */
  const newFile = (name: string): string => {
    const bytes = randomBytes(300_000);
    const path = join(application.directory, name);
    writeFileSync(path, bytes);
    files.set(name, path);
    return createHash('sha256').update(bytes).digest('hex');
  };

  beforeAll(async () => {
    ensureBuilt();
    application = await startApplication();
    const documentSha256 = newFile('testo.pdf');
    const issued: Record<string, string> = { INPS: newFile('firmato-inps.pdf'), HOST: newFile('definitivo.pdf') };
    newFile('altro.pdf');
    const facts = protocolInForce(PROTOCOL_ID, '08', '2026-02-01').map((fact) => {
      const data = fact.data as { readonly party?: string };
      if (data.party === undefined) return fact;
      return { ...fact, data: { ...data, documentSha256, signedFileSha256: issued[data.party] } };
    });
    await new FactWriter(application.stores.eventStore).write(...facts, amendment(newFile('atto-aggiuntivo.pdf')));
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  const check = (file: string, ...options: string[]) =>
    runCli(['protocol', 'check', PROTOCOL_ID, file, '--data', application.directory, ...options]);

  it(
    'is the text, signed by one, final or unknown, from the stores as through a server',
    async () => {
      for (const [name, code, answer] of [
        ['testo.pdf', 0, 'Testo: è il testo del protocollo, prima di ogni firma.'],
        ['firmato-inps.pdf', 0, "Firmato da una parte: è il testo con la sola firma dell'INPS."],
        ['definitivo.pdf', 0, 'Definitivo: è il documento con le firme di entrambe le parti.'],
        [
          'atto-aggiuntivo.pdf',
          0,
          `Testo: è il testo dell'atto, prima di ogni firma. È dell'atto aggiuntivo ${AMENDMENT_ID}.`,
        ],
        ['altro.pdf', 2, 'Sconosciuto: non è un documento di questo protocollo.'],
      ] as const) {
        const stored = await check(fileOf(name));
        expect([stored.code, stored.stdout.split('\n')[1]]).toEqual([code, answer]);
      }
      const asked = ['protocol', 'check', PROTOCOL_ID, fileOf('definitivo.pdf'), '--data', application.directory];
      const stored = await runCliForJson(...asked);
      expect(stored).toMatchObject({ verdict: 'FINAL', party: 'HOST' });
      expect(await runCliForJson(...asked, '--server', application.url)).toEqual(stored);
    },
    LONGEST_MS,
  );

  it(
    'is refused in words where it cannot be read, or there is no such protocol',
    async () => {
      const missing = await check(join(application.directory, 'manca.pdf'));
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toContain('manca.pdf cannot be read: ENOENT');
      expect((await check(application.directory)).stderr).toContain('cannot be read: EISDIR');
      const other = ['protocol', 'check', PROTOCOL_ID.replace('4f', '5f'), fileOf('testo.pdf')];
      const unknown = await runCli([...other, '--data', application.directory]);
      expect(unknown).toMatchObject({ code: 1, stdout: '' });
      expect(unknown.stderr).toContain('There is nothing under this id: look the protocol up in its list.');
    },
    LONGEST_MS,
  );
});
