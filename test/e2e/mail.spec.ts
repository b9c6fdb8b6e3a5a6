import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStores } from '#composition';
import { SystemError } from '#kernel/domain';
import { readConfiguration } from '#platform';
import { Mailbox } from '../servers/mailbox.ts';
import type { Api } from './support/api.ts';
import {
  startApplication,
  temporaryDirectory,
  type StartOptions,
  type TestApplication,
} from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { intercepted } from './support/fail-points.ts';
import { expectMailsOnce, mailingBy, pointsOf } from './support/killed-mailing.ts';
import { until } from './support/until.ts';

const COMMUNICATIONS = '/rest/communications/v1/communications';
const FROM = 'rete@punti.example.org';
const DCORG = 'dcorg@example.org';
const DIRECTORATE = 'dr08@example.org';

describe('a server that is killed before each thing it writes', () => {
  const root = temporaryDirectory();
  const run = mailingBy('test/e2e/support/mailing-process.ts');
  let points: readonly string[] = [];

  beforeAll(async () => {
    points = await pointsOf(run, join(root, 'whole'));
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(root, { recursive: true }));

  it('leaves exactly one mail of each message in the mailbox, save of one accepted and not yet recorded', async () => {
    await expectMailsOnce({ run, points, from: 'CommunicationSent', root, mails: 2 });
  });
});

interface Thread {
  readonly messages: readonly { readonly mailed: { readonly state: string } | null }[];
}

describe('a server with a mail server', () => {
  const started: TestApplication[] = [];
  afterEach(async () => {
    for (const { close, directory } of started.splice(0)) {
      await close();
      rmSync(directory, { recursive: true });
    }
  });

  /** A server, and the two sides that write to each other. */
  async function twoSides(environment: Readonly<Record<string, string>>, options: StartOptions = {}) {
    const application = await startApplication({ environment, ...options });
    started.push(application);
    const centre = await application.as();
    const directorate = await application.as({ role: 'regional', id: 'directorate', region: '08' });
    const unit = { aooCode: 'INPS', demonstration: true };
    for (const body of [
      { ...unit, code: 'M-DC', kind: 'DIREZIONE_CENTRALE', name: 'DC', pec: 'dc@example.org' },
      {
        ...{ ...unit, code: 'M-DR', kind: 'DIREZIONE_REGIONALE', name: 'DR', pec: DIRECTORATE },
        ...{ parent: 'M-DC', region: '08' },
      },
    ]) {
      expect((await centre.post('/rest/organisation/v1/territorial-units', body)).status).toBe(201);
    }
    return { application, centre, directorate };
  }

  function mailTo(port: number): Readonly<Record<string, string>> {
    return {
      ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${String(port)}`, RETE_PUNTI_MAIL_FROM: FROM },
      RETE_PUNTI_CENTRAL_MAILBOX: DCORG,
    };
  }

  async function send(directorate: Api, text: string): Promise<string> {
    const body = { kind: 'CLARIFICATION', unit: 'M-DR', subject: 'Postazioni riservate', text };
    const answer = await directorate.post(COMMUNICATIONS, body);
    expect(answer.status).toBe(201);
    return (answer.body as { id: string }).id;
  }

  /** What has become of the mail for each message of a thread. */
  async function mailedIn(centre: Api, id: string): Promise<(string | undefined)[]> {
    const { body } = await centre.get(`${COMMUNICATIONS}/${id}`);
    return (body as Thread).messages.map(({ mailed }) => mailed?.state);
  }

  it('that is away answers as ever, and mails everything once when it is back, each answer in its thread', async () => {
    const mailbox = new Mailbox();
    const port = await mailbox.listen();
    await mailbox.close();
    const { application, centre, directorate } = await twoSides(mailTo(port));

    const id = await send(directorate, 'Come si fa?');
    const answered = await centre.post(`${COMMUNICATIONS}/${id}/answers`, { text: 'Così.' });
    expect(answered.status).toBe(200);
    const { position } = answered.body as { position: string };
    await until(async () =>
      (await mailedIn(centre, `${id}?minPosition=${position}`)).length === 2 ? true : undefined,
    );
    expect(await mailedIn(centre, id)).toEqual([undefined, undefined]);

    const back = new Mailbox();
    await back.listen(port);
    await application.processes.settled();

    const [question, answer] = [DCORG, DIRECTORATE].map((to) => back.received.filter((mail) => mail.to === to));
    expect([question?.length, answer?.length]).toEqual([1, 1]);
    expect(answer?.[0]?.header('In-Reply-To')).toBe(question?.[0]?.messageId);
    expect(question?.[0]?.header('From')).toBe(FROM);
    expect(question?.[0]?.source).toContain('Come si fa?');
    // Whoever handles a mail on its way reads its subject.
    expect(question?.[0]?.subject).not.toContain('riservate');
    const head = await application.stores.eventStore.head();
    await until(async () => {
      const states = await mailedIn(centre, `${id}?minPosition=${head}`);
      return states.every((state) => state === 'ACCEPTED') ? true : undefined;
    });
    await back.close();
  });

  it('hands a mail in once and no other meanwhile where the log does not take for a while that it was accepted', async () => {
    const mailbox = new Mailbox();
    const story: string[] = [];
    mailbox.onReceived = () => story.push('accepted');
    const directory = temporaryDirectory();
    const stores = await openStores(readConfiguration({ RETE_PUNTI_DATA: directory }));
    let failures: number | undefined = 0;
    const eventStore = intercepted(stores.eventStore, {
      append: async (request) => {
        const isOfMail = request.events.some(({ type }) => type === 'MailAccepted');
        if (isOfMail && failures !== undefined) {
          failures += 1;
          throw new SystemError('STORE_UNAVAILABLE', 'the disk is full');
        }
        if (isOfMail) story.push('recorded');
        return stores.eventStore.append(request);
      },
    });
    const environment = mailTo(await mailbox.listen());
    const { application, directorate } = await twoSides(environment, {
      directory,
      stores: { ...stores, eventStore },
    });
    for (const text of ['Come si fa?', 'E poi?', 'E dopo?']) await send(directorate, text);
    await until(() => (failures ?? 0) >= 3 || undefined);
    failures = undefined;
    await application.processes.settled();

    expect(story).toEqual(['accepted', 'recorded', 'accepted', 'recorded', 'accepted', 'recorded']);
    expect([...mailbox.times().values()]).toEqual([1, 1, 1]);
    await mailbox.close();
  });

  it('that has no room for one mail takes the others meanwhile', async () => {
    const mailbox = new Mailbox();
    mailbox.refusing = (address) => (address === DIRECTORATE ? { responseCode: 452 } : undefined);
    const { application, centre, directorate } = await twoSides(mailTo(await mailbox.listen()));

    const id = await send(directorate, 'Come si fa?');
    expect((await centre.post(`${COMMUNICATIONS}/${id}/answers`, { text: 'Così.' })).status).toBe(200);
    await send(directorate, 'E poi?');
    await until(() => (mailbox.received.length === 2 ? true : undefined));

    expect(mailbox.received.map(({ to }) => to)).toEqual([DCORG, DCORG]);
    const { parked } = (await application.processes.status()).find(({ process }) => process === 'mail')!;
    expect(parked).toEqual([]);
    await mailbox.close();
  });

  it('that refuses a mail for good has it wait for a person, without its address, and takes it after a retry', async () => {
    const mailbox = new Mailbox();
    mailbox.refusing = (address) => (address === DIRECTORATE ? { responseCode: 550 } : undefined);
    const { application, centre, directorate } = await twoSides(mailTo(await mailbox.listen()));
    const id = await send(directorate, 'Come si fa?');
    expect((await centre.post(`${COMMUNICATIONS}/${id}/answers`, { text: 'Così.' })).status).toBe(200);
    await application.processes.settled();

    const { parked } = (await application.processes.status()).find(({ process }) => process === 'mail')!;
    expect(parked.map((instance) => instance.parked?.error)).toEqual(['SendMail: MAIL_REFUSED {"responseCode":550}']);

    mailbox.refusing = () => undefined;
    await application.processes.retry('mail');
    await application.processes.settled();
    expect(mailbox.received.map(({ to }) => to)).toEqual([DCORG, DIRECTORATE]);
    await mailbox.close();
  });

  it('is needed: without one nothing is mailed, which the thread and the list of mails say', async () => {
    const { application, centre, directorate } = await twoSides({});
    const id = await send(directorate, 'Come si fa?');
    await application.processes.settled();
    const head = await application.stores.eventStore.head();

    await until(async () =>
      (await mailedIn(centre, `${id}?minPosition=${head}`)).includes('LEFT_OUT') ? true : undefined,
    );
    const { body } = await directorate.get(`/rest/mail/v1/mails?about=${id}&minPosition=${head}`);
    expect((body as { items: unknown[] }).items).toEqual([
      expect.objectContaining({
        state: 'LEFT_OUT',
        reason: 'NO_SERVER',
        addressee: 'DCOrg',
        event: 'CommunicationSent',
      }),
    ]);
  });
});
