import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { contexts, masterKeyFile } from '#composition';
import { MasterKey } from '#privacy';
import { STORE_FILES } from '#store-embedded';
import { personalFieldsOf } from '#use-cases';
import { accepted, seedAgenda } from './support/agenda.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { Attacker, codesLike, type StolenKeys } from './support/attacker.ts';
import { guessesOf, leaveTraces, SOUGHT } from './support/sought-person.ts';

const CODES = codesLike(SOUGHT.fiscalCode, [SOUGHT.fiscalCode.slice(0, 6)]);

/** Somebody with a copy of the directory. */
async function attackerOf(directory: string): Promise<Attacker> {
  const files = readdirSync(directory).map((file) => readFileSync(join(directory, file)));
  const keys = new DatabaseSync(join(directory, STORE_FILES.keys), { readOnly: true });
  const rows = (sql: string) => keys.prepare(sql).all() as unknown;
  const stolen = {
    secrets: rows('SELECT name, wrapped FROM secrets'),
    subjectKeys: rows('SELECT subject, wrapped_key AS wrapped FROM subjects WHERE wrapped_key IS NOT NULL'),
  } as StolenKeys;
  keys.close();
  const file = masterKeyFile({ dataDirectory: directory });
  return new Attacker(files, stolen, await MasterKey.load({ environment: {}, file, missing: 'refuse' }));
}

describe('somebody who holds every file and every key of an installation of one process', () => {
  const directory = temporaryDirectory();
  let application: TestApplication;
  beforeAll(async () => {
    application = await startApplication({ directory });
  });
  afterAll(async () => {
    await application.close();
    rmSync(directory, { recursive: true });
  });

  it('finds a person by trying the codes of a birth year and place, and after their erasure nobody', async () => {
    const central = await application.as();
    const agendas = [
      await seedAgenda(central, { slots: 3, capacity: 4, serviceLine: 'SERVIZI_GENERALI' }),
      await seedAgenda(central, { slots: 2, capacity: 4, serviceLine: 'CONTRIBUTI' }),
    ] as const;
    const traces = await leaveTraces(application, agendas);
    const naming = contexts.flatMap(({ commands }) =>
      commands.filter(({ input }) => personalFieldsOf(input).length > 0).map(({ name }) => name),
    );
    expect([...traces.commands].sort()).toEqual(naming.sort());
    await application.processes.settled();
    const guesses = guessesOf(traces);
    const before = (await attackerOf(directory)).find(CODES, guesses);
    expect(new Set(before.map(({ code }) => code))).toEqual(new Set([SOUGHT.fiscalCode]));
    expect(before.map(({ by }) => by)).toContain('HMAC under pepper of the code');

    await accepted(traces.erase());
    await application.processes.settled();
    const during = await attackerOf(directory);
    expect(during.keyNames).toContain('pepper');
    expect(during.find(CODES, guesses)).toEqual([]);

    await application.close();
    expect((await attackerOf(directory)).find(CODES, guesses)).toEqual([]);
  }, 300_000);
});
