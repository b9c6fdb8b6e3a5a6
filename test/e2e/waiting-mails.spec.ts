import { rmSync } from 'node:fs';
import { Mailbox } from '../servers/mailbox.ts';
import { accepted, seedAgenda, TERRITORY } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { recordedIn } from './support/killed-mailing.ts';
import { fictitiousPerson } from './support/people.ts';
import { endProcesses, runCliForJson, startProgram, startServerProcess } from './support/processes.ts';
import { until } from './support/until.ts';

/** So many wait for the mail server, and after so many of them the server is killed. */
const WAITING = 18;
const BEFORE_KILL = 7;

type As = (role: string, ...where: readonly string[]) => Promise<Api>;

/** What a network does while its mail server is away, one thing for each mail. */
interface Mailing {
  readonly of: string;
  readonly happens: (as: As) => Promise<void>;
}

const MAILINGS: readonly Mailing[] = [
  {
    of: 'what a directorate writes to the centre',
    happens: async (as) => {
      const central = await as('central');
      const unit = { aooCode: 'INPS', demonstration: true, pec: 'prova@pec.example.org' };
      for (const more of [
        { code: 'M-DC', kind: 'DIREZIONE_CENTRALE', name: 'DC' },
        { code: 'M-DR', kind: 'DIREZIONE_REGIONALE', name: 'DR', parent: 'M-DC', region: '08' },
      ]) {
        await accepted(central.post('/rest/organisation/v1/territorial-units', { ...unit, ...more }));
      }
      const directorate = await as('regional', '--region', '08');
      const notice = { kind: 'NOTICE', unit: 'M-DR', subject: 'Postazioni', text: 'Da oggi.' };
      for (let sent = 0; sent < WAITING; sent += 1) {
        await accepted(directorate.post('/rest/communications/v1/communications', notice));
      }
    },
  },
  {
    of: 'what citizens are told of their appointments (A10)',
    happens: async (as) => {
      const { region, province, unit } = TERRITORY;
      const agenda = await seedAgenda(await as('central'), { capacity: WAITING });
      const desk = await as('desk-operator', '--region', region, '--province', province, '--unit', unit);
      for (let booked = 1; booked <= WAITING; booked += 1) {
        const citizen = { ...fictitiousPerson(booked), email: `cittadino-${String(booked)}@example.org` };
        const wish = { start: agenda.starts[0], mode: 'IN_PERSON', serviceId: agenda.serviceId, citizen };
        await accepted(desk.post(`${agenda.day}/appointments`, wish));
      }
    },
  },
];

describe('a server that is killed while it hands in what has waited for the mail server', () => {
  let directory = '';
  let mailbox: Mailbox;
  beforeEach(() => {
    directory = temporaryDirectory();
    mailbox = new Mailbox();
  });
  afterEach(async () => {
    await endProcesses();
    await mailbox.close();
    rmSync(directory, { recursive: true });
  });

  it.each(MAILINGS)(
    'repeats one mail at most: $of',
    async ({ happens }) => {
      const away = new Mailbox();
      const port = await away.listen();
      await away.close();
      const environment = {
        ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${String(port)}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
        RETE_PUNTI_CENTRAL_MAILBOX: 'dcorg@example.org',
      };
      const first = await startServerProcess(directory, environment);
      await happens(async (role, ...where) => {
        const who = ['--role', role, '--id', role, ...where];
        const { token } = await runCliForJson<{ token: string }>('token', '--data', directory, ...who);
        return new Api(first.url, token);
      });
      first.kill('SIGTERM');
      await first.ended;

      await mailbox.listen(port);
      const killed = startProgram('test/e2e/support/slow-log-process.ts', [directory, String(port)]);
      mailbox.onReceived = () => {
        if (mailbox.received.length === BEFORE_KILL) killed.kill('SIGKILL');
      };
      await killed.ended;
      const recorded = new Set(await recordedIn(directory));
      const inWindow = [...mailbox.times().keys()].filter((messageId) => !recorded.has(messageId));
      expect(inWindow.length).toBeLessThanOrEqual(1);

      const last = await startServerProcess(directory, environment);
      await until(async () => (await recordedIn(directory)).length === WAITING || undefined);
      last.kill('SIGTERM');
      await last.ended;
      const all = await recordedIn(directory);
      expect(mailbox.times()).toEqual(
        new Map(all.map((messageId) => [messageId, inWindow.includes(messageId) ? 2 : 1])),
      );
    },
    BUILD_TIMEOUT_MS,
  );
});
