import { rmSync } from 'node:fs';
import { addDays, spokenDay, weekdayOf } from '#italy';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { fictitiousPerson } from './support/people.ts';
import { runCli, runCliForJson } from './support/processes.ts';

const LONGEST_MS = 300_000;

describe('a week of an agenda at the command line', () => {
  let application: TestApplication;
  let agenda: SeededAgenda;

  beforeAll(async () => {
    ensureBuilt();
    application = await startApplication();
    const central = await application.as();
    agenda = await seedAgenda(central, { slots: 3, capacity: 2 });
    const desk = await application.as({ role: 'desk-operator', id: 'desk', ...TERRITORY });
    await accepted(
      desk.post(`${agenda.day}/appointments`, {
        ...{ start: '09:10', mode: 'IN_PERSON', serviceId: 'cedolino-pensione' },
        citizen: fictitiousPerson(1),
      }),
    );
    const closed = addDays(agenda.date, 7);
    await accepted(
      central.post(`${AGENDAS}/${agenda.agendaId}/closures`, { from: closed, until: closed, reason: 'Lavori' }),
    );
    await application.settled();
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  const show = (week: string, ...options: string[]) =>
    runCli(['agenda', 'show', agenda.agendaId, '--week', week, '--data', application.directory, ...options]);
  const lineOf = (stdout: string, date: string): string | undefined =>
    stdout.split('\n').find((line) => line.startsWith(`${spokenDay(date)}: `));

  it(
    'shows its bands, and of each slot what is taken and free',
    async () => {
      const { code, stdout } = await show(agenda.date);
      expect(code).toBe(0);
      expect(stdout.split('\n')[0]).toContain('Sportello di prova');
      expect(lineOf(stdout, agenda.date)).toMatch(/: 09:00–09:30 \(2 posti\)$/);
      expect(stdout).toMatch(/09:00 +│ 0 occ\. 2 lib\./);
      expect(stdout).toMatch(/09:10 +│ 1 occ\. 1 lib\./);
      const days = stdout.split('\n').filter((line) => /^(lun|mar|mer|gio|ven|sab|dom)\S+ \d+ \S+ \d{4}: /.test(line));
      expect(days).toHaveLength(7);
    },
    LONGEST_MS,
  );

  it(
    'names closures, and the holidays of the country and of the place',
    async () => {
      const closed = addDays(agenda.date, 7);
      expect(lineOf((await show(closed)).stdout, closed)).toContain(': chiusura: Lavori; 09:00–09:30');
      expect((await show('2027-10-06')).stdout).toContain("lunedì 4 ottobre 2027: festa: San Francesco d'Assisi");
      expect((await show('2027-07-01')).stdout).toContain('martedì 29 giugno 2027: festa: Santi Pietro e Paolo');
    },
    LONGEST_MS,
  );

  it(
    'is the same from the stores and through a server, which asks who one is',
    async () => {
      const asked = ['agenda', 'show', agenda.agendaId, '--week', agenda.date, '--data', application.directory];
      const stored = await runCliForJson<{ items: { date: string }[] }>(...asked);
      expect(stored.items[0]?.date).toBe(addDays(agenda.date, 1 - weekdayOf(agenda.date)));
      expect(await runCliForJson(...asked, '--server', application.url)).toEqual(stored);
    },
    LONGEST_MS,
  );

  it(
    'is refused in words where there is no such agenda, or no such day',
    async () => {
      const unknown = await runCli([
        ...['agenda', 'show', '4f6c1f0e-2222-4d0a-9b57-3f7c2a1e8d44', '--week', '--data', application.directory],
      ]);
      expect(unknown).toMatchObject({ code: 1, stdout: '' });
      expect(unknown.stderr).toContain('There is nothing under this id');
      const { code, stderr } = await show('2026-02-30');
      expect([code, stderr]).toEqual([1, expect.stringContaining('--week must be a day of the calendar')]);
    },
    LONGEST_MS,
  );
});
