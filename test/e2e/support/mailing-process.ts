import 'reflect-metadata';
import { createApplication, openStores } from '#composition';
import { readConfiguration, type TokenRequest } from '#platform';
import { failPoints, storesWithFailPoints } from './fail-points.ts';

/*
 * A server that is asked by itself: a directorate writes to the centre, which answers. Whoever starts it again on the same
 * directory repeats the requests, under the same keys. Arguments: directory, port of the mail server, point to die at.
 */

const [directory = '', smtpPort = '', at = '0'] = process.argv.slice(2);
const environment = {
  ...{ RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off', RETE_PUNTI_DATA: directory },
  ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
  RETE_PUNTI_CENTRAL_MAILBOX: 'dcorg@example.org',
};
const configuration = readConfiguration(environment);
const stores = storesWithFailPoints(await openStores(configuration), ['mail'], failPoints(Number(at)));
const application = await createApplication({ configuration, environment, stores });

const central = await tokenOf({ role: 'central', id: 'centre-1' });
const directorate = await tokenOf({ role: 'regional', id: 'directorate', region: '08' });
const unit = { aooCode: 'INPS', demonstration: true };
await post(central, 'organisation/v1/territorial-units', {
  ...{ ...unit, code: 'M-DC', kind: 'DIREZIONE_CENTRALE', name: 'DC', pec: 'dc@example.org' },
});
await post(central, 'organisation/v1/territorial-units', {
  ...{ ...unit, code: 'M-DR', kind: 'DIREZIONE_REGIONALE', name: 'DR', pec: 'dr08@example.org' },
  ...{ parent: 'M-DC', region: '08' },
});
const communications = 'communications/v1/communications';
const { id } = await post(directorate, communications, {
  ...{ kind: 'CLARIFICATION', unit: 'M-DR', subject: 'Postazioni', text: 'Come si fa?' },
});
await post(central, `${communications}/${id}/answers`, { text: 'Così.' });
await application.processes.settled();
await application.close();

async function tokenOf(request: TokenRequest): Promise<string> {
  if (!application.tokens) throw new Error('an external issuer signs the tokens');
  return application.tokens.issue(request, 3_600);
}

/** The key of a request is its path and body, so that a repeat is known as one. */
async function post(token: string, path: string, body: object): Promise<{ readonly id: string }> {
  const answer = await fetch(`${application.url}/rest/${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'idempotency-key': `${path.split('/').at(-1) ?? ''} ${JSON.stringify(body).length}`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}
