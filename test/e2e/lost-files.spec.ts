import { closeSync, cpSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { STORE_FILES } from '#store-embedded';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { expectProblem, type Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { expectSameAsRebuilt } from './support/documents.ts';
import { expectHealthy } from './support/health.ts';
import { fictitiousPerson } from './support/people.ts';
import { endProcesses, runCli } from './support/processes.ts';

const LONGEST_MS = 180_000;
const MASTER_KEY = 'master.key';

describe('an installation that lost a file', () => {
  let whole: string;
  let directory: string;
  let agenda: SeededAgenda;
  let application: TestApplication | undefined;

  beforeAll(async () => {
    ensureBuilt();
    whole = temporaryDirectory();
    const running = await startApplication({ directory: whole });
    const central = await running.as();
    agenda = await seedAgenda(central, { slots: 2, capacity: 5 });
    await accepted(book(central, 1));
    await running.processes.settled();
    await running.close();
  }, BUILD_TIMEOUT_MS);
  beforeEach(() => {
    directory = temporaryDirectory();
    cpSync(whole, directory, { recursive: true });
  });
  afterEach(async () => {
    await application?.close();
    application = undefined;
    rmSync(directory, { recursive: true });
  });
  afterAll(async () => {
    await endProcesses();
    rmSync(whole, { recursive: true });
  });

  async function start(): Promise<Api> {
    application = await startApplication({ directory });
    return application.as();
  }

  function book(api: Api, person: number): ReturnType<Api['post']> {
    const citizen = fictitiousPerson(person);
    const body = { start: agenda.starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    return api.post(`${agenda.day}/appointments`, body, { key: `booking-${String(person)}` });
  }

  const lose = (file: string): void => rmSync(join(directory, file));
  const empty = (file: string): void => writeFileSync(join(directory, file), '');

  async function expectRefused(words: RegExp, ...command: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await runCli([...command, '--data', directory]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  }

  it.each([
    [
      'keys.db is not there',
      () => lose(STORE_FILES.keys),
      /keys\.db is not there.* the keys of persons.*accept-loss keys --data/s,
    ],
    ['keys.db is empty', () => empty(STORE_FILES.keys), /keys\.db is not there, or empty/],
    [
      'work.db is not there',
      () => lose(STORE_FILES.work),
      /work\.db is not there.* access log.*accept-loss work --data/s,
    ],
    ['work.db is empty', () => empty(STORE_FILES.work), /work\.db is not there, or empty/],
    ['events.db is not there', () => lose(STORE_FILES.events), /events\.db/],
    ['events.db is empty', () => empty(STORE_FILES.events), /events\.db is not there, or empty.* every fact/],
    ['the master key is not there', () => lose(MASTER_KEY), /the master key is missing.*put back .*master\.key/],
    [
      'keys.db holds nothing',
      () => new DatabaseSync(join(directory, STORE_FILES.keys)).exec('DELETE FROM secrets; DELETE FROM subjects'),
      /keys\.db in .* holds nothing.*accept-loss keys/s,
    ],
  ])(
    '%s: it is refused, and says what was lost and what to put back, however often it is started',
    async (what, happen, words) => {
      const hadMasterKey = !what.startsWith('the master key');
      happen();
      // What only needs the keys makes none either.
      if (/keys|master/.test(words.source)) await expectRefused(words, 'token', '--role', 'analyst');
      await expect(start()).rejects.toThrow(words);
      await expect(start()).rejects.toThrow(words);
      expect(existsSync(join(directory, MASTER_KEY))).toBe(hadMasterKey);
    },
    LONGEST_MS,
  );

  it(
    'goes on as before once the file is put back',
    async () => {
      for (const file of [STORE_FILES.keys, STORE_FILES.work, MASTER_KEY]) {
        lose(file);
        await expect(start()).rejects.toThrow();
        cpSync(join(whole, file), join(directory, file));
      }
      const central = await start();
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(10 - 1);
      expect((await central.get(`${agenda.day}/sheet?purpose=AUDIT`)).body.items).toHaveLength(1);
    },
    LONGEST_MS,
  );

  it(
    'goes on without its work when the loss is accepted: process managers fold the log again, and nothing happens twice',
    async () => {
      await expectRefused(/There is no loss to accept/, 'accept-loss', 'work');
      lose(STORE_FILES.work);
      expect((await runCli(['accept-loss', 'work', '--data', directory])).code).toBe(0);

      const central = await start();
      await application!.processes.settled();
      const { eventStore, readModels } = application!.stores;
      const head = await eventStore.head();
      const next = await accepted(book(central, 2));
      expect(Number(next.position)).toBeGreaterThan(Number(head));
      await application!.processes.settled();
      await application!.projections.caughtUp(await eventStore.head());
      expect(await freePlaces(central, agenda.agendaId, agenda.date, next.position)).toBe(10 - 2);
      await expectHealthy(central);
      await expectSameAsRebuilt(eventStore, readModels);
    },
    LONGEST_MS,
  );

  it(
    'goes on without its keys when the loss is accepted: who was known is as one who was erased, and whoever comes is new',
    async () => {
      lose(STORE_FILES.keys);
      lose(MASTER_KEY);
      expect((await runCli(['accept-loss', 'keys', '--data', directory])).code).toBe(0);

      const central = await start();
      const sheet = async (): Promise<object[]> =>
        (await central.get(`${agenda.day}/sheet?purpose=AUDIT`)).body.items as object[];
      expect(JSON.stringify(await sheet())).not.toContain(fictitiousPerson(1).fiscalCode);
      await accepted(book(central, 3));
      await application!.projections.caughtUp(await application!.stores.eventStore.head());
      expect(await sheet()).toHaveLength(2);
      expect(JSON.stringify(await sheet())).toContain(fictitiousPerson(3).fiscalCode);
    },
    LONGEST_MS,
  );

  it('refuses read models that are no database, and says that they may be deleted', async () => {
    writeFileSync(join(directory, STORE_FILES.readModels), 'this was a database once'.repeat(400));
    await expect(start()).rejects.toThrow(/read-models\.db.*delete it.*nothing is lost/);
    expect((await runCli(['serve', '--port', '0', '--data', directory])).stderr).toMatch(/delete it/);

    lose(STORE_FILES.readModels);
    expect(await freePlaces(await start(), agenda.agendaId, agenda.date)).toBe(10 - 1);
  });

  it('is not healthy, nor ready, once a read meets a damaged page of its read models', async () => {
    damageDocuments('availability');
    const central = await start();
    const days = `/rest/agenda/v1/agendas/${agenda.agendaId}/availability?from=${agenda.date}&to=${agenda.date}`;
    expectProblem(await central.get(days), 503, 'STORE_UNAVAILABLE');

    for (const [path, code] of [
      ['/health', 'NOT_HEALTHY'],
      ['/health/ready', 'NOT_READY'],
    ] as const) {
      const problem = await central.get(path);
      expectProblem(problem, 503, code);
      expect(problem.body.facts).toMatchObject({ damagedFiles: [STORE_FILES.readModels] });
    }
    expect((await central.get('/health/live')).status).toBe(200);
  });

  /** Writes over the first page of the documents of a projection. */
  function damageDocuments(projection: string): void {
    const file = join(directory, STORE_FILES.readModels);
    const database = new DatabaseSync(file);
    const number = database.prepare('SELECT number FROM builds WHERE projection = ?').get(projection)?.number;
    const { rootpage } = database
      .prepare("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name LIKE '%' || ?")
      .get(`_${String(number)}`) as { rootpage: number };
    const { page_size: pageSize } = database.prepare('PRAGMA page_size').get() as { page_size: number };
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(pageSize, 0xff), 0, pageSize, (rootpage - 1) * pageSize);
    closeSync(descriptor);
  }
});
