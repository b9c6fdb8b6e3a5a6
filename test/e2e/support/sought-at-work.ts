import { romeDateOf } from '#italy';
import { accepted, establishUnits, TERRITORY, workingDay } from './agenda.ts';
import { Agreements, POINTS, PROTOCOLS } from './agreements.ts';
import type { Api } from './api.ts';
import { fictitiousBodyCode, type FictitiousPerson } from './people.ts';
import { establishedPuntoInps, PUNTI_INPS } from './punto-inps.ts';
import type { TestApplication } from './application.ts';
import { until } from './until.ts';

/** Sends a request that names the person, by the command that it gives. */
export type Send = (
  api: Api,
  command: string,
  request: { readonly path: string; readonly body: object; readonly parameters?: object },
) => Promise<{ readonly id: string }>;

/**
 * Has a person named as an operator of a host, as one of the staff, as officer and as signatory of an act that comes to
 * nothing: every command that names somebody at work.
 */
export async function leaveTracesAtWork(
  { as }: Pick<TestApplication, 'as'>,
  { fiscalCode, givenName, familyName }: FictitiousPerson,
  send: Send,
): Promise<void> {
  const central = await as();
  await establishUnits(central);
  const person = { fiscalCode, givenName, familyName };
  const { region, province, unit } = TERRITORY;
  const today = romeDateOf(Date.now());
  const host = await accepted(
    central.post('/rest/organisation/v1/host-bodies', {
      ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(7) },
      ...{ ipaCode: 'c_cercata', region, province },
    }),
  );
  const { id: pointId } = await accepted(
    central.post(POINTS, {
      ...{ hostBodyId: host.id, kind: 'INFORMATIVO', region, province, municipality: 'H501' },
      ...{ address: { street: 'Piazza della Prova 1', postalCode: '00100' } },
    }),
  );
  await accepted(central.post(`${POINTS}/${pointId}/approval`));
  const mayor = await as({ role: 'host-operator', id: 'mayor', host: host.id });
  await send(mayor, 'RequestOperatorAuthorization', {
    path: '/rest/service-points/v1/operator-authorizations',
    body: { pointId, operatorId: 'clerk-9', profiles: ['CONSULTAZIONE'], operator: person },
  });

  const { id: puntoInpsId } = await establishedPuntoInps(central);
  await send(central, 'AssignStaffToPuntoInps', {
    path: `${PUNTI_INPS}/${puntoInpsId}/staff`,
    body: { person, unit, from: workingDay(), weekdays: [1, 2, 3, 4, 5] },
    parameters: { puntoInpsId },
  });

  const officer = { party: 'INPS', role: 'RESPONSABILE', person, office: 'Direzione regionale' };
  const { id: protocolId } = await send(central, 'DraftProtocol', {
    path: PROTOCOLS,
    body: {
      ...{ hostBodyId: host.id, region, proposingUnit: 'E2E-DR-12', points: [pointId], kinds: ['INFORMATIVO'] },
      officers: [officer, { ...officer, party: 'HOST' }, { ...officer, role: 'REFERENTE_TECNICO' }],
    },
  });
  await send(central, 'AssignConventionOfficer', {
    path: `${PROTOCOLS}/${protocolId}/officers`,
    body: { ...officer, party: 'HOST', role: 'REFERENTE_TECNICO' },
    parameters: { protocolId },
  });
  await accepted(central.post(`${PROTOCOLS}/${protocolId}/submission`));
  await send(central, 'RecordProtocolSignature', {
    path: `${PROTOCOLS}/${protocolId}/signatures`,
    body: {
      ...{ party: 'INPS', documentSha256: 'ab'.repeat(32), signedFileSha256: 'cd'.repeat(32), kind: 'DIGITAL' },
      ...{ format: 'PADES', unit: 'E2E-DR-12', signerRole: 'Direttore regionale', signatory: person },
      signedAt: new Date().toISOString(),
      registerEntry: {
        ...{ ipaCode: 'inps', aoo: 'AOO-DR-12', register: 'PROTOCOLLO' },
        ...{ year: Number(today.slice(0, 4)), number: 71, date: today },
      },
    },
    parameters: { protocolId },
  });
  // An act that is not concluded holds nobody.
  await accepted(central.post(`${PROTOCOLS}/${protocolId}/rejection`, { reason: 'Prova' }));
  await leaveTracesInAmendment(await Agreements.over(as), person, send);
}

/** Has a person sign an amendment that is withdrawn before its day: nor does that hold anybody. */
async function leaveTracesInAmendment(agreements: Agreements, signatory: object, send: Send): Promise<void> {
  const host = await agreements.host();
  const protocolId = await agreements.signedProtocol(host, [await agreements.approvedPoint(host)]);
  await agreements.inForce(protocolId);
  const path = `${PROTOCOLS}/${protocolId}`;
  const { regional } = agreements;
  // A text and files of its own, as every act has.
  const files = (sha: string) => ({ documentSha256: '12'.repeat(32), signedFileSha256: sha.repeat(32) });
  await send(regional, 'AmendProtocol', {
    path: `${path}/amendments`,
    body: {
      signatures: [
        { ...agreements.signatureOf('INPS'), ...files('34'), signatory },
        { ...agreements.signatureOf('HOST'), ...files('56') },
      ],
      ...{ durationMonths: 48, effectiveDate: workingDay(30) },
    },
    parameters: { protocolId },
  });
  const amendmentId = await until(async () => {
    const { amendments } = (await regional.get(path)).body as { amendments: { amendmentId: string }[] };
    return amendments[0]?.amendmentId;
  });
  await accepted(regional.post(`${path}/amendments/${amendmentId}/withdrawal`, { reason: 'Prova' }));
}
