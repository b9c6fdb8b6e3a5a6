import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Mailbox } from '../servers/mailbox.ts';
import { accepted } from './support/agenda.ts';
import { startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { expectMailsOnce, mailingBy, pointsOf, type RunMailing } from './support/killed-mailing.ts';
import { until } from './support/until.ts';

const INTEGRATION = '/rest/integration/v1';
const UNIT = { kind: 'DIREZIONE_CENTRALE', name: 'DC', pec: 'dc@example.org', aooCode: 'INPS', demonstration: true };
const MAILBOX = 'sistemi@comune.example.org';

/** An endpoint that answers challenges, and 410 to everything else. */
let endpoint: Server;
let url: string;
beforeAll(async () => {
  endpoint = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const piece of request as AsyncIterable<Buffer>) body += piece.toString();
      response.writeHead(body.includes('"challenge"') ? 200 : 410).end(body);
    })();
  });
  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  url = `http://127.0.0.1:${String((endpoint.address() as AddressInfo).port)}/`;
});
afterAll(() => {
  endpoint.close();
  endpoint.closeAllConnections();
});

describe('a server that is killed before each thing it writes', () => {
  const root = temporaryDirectory();
  let run: RunMailing;
  let points: readonly string[];

  beforeAll(async () => {
    run = mailingBy('test/e2e/support/stopped-mailing-process.ts', url);
    points = await pointsOf(run, join(root, 'whole'));
  }, BUILD_TIMEOUT_MS);
  afterAll(() => rmSync(root, { recursive: true }));

  it('tells the office of an integration once that its deliveries were stopped, save of a mail not yet recorded', async () => {
    await expectMailsOnce({ run, points, from: 'SubscriptionDeliveryStopped', root, mails: 1 });
  });
});

describe('deliveries that are stopped', () => {
  const mailbox = new Mailbox();
  let application: TestApplication;

  beforeAll(async () => {
    application = await startApplication({
      environment: {
        ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${String(await mailbox.listen())}` },
        ...{ RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org', RETE_PUNTI_WEBHOOK_PRIVATE: 'on' },
      },
    });
  });
  afterAll(async () => {
    await application.close();
    await mailbox.close();
    rmSync(application.directory, { recursive: true });
  });

  /** A subscription of a new integration whose deliveries have been stopped. */
  async function stopped(code: string, office: object): Promise<string> {
    const central = await application.as();
    const { id: integrationId } = await accepted(
      central.post(`${INTEGRATION}/integrations`, {
        name: code,
        contact: 'Ufficio',
        ...office,
        scope: { nation: true },
      }),
    );
    const opened = { integrationId, serial: 1, name: `Prova ${code}`, filter: {} };
    const { id } = await accepted(central.post(`${INTEGRATION}/subscriptions`, opened));
    await accepted(central.post(`${INTEGRATION}/subscriptions/${id}/endpoint`, { url }));
    await accepted(central.post(`${INTEGRATION}/subscriptions/${id}/endpoint/proof`, {}));
    await accepted(central.post('/rest/organisation/v1/territorial-units', { ...UNIT, code }));
    await until(async () => {
      const { body } = await central.get(`${INTEGRATION}/subscriptions/${id}/endpoint`);
      return (body as { readonly state: string }).state === 'STOPPED' ? true : undefined;
    });
    await application.settled();
    return id;
  }

  /** What waits for the centre, and what became of the mail about a subscription. */
  async function toldOf(subscriptionId: string) {
    const central = await application.as();
    const head = await application.stores.eventStore.head();
    const [inbox, mails] = await Promise.all([
      central.get(`/rest/inbox/v1/items?kind=STOPPED_SUBSCRIPTION&minPosition=${head}`),
      central.get(`/rest/mail/v1/mails?about=${subscriptionId}&minPosition=${head}`),
    ]);
    const itemsOf = (body: unknown) => (body as { readonly items: readonly { readonly id: string }[] }).items;
    return { waiting: itemsOf(inbox.body).filter(({ id }) => id === subscriptionId), sent: itemsOf(mails.body) };
  }

  it('are told to the office, at the mailbox that it has then, and wait in the inbox of the centre until they go on', async () => {
    const id = await stopped('S-1', { mailbox: MAILBOX });

    expect(mailbox.received.map(({ to }) => to)).toEqual([MAILBOX]);
    expect(mailbox.received[0]?.subject).toContain('Consegne fermate');
    const told = await toldOf(id);
    expect(told.sent).toEqual([expect.objectContaining({ state: 'ACCEPTED', event: 'SubscriptionDeliveryStopped' })]);
    expect(told.waiting).toEqual([expect.objectContaining({ label: 'Prova S-1', ageDays: 0 })]);

    const central = await application.as();
    await accepted(central.post(`${INTEGRATION}/subscriptions/${id}/closing`, { reason: 'Prova' }));
    expect((await toldOf(id)).waiting).toEqual([]);
  });

  it('are seen by the centre where the office has no mailbox', async () => {
    const id = await stopped('S-2', {});

    const told = await toldOf(id);
    expect(told.sent).toEqual([expect.objectContaining({ state: 'LEFT_OUT', reason: 'NO_ADDRESS' })]);
    expect(told.waiting).toHaveLength(1);
  });
});
