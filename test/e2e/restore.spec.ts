import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandAnswer } from '#platform';
import { STORE_FILES } from '#store-embedded';
import { accepted, AGENDAS, freePlaces, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { expectProblem, type Answer, type Api } from './support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { expectSameAsRebuilt, liveDocuments, projections } from './support/documents.ts';
import { expectHealthy } from './support/health.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousPerson } from './support/people.ts';
import { runCli, runCliForJson } from './support/processes.ts';

const CENTRAL = { role: 'central', id: 'central-officer' } as const;

describe('a data directory', () => {
  let directory: string;
  let application: TestApplication | undefined;
  let central: Api;
  let people = 0;

  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(async () => {
    await stop();
    rmSync(directory, { recursive: true });
  });

  async function start(): Promise<TestApplication> {
    application = await startApplication({ directory });
    central = await application.as(CENTRAL);
    return application;
  }

  async function stop(): Promise<void> {
    await application?.close();
    application = undefined;
  }

  /** Everything that follows from what was done has happened, and every read model has seen it. */
  async function settled({ processes, projections: runner, stores }: TestApplication): Promise<void> {
    await processes.settled();
    await runner.caughtUp(await stores.eventStore.head());
  }

  function book({ day, starts }: SeededAgenda, place: number, key?: string): Promise<Answer> {
    const citizen = fictitiousPerson((people += 1));
    const body = { start: starts[place], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen };
    return central.post(`${day}/appointments`, body, key === undefined ? {} : { key });
  }

  /** What has happened, however often it was written down: which events each stream has, and how many of them. */
  async function happened({ stores }: TestApplication): Promise<string[]> {
    return (await eventsOf(stores.eventStore)).map(({ stream, type }) => `${stream} ${type}`).sort();
  }

  /** The very events, by their ids. */
  async function identities({ stores }: TestApplication): Promise<string[]> {
    return (await eventsOf(stores.eventStore))
      .map(({ stream, type, eventId }) => `${stream} ${type} ${eventId}`)
      .sort();
  }

  function copyOf(file: string): string {
    const copy = join(directory, 'backup', file);
    mkdirSync(join(directory, 'backup'), { recursive: true });
    cpSync(join(directory, file), copy);
    return copy;
  }

  /** Writes a file over the one that is there. */
  function putBack(copy: string, file: string): void {
    for (const suffix of ['-wal', '-shm']) rmSync(join(directory, file + suffix), { force: true });
    cpSync(copy, join(directory, file));
  }

  /** Puts a file in the place of the one that is there, which whoever has it open goes on with. */
  function moveBack(copy: string, file: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory, file + suffix), { force: true });
    renameSync(copy, join(directory, file));
  }

  async function expectAsNeverRestored({ stores }: TestApplication): Promise<void> {
    await expectHealthy(central);
    const processes = (await central.get('/rest/operations/v1/processes')).body.items as { parked: object[] }[];
    expect(processes.flatMap(({ parked }) => parked)).toEqual([]);
    await expectSameAsRebuilt(stores.eventStore, stores.readModels);
  }

  it(
    'refuses an older, shorter log beside newer read models, and says what to do about it',
    async () => {
      let running = await start();
      const agenda = await seedAgenda(central, { slots: 4, capacity: 5 });
      const firstKey = 'booking-before-the-backup';
      const first = await accepted(book(agenda, 0, firstKey));
      for (const place of [0, 1, 2]) await accepted(book(agenda, place));
      await accepted(central.post(`${agenda.day}/appointments/${first.id}/cancellation`, { reason: 'OTHER' }));
      await settled(running);
      const [saved, savedHead] = [await identities(running), await running.stores.eventStore.head()];
      await stop();
      const backup = copyOf(STORE_FILES.events);

      running = await start();
      for (const place of [1, 2, 3]) await accepted(book(agenda, place));
      const lost = await accepted(book(agenda, 3));
      const page = await central.get(`${agenda.day}/sheet?purpose=AUDIT&limit=2&minPosition=${lost.position}`);
      const cursor = page.body.nextCursor as string;
      await settled(running);
      await stop();
      putBack(backup, STORE_FILES.events);

      for (const command of [
        ['serve', '--port', '0'],
        ['projections', 'rebuild', 'availability'],
      ]) {
        const { code, stderr } = await runCli([...command, '--data', directory]);
        expect(code).toBe(1);
        expect(stderr).toContain(`rete-punti accept-restore --data ${directory}`);
        expect(stderr).not.toMatch(/^\s+at /m);
      }
      await expect(start()).rejects.toMatchObject({ code: 'LOG_REPLACED' });

      const { logId } = await runCliForJson<{ logId: string }>('accept-restore', '--data', directory);
      running = await start();
      expect(logId).not.toBe(lost.logId);
      expect(await running.stores.eventStore.logId()).toBe(logId);
      await settled(running);
      expect(await identities(running)).toEqual(saved);
      expect(await running.stores.eventStore.head()).toBe(savedHead);
      await expectAsNeverRestored(running);
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(20 - 4);

      // What was given out on the log of before is not mistaken for this one's.
      const sheet = `${agenda.day}/sheet?purpose=AUDIT&limit=2`;
      for (const query of [
        `cursor=${cursor}`,
        `minPosition=${lost.position}`,
        `minPosition=${first.position}&logId=${first.logId}`,
      ]) {
        expectProblem(await central.get(`${sheet}&${query}`), 409, 'LOG_REPLACED');
      }

      // It works on, and remembers the keys of what it still holds.
      expect(
        (await central.post(`${agenda.day}/appointments`, bodyOf(agenda, 1), { key: firstKey })).body,
      ).toMatchObject({
        id: first.id,
        logId,
        position: first.position,
      });
      const next = await accepted(book(agenda, 3));
      expect(next.logId).toBe(logId);
      await settled(running);
      await expectAsNeverRestored(running);
    },
    BUILD_TIMEOUT_MS,
  );

  it.each([
    ['in the place of the file', false],
    ['over the file, as a bare copy does', true],
  ])(
    'refuses everything when an older log is put %s while it is served, until that is accepted and it is started again',
    async (_how, over) => {
      let running = await start();
      const agenda = await seedAgenda(central, { slots: 4, capacity: 5 });
      await settled(running);
      const backup = join(directory, 'older.db');
      new DatabaseSync(join(directory, STORE_FILES.events)).exec(`VACUUM INTO '${backup}'`);
      const key = 'booking-after-the-backup';
      const lost = await accepted(book(agenda, 0, key));
      await settled(running);

      if (over) putBack(backup, STORE_FILES.events);
      else moveBack(backup, STORE_FILES.events);

      const repeat = (): Promise<Answer> => central.post(`${agenda.day}/appointments`, bodyOf(agenda, people), { key });
      expectProblem(await book(agenda, 1), 503, 'LOG_CHANGED');
      expectProblem(await repeat(), 503, 'LOG_CHANGED');
      expectProblem(await central.get(`${agenda.day}/sheet?purpose=AUDIT`), 503, 'LOG_CHANGED');
      expectProblem(await central.get('/health/ready'), 503, 'LOG_CHANGED');
      expect((await central.get('/health/live')).status).toBe(200);
      await stop();
      await expect(start()).rejects.toMatchObject({ code: 'LOG_REPLACED' });

      expect((await runCli(['accept-restore', '--data', directory])).code).toBe(0);
      running = await start();
      await settled(running);
      const again = await accepted(repeat());
      expect(again.id).toBe(lost.id);
      expect(await accepted(repeat())).toEqual(again);
      await settled(running);
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(20 - 1);
      await expectAsNeverRestored(running);
    },
    BUILD_TIMEOUT_MS,
  );

  it('says that it is not ready as soon as its log is gone, though nothing is asked of it', async () => {
    await start();
    rmSync(join(directory, STORE_FILES.events));

    expectProblem(await central.get('/health/ready'), 503, 'LOG_CHANGED');
  });

  /** The same request as the first of `book`. */
  function bodyOf({ starts }: SeededAgenda, number: number): object {
    return { start: starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione', citizen: fictitiousPerson(number) };
  }

  it(
    'carries out once more what a restored log had not come to, and nothing else',
    async () => {
      let running = await start();
      const agenda = await seedAgenda(central, { slots: 1, capacity: 2 });
      const bands = (await central.get(`${AGENDAS}/${agenda.agendaId}`)).body.bands as { bandId: string }[];
      await accepted(book(agenda, 0));
      const displaced = await accepted(book(agenda, 0));
      await settled(running);
      const changed = await accepted(
        central.post(`${AGENDAS}/${agenda.agendaId}/opening-bands/${bands[0]?.bandId ?? ''}/capacity`, { capacity: 1 }),
      );
      // Days are planned anew, an appointment is displaced, a person's time is given back: policies do all of it.
      await settled(running);
      const whole = await happened(running);
      expect(whole.filter((event) => event.includes('AppointmentDisplacedByClosure'))).toHaveLength(1);
      expect(whole.filter((event) => event.includes('SubjectCommitmentReleased'))).toHaveLength(1);
      await stop();

      cutLog(join(directory, STORE_FILES.events), changed);
      expect((await runCli(['accept-restore', '--data', directory])).code).toBe(0);
      running = await start();
      await settled(running);
      expect(await happened(running)).toEqual(whole);
      await expectAsNeverRestored(running);
      const sheet = (await central.get(`${agenda.day}/sheet?purpose=AUDIT`)).body.items as { appointmentId: string }[];
      expect(sheet.map(({ appointmentId }) => appointmentId)).not.toContain(displaced.id);
    },
    BUILD_TIMEOUT_MS,
  );

  it(
    'is not made by accepting the restore of one that is not there',
    async () => {
      const { code, stderr } = await runCli(['accept-restore', '--data', join(directory, 'mistyped')]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('mistyped')]);
      expect(existsSync(join(directory, 'mistyped'))).toBe(false);
    },
    BUILD_TIMEOUT_MS,
  );

  it('loses nothing with its read models: they are built again at the start, and it shows how far', async () => {
    let running = await start();
    const agenda = await seedAgenda(central, { slots: 4, capacity: 5 });
    for (const place of [0, 1, 2, 3]) await accepted(book(agenda, place));
    await settled(running);
    const before = await liveDocuments(running.stores.readModels);
    const head = await running.stores.eventStore.head();
    await stop();

    for (const suffix of ['', '-wal', '-shm'])
      rmSync(join(directory, STORE_FILES.readModels + suffix), { force: true });
    const shown = new Map<string, unknown>();
    application = await startApplication({
      directory,
      onBuildProgress: (projection, progress, end) => shown.set(projection, { ...progress, end }),
    });
    running = application;
    central = await running.as(CENTRAL);
    expect(await liveDocuments(running.stores.readModels)).toEqual(before);
    for (const { name } of projections) {
      expect({ name, shown: shown.get(name) }).toEqual({
        name,
        shown: { events: Number(head), position: head, end: head },
      });
    }
    const last = await accepted(book(agenda, 0));
    expect(await freePlaces(central, agenda.agendaId, agenda.date, last.position)).toBe(20 - 5);
  });
});

/** Makes a log the copy of itself that a backup would have taken just after a command. */
function cutLog(file: string, { position }: CommandAnswer): void {
  const log = new DatabaseSync(file);
  log.prepare('DELETE FROM events WHERE position > ?').run(Number(position));
  log.exec("UPDATE sqlite_sequence SET seq = (SELECT max(position) FROM events) WHERE name = 'events'");
  log.exec("DELETE FROM claims WHERE command_id NOT IN (SELECT json_extract(metadata, '$.commandId') FROM events)");
  log.close();
}
