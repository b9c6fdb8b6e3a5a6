import { romeDateOf, weekdayOf } from '#italy';
import type { TestApplication } from './application.ts';
import { accepted, AGENDAS, establishUnits, TERRITORY, workingDay } from './agenda.ts';
import { fictitiousBodyCode, fictitiousPerson, namedPerson } from './people.ts';
import { until } from './until.ts';

const POINTS = '/rest/service-points/v1/punti-cliente';
const PROTOCOLS = '/rest/protocols/v1/protocols';
const AUTHORIZATIONS = '/rest/service-points/v1/operator-authorizations';

/** A Punto Cliente di Servizio that is active, with all that hangs on it. */
export interface StaffedPoint {
  readonly protocolId: string;
  readonly pointId: string;
  readonly authorizationId: string;
  /** Held at the point: the person comes there for a web meeting. */
  readonly heldAtPoint: string;
  /** Booked from the point, held at a desk of INPS. */
  readonly heldAtDesk: string;
}

/** Brings a point into activity, over HTTP, with one operator, who books twice. */
export async function staffPoint(application: TestApplication): Promise<StaffedPoint> {
  const central = await application.as();
  await establishUnits(central);
  const today = romeDateOf(Date.now());
  const { region, province, unit } = TERRITORY;
  const place = { region, province };
  const host = await accepted(
    central.post('/rest/organisation/v1/host-bodies', {
      ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
      ...{ ipaCode: 'c_prova', ...place },
    }),
  );
  const { id: pointId } = await accepted(
    central.post(POINTS, {
      ...{ hostBodyId: host.id, kind: 'SERVIZIO', ...place, municipality: 'H501' },
      ...{ address: { street: 'Piazza della Prova 1', postalCode: '00100' } },
      hostRequest: { protocolNumber: '12/2026', date: today },
    }),
  );
  await accepted(central.post(`${POINTS}/${pointId}/approval`));
  await accepted(central.post(`${POINTS}/${pointId}/services`, { services: ['comunicazione-decesso', 'quesito'] }));
  const { id: protocolId } = await accepted(
    central.post(PROTOCOLS, {
      ...{ hostBodyId: host.id, region, proposingUnit: 'E2E-DR-12', points: [pointId], kinds: ['SERVIZIO'] },
      officers: ['INPS', 'HOST'].flatMap((party) =>
        ['RESPONSABILE', 'REFERENTE_TECNICO'].map((role) => ({
          ...{ party, role, person: namedPerson(93), office: 'Ufficio' },
        })),
      ),
    }),
  );
  const protocol = `${PROTOCOLS}/${protocolId}`;
  const regional = await application.as({ role: 'regional', id: 'director', region });
  await accepted(regional.post(`${protocol}/submission`));
  for (const [index, party] of ['INPS', 'HOST'].entries()) {
    const ofInps = party === 'INPS';
    await accepted(
      regional.post(`${protocol}/signatures`, {
        ...{ party, documentSha256: 'ab'.repeat(32), signedFileSha256: `c${String(index)}`.repeat(32) },
        ...{ kind: 'DIGITAL', format: 'PADES', signedAt: new Date().toISOString() },
        ...(ofInps ? { unit: 'E2E-DR-12', signerRole: 'Direttore regionale' } : { signerRole: 'Sindaco' }),
        signatory: namedPerson(ofInps ? 94 : 95),
        registerEntry: {
          ...(ofInps ? { ipaCode: 'inps', aoo: 'AOO-DR-12' } : { ipaCode: 'c_prova', aoo: 'UFFICIO' }),
          ...{ register: 'PROTOCOLLO', year: Number(today.slice(0, 4)), number: index + 1, date: today },
        },
      }),
    );
  }
  await accepted(regional.post(`${protocol}/entry-into-force`, { effectiveDate: today }));

  const mayor = await application.as({ role: 'host-operator', id: 'mayor', host: host.id });
  const { fiscalCode, givenName, familyName } = fictitiousPerson(70);
  const { id: authorizationId } = await accepted(
    mayor.post(AUTHORIZATIONS, {
      ...{ pointId, operatorId: 'clerk-7', profiles: ['PRENOTAZIONE'] },
      operator: { fiscalCode, givenName, familyName },
    }),
  );
  await accepted(regional.post(`${AUTHORIZATIONS}/${authorizationId}/training`, { course: 'Punto Cliente' }));
  await accepted(regional.post(`${AUTHORIZATIONS}/${authorizationId}/grant`, { protocolId }));
  await accepted(regional.post(`${POINTS}/${pointId}/activation`, { protocolId }));

  const clerk = await application.as({ role: 'host-operator', id: 'clerk-7', host: host.id });
  const date = workingDay();
  const { id: agendaId } = await accepted(
    central.post(AGENDAS, {
      ...{ owner: { kind: 'REMOTE_DESK', unit }, name: 'Sportello remoto', serviceLine: 'PENSIONI' },
      ...{ slotMinutes: 10, modes: ['WEB_MEETING', 'IN_PERSON'] },
    }),
  );
  await accepted(
    central.post(`${AGENDAS}/${agendaId}/opening-bands`, {
      ...{ weekday: weekdayOf(date), from: '09:00', to: '09:20', capacity: 1, validFrom: today },
    }),
  );
  const appointments = `${AGENDAS}/${agendaId}/days/${date}/appointments`;
  const book = (start: string, person: number, how: object): Promise<string> =>
    until(async () => {
      const { status, body } = await clerk.post(appointments, {
        ...{ start, serviceId: 'quesito', citizen: fictitiousPerson(person), ...how },
        bookedFrom: { pointId, authorizationId },
      });
      if (status === 409) return undefined;
      return (await accepted({ status, body } as never)).id;
    });
  const heldAtPoint = await book('09:00', 1, { mode: 'WEB_MEETING', atPoint: true });
  const heldAtDesk = await book('09:10', 2, { mode: 'IN_PERSON' });
  await application.processes.settled();
  return { protocolId, pointId, authorizationId, heldAtPoint, heldAtDesk };
}
