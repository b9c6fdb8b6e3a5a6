import { parseFiscalCode } from '#italy';
import type { TestServer } from './server.ts';

const AGENDAS = '/rest/agenda/v1/agendas';

/** A Thursday; the specifications of bookings stand on the Monday before. */
export const DATE = '2026-03-05';
export const MONDAY = Date.parse('2026-03-02T08:00:00Z');

/** A made-up codice fiscale with the check character it needs, another for each number below 1000. */
export function fiscalCode(number: number): string {
  const body = `FNTTST80A01H${String(number).padStart(3, '0')}`;
  for (const check of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    if (parseFiscalCode(body + check) !== undefined) return body + check;
  }
  throw new RangeError(`no check character makes ${body} a codice fiscale`);
}

/** A made-up person, as a booking names them. */
export function citizen(number: number): { fiscalCode: string; givenName: string; familyName: string } {
  return { fiscalCode: fiscalCode(number), givenName: 'Test', familyName: `Fantasia-${number}` };
}

/**
 * Opens an agenda in Rome with one band on Thursdays, 09:00 to 10:00 in slots of half an hour, and waits until its days
 * are planned.
 * @returns the path of the day
 */
export async function openCounter(server: TestServer, token: string, capacity: number): Promise<string> {
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await server.call('POST', path, { token, body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id as string;
  };
  const units = '/rest/organisation/v1/territorial-units';
  const unit = { aooCode: 'INPS.TEST', pec: 'test@example.org', demonstration: true };
  const seen = await server.call('GET', `${units}/T-RM`, { token });
  if (seen.status !== 200) {
    await post(units, { ...unit, code: 'T-DC', kind: 'DIREZIONE_CENTRALE', name: 'Centrale' });
    await post(units, {
      ...unit,
      code: 'T-12',
      kind: 'DIREZIONE_REGIONALE',
      name: 'Lazio',
      parent: 'T-DC',
      region: '12',
    });
    const rome = { region: '12', province: '058', municipality: 'H501', parent: 'T-12' };
    await post(units, { ...unit, ...rome, code: 'T-RM', kind: 'DIREZIONE_PROVINCIALE', name: 'Roma' });
  }
  const agenda = await post(AGENDAS, {
    owner: { kind: 'UNIT_DESK', unit: 'T-RM' },
    name: 'Sportello di prova',
    serviceLine: 'PENSIONI',
    slotMinutes: 30,
    modes: ['IN_PERSON'],
  });
  const band = { weekday: 4, from: '09:00', to: '10:00', capacity, validFrom: '2026-03-01' };
  await post(`${AGENDAS}/${agenda}/opening-bands`, band);
  await server.running.processes.settled();
  return `${AGENDAS}/${agenda}/days/${DATE}`;
}
