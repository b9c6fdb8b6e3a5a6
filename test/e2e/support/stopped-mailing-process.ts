import 'reflect-metadata';
import { createApplication, openStores } from '#composition';
import { readConfiguration, type TokenRequest } from '#platform';
import { failPoints, storesWithFailPoints } from './fail-points.ts';
import { until } from './until.ts';

/*
 * A server that is asked by itself: an integration has its events sent to an endpoint, which wants none. Whoever starts it
 * again on the same directory repeats the requests, under the same keys. Arguments: directory, port of the mail server, point
 * to die at, URL of the endpoint.
 */

const [directory = '', smtpPort = '', at = '0', endpoint = ''] = process.argv.slice(2);
const environment = {
  ...{ RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off', RETE_PUNTI_DATA: directory, RETE_PUNTI_WEBHOOK_PRIVATE: 'on' },
  ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
};
const configuration = readConfiguration(environment);
const stores = storesWithFailPoints(await openStores(configuration), ['mail'], failPoints(Number(at)));
const application = await createApplication({ configuration, environment, stores });

const central = await tokenOf({ role: 'central', id: 'centre-1' });
const integration = await post('integration/v1/integrations', {
  ...{ name: 'Comune di Prova', contact: 'Ufficio sistemi', mailbox: 'sistemi@comune.example.org' },
  scope: { nation: true },
});
const subscription = await post('integration/v1/subscriptions', {
  ...{ integrationId: integration.id, serial: 1, name: 'Prova', filter: {} },
});
const subscriptions = `integration/v1/subscriptions/${subscription.id}`;
await post(`${subscriptions}/endpoint`, { url: endpoint });
await post(`${subscriptions}/endpoint/proof`, {});
await post('organisation/v1/territorial-units', {
  ...{
    code: 'M-DC',
    kind: 'DIREZIONE_CENTRALE',
    name: 'DC',
    pec: 'dc@example.org',
    aooCode: 'INPS',
    demonstration: true,
  },
});
await until(async () => ((await state()) === 'STOPPED' ? true : undefined));
await application.processes.settled();
await application.close();

async function tokenOf(request: TokenRequest): Promise<string> {
  if (!application.tokens) throw new Error('an external issuer signs the tokens');
  return application.tokens.issue(request, 3_600);
}

async function state(): Promise<string> {
  const answer = await fetch(`${application.url}/rest/${subscriptions}/endpoint`, {
    headers: { authorization: `Bearer ${central}` },
  });
  return ((await answer.json()) as { readonly state: string }).state;
}

/** The key of a request is its path, so that a repeat is known as one. */
async function post(path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await fetch(`${application.url}/rest/${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${central}`, 'content-type': 'application/json' },
      'idempotency-key': path.split('/').at(-1) ?? '',
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}
