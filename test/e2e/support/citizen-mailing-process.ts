import 'reflect-metadata';
import { createApplication, openStores } from '#composition';
import { weekdayOf, romeDateOf } from '#italy';
import { readConfiguration, type TokenRequest } from '#platform';
import { TERRITORY, workingDay } from './agenda.ts';
import { failPoints, storesWithFailPoints } from './fail-points.ts';
import { fictitiousPerson } from './people.ts';

/*
 * A server that is asked by itself: a desk books for somebody who gives an address. Whoever starts it again on the same
 * directory repeats the requests, under the same keys. Arguments: directory, port of the mail server, point to die at.
 */

const [directory = '', smtpPort = '', at = '0'] = process.argv.slice(2);
const environment = {
  ...{ RETE_PUNTI_PORT: '0', RETE_PUNTI_LOG: 'off', RETE_PUNTI_DATA: directory },
  ...{ RETE_PUNTI_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, RETE_PUNTI_MAIL_FROM: 'rete@punti.example.org' },
};
const configuration = readConfiguration(environment);
const stores = storesWithFailPoints(await openStores(configuration), ['mail'], failPoints(Number(at)));
const application = await createApplication({ configuration, environment, stores });

const central = await tokenOf({ role: 'central', id: 'centre-1' });
const desk = await tokenOf({ role: 'desk-operator', id: 'desk', ...TERRITORY });
const { region, province, unit } = TERRITORY;
const units = 'organisation/v1/territorial-units';
const common = { aooCode: 'INPS', pec: 'prova@pec.example.org', demonstration: true };
await post(central, units, { ...common, code: 'E2E-DC', name: 'DC', kind: 'DIREZIONE_CENTRALE' });
await post(central, units, {
  ...{ ...common, code: 'E2E-DR-12', name: 'DR', kind: 'DIREZIONE_REGIONALE', parent: 'E2E-DC', region },
});
await post(central, units, {
  ...{ ...common, code: unit, name: 'DP', kind: 'DIREZIONE_PROVINCIALE', parent: 'E2E-DR-12', region, province },
  municipality: 'H501',
});
const agendas = 'agenda/v1/agendas';
const { id: agendaId } = await post(central, agendas, {
  ...{ owner: { kind: 'UNIT_DESK', unit }, name: 'Sportello di prova', serviceLine: 'PENSIONI', slotMinutes: 30 },
  ...{ modes: ['IN_PERSON'], horizonDays: 12 },
});
const date = workingDay();
await post(central, `${agendas}/${agendaId}/opening-bands`, {
  ...{ weekday: weekdayOf(date), from: '09:00', to: '10:00', capacity: 1, validFrom: romeDateOf(Date.now()) },
});
await application.processes.settled();
await post(desk, `${agendas}/${agendaId}/days/${date}/appointments`, {
  ...{ start: '09:00', mode: 'IN_PERSON', serviceId: 'cedolino-pensione' },
  citizen: { ...fictitiousPerson(1), email: 'ada@example.org' },
});
await application.processes.settled();
await application.close();

async function tokenOf(request: TokenRequest): Promise<string> {
  if (!application.tokens) throw new Error('an external issuer signs the tokens');
  return application.tokens.issue(request, 3_600);
}

/** The key of a request is its path and what it names, so that a repeat is known as one. */
async function post(
  token: string,
  path: string,
  body: { readonly code?: string; readonly [field: string]: unknown },
): Promise<{ readonly id: string }> {
  const answer = await fetch(`${application.url}/rest/${path}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'idempotency-key': `${path.split('/').at(-1) ?? ''} ${body.code ?? ''}`,
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}
