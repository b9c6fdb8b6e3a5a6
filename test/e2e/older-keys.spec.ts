import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILES } from '#store-embedded';
import { accepted, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import type { Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { fictitiousPerson } from './support/people.ts';
import { endProcesses, runCli } from './support/processes.ts';

const LONGEST_MS = 60_000;
const MASTER_KEY = 'master.key';

describe('an installation whose keys.db is not the one of its log', () => {
  let whole: string;
  let older: string;
  let directory: string;
  let agenda: SeededAgenda;
  let application: TestApplication | undefined;

  beforeAll(async () => {
    ensureBuilt();
    whole = temporaryDirectory();
    older = temporaryDirectory();
    await running(whole, async (central) => {
      agenda = await seedAgenda(central, { slots: 2, capacity: 5 });
      await accepted(book(central, 1));
    });
    cpSync(whole, older, { recursive: true });
    await running(whole, async (central) => {
      await accepted(book(central, 2));
    });
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
    for (const path of [whole, older]) rmSync(path, { recursive: true });
  });

  async function running(data: string, work: (central: Api) => Promise<void>): Promise<void> {
    const started = await startApplication({ directory: data });
    await work(await started.as());
    await started.processes.settled();
    await started.close();
  }

  async function start(): Promise<Api> {
    application = await startApplication({ directory });
    return application.as();
  }

  function book(api: Api, person: number, key = `booking-${String(person)}`): ReturnType<Api['post']> {
    const citizen = fictitiousPerson(person);
    const body = { start: agenda.starts[person % 2], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    return api.post(`${agenda.day}/appointments`, body, { key });
  }

  async function sheet(api: Api): Promise<string> {
    return JSON.stringify((await api.get(`${agenda.day}/sheet?purpose=AUDIT`)).body.items);
  }

  const put = (file: string, from: string): void => cpSync(join(from, file), join(directory, file));
  const lose = (...files: readonly string[]): void => {
    for (const file of files) rmSync(join(directory, file));
  };

  it(
    'is refused with an older copy, however often it is started, and says who is lost and what to do',
    async () => {
      put(STORE_FILES.keys, older);

      for (let times = 0; times < 2; times += 1) {
        await expect(start()).rejects.toMatchObject({
          code: 'STORE_LOST',
          message: expect.stringMatching(/keys\.db .*older.*1 person .*newer copy.*accept-loss keys --data/s),
          facts: { store: 'keys', persons: 1 },
        });
      }
      const { code, stderr } = await runCli(['serve', '--port', '0', '--data', directory]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/accept-loss keys/);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
    LONGEST_MS,
  );

  it(
    'goes on as before once the newer copy is put back',
    async () => {
      put(STORE_FILES.keys, older);
      await expect(start()).rejects.toThrow();
      put(STORE_FILES.keys, whole);

      const read = await sheet(await start());
      for (const person of [1, 2]) expect(read).toContain(fictitiousPerson(person).fiscalCode);
    },
    LONGEST_MS,
  );

  it(
    'goes on with the older copy when the loss is accepted: who has no key in it is as one who was erased, the others are whole',
    async () => {
      put(STORE_FILES.keys, older);
      expect((await runCli(['accept-loss', 'keys', '--data', directory])).code).toBe(0);
      const again = await runCli(['accept-loss', 'keys', '--data', directory]);
      expect(again.stderr).toMatch(/There is no loss to accept/);

      const central = await start();
      const read = await sheet(central);
      expect(read).toContain(fictitiousPerson(1).fiscalCode);
      expect(read).not.toContain(fictitiousPerson(2).fiscalCode);
      await accepted(book(central, 2, 'again'));
      await application!.projections.caughtUp(await application!.stores.eventStore.head());
      expect(await sheet(central)).toContain(fictitiousPerson(2).fiscalCode);
    },
    LONGEST_MS,
  );

  it(
    'is refused with a copy that lacks a revocation which was seen, also after a restore of the log, until that is accepted',
    async () => {
      const cli = (...command: string[]) => runCli([...command, '--data', directory]);
      expect((await cli('token', 'revoke', '--id', 'stolen')).code).toBe(0);
      await running(directory, async () => undefined);
      put(STORE_FILES.keys, whole);

      const refusal = {
        code: 'STORE_LOST',
        message: expect.stringMatching(/keys\.db .*older.*revocations.*newer copy.*accept-loss keys --data/s),
        facts: { store: 'keys', changes: 1 },
      };
      await expect(start()).rejects.toMatchObject(refusal);
      expect((await cli('accept-restore')).code).toBe(0);
      await expect(start()).rejects.toMatchObject(refusal);
      expect((await cli('accept-loss', 'keys')).code).toBe(0);
      expect((await cli('accept-loss', 'keys')).stderr).toMatch(/There is no loss to accept/);
      expect(await sheet(await start())).toContain(fictitiousPerson(2).fiscalCode);
    },
    LONGEST_MS,
  );

  it(
    'is refused with the keys of another log, and goes on with its own',
    async () => {
      const other = temporaryDirectory();
      try {
        await running(other, async (central) => {
          await accepted(central.post('/rest/privacy/v1/subjects', { fiscalCode: fictitiousPerson(7).fiscalCode }));
        });
        for (const file of [STORE_FILES.keys, MASTER_KEY]) put(file, other);
        for (let times = 0; times < 2; times += 1) {
          await expect(start()).rejects.toMatchObject({
            code: 'STORE_LOST',
            message: expect.stringMatching(/another log/),
            facts: { store: 'keys' },
          });
        }
        for (const file of [STORE_FILES.keys, MASTER_KEY]) put(file, whole);
        expect(await sheet(await start())).toContain(fictitiousPerson(2).fiscalCode);
      } finally {
        rmSync(other, { recursive: true });
      }
    },
    LONGEST_MS,
  );

  it.each([
    ['the log and the work', [STORE_FILES.events, STORE_FILES.work]],
    ['all but the keys', [STORE_FILES.events, STORE_FILES.work, STORE_FILES.readModels]],
    ['all but the read models', [STORE_FILES.events, STORE_FILES.work, STORE_FILES.keys]],
  ])(
    'is refused where %s are gone, and nothing is made in their place',
    async (_what, files) => {
      lose(...files, 'server.lock');
      const left = readdirSync(directory).sort();

      await expect(start()).rejects.toMatchObject({ code: 'STORE_LOST', facts: { store: 'events' } });
      expect((await runCli(['serve', '--port', '0', '--data', directory])).stderr).toMatch(/events\.db .*gone/);
      expect(readdirSync(directory).sort()).toEqual(left);
    },
    LONGEST_MS,
  );

  it(
    'is refused beside an empty log that was made in the place of its own',
    async () => {
      const other = temporaryDirectory();
      try {
        await running(other, async () => undefined);
        lose(STORE_FILES.events, STORE_FILES.work, STORE_FILES.readModels);
        put(STORE_FILES.events, other);
        const left = readdirSync(directory).sort();
        await expect(start()).rejects.toMatchObject({ code: 'STORE_LOST', facts: { store: 'work' } });
        expect(readdirSync(directory).sort()).toEqual(left);

        put(STORE_FILES.work, other);
        await expect(start()).rejects.toMatchObject({
          code: 'STORE_LOST',
          message: expect.stringMatching(/another log/),
        });
      } finally {
        rmSync(other, { recursive: true });
      }
    },
    LONGEST_MS,
  );
});
