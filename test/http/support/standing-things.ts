import { randomUUID } from 'node:crypto';
import { addDays, midnightInRome, romeDateOf } from '#italy';
import type { CommandAnswer, TokenRequest } from '#platform';
import type { IssuedRole, Role } from '#use-cases';
import { accepted, AGENDAS, seedAgenda, TERRITORY } from '../../e2e/support/agenda.ts';
import { Api } from '../../e2e/support/api.ts';
import { fictitiousBodyCode, fictitiousPerson, namedPerson } from '../../e2e/support/people.ts';
import { establishedPuntoInps, PUNTI_INPS } from '../../e2e/support/punto-inps.ts';
import { TestServer } from './server.ts';

/*
 * One thing of every kind, all in one province, for specifications of who may touch them. A new kind of thing adds how it
 * comes into being here, and the path parameters that name it.
 */

/** Where the things stand. */
export const HERE = TERRITORY;
/** Where nothing stands. */
export const ELSEWHERE = { region: '08', province: '036', unit: 'E2E-DP-036' } as const;

const SELF_SERVICE_PATH = '/rest/agenda/v1/self-service';

/** Path parameters of things that belong to one person, or to one integration. */
export const OF_ONE_PERSON: readonly string[] = ['holdId', 'appointmentId', 'entryId', 'subscriptionId'];

/** A mail of today, as its office is no older. */
function mailOf(digit: number): object {
  const known = { messageId: `<${String(digit)}@example.org>`, sha256: String(digit).repeat(64) };
  return { office: 'E2E-DR-12', sentAt: new Date().toISOString(), ...known };
}

/** A signature under an amendment. */
function signatureOf(party: 'INPS' | 'HOST'): object {
  return {
    ...{ party, kind: 'QUALIFIED', format: 'PADES', signerRole: 'Direttore', signedAt: '2026-01-10T10:00:00Z' },
    ...{ documentSha256: 'a'.repeat(64), signedFileSha256: 'b'.repeat(64) },
    signatory: namedPerson(party === 'INPS' ? 4 : 5),
    registerEntry: { ipaCode: party, aoo: party, register: 'RU', year: 2026, number: 1, date: '2026-01-10' },
  };
}

/** An act that is loaded, signed today: its unit is there since then. */
function actOfBefore(hostBodyId: string): object {
  const signedOn = romeDateOf(Date.now());
  const signature = (ipaCode: string, more: object) => ({
    ...{ signedOn, format: 'PADES', kind: 'DIGITAL', ...more },
    registerEntry: {
      ...{ ipaCode, aoo: 'AOO', register: 'RU', year: Number(signedOn.slice(0, 4)), number: 2, date: signedOn },
    },
  });
  return {
    ...{ code: 'STORICO-1', hostBodyId, region: HERE.region, pointCodes: ['PC-1'], kinds: ['INFORMATIVO'] },
    ...{ durationMonths: 36, documentSha256: 'c'.repeat(64) },
    inpsSignature: signature('inps', { unit: 'E2E-DR-12', signerRole: 'Direttore regionale' }),
    hostSignature: signature('c_prova', { signerRole: 'Sindaco' }),
  };
}

/** Fields by use case, where the checks of each field alone do not make a whole that fits. */
export const FITTING: Readonly<Record<string, object>> = {
  SearchAppointments: { citizen: { fiscalCode: fictitiousPerson(1).fiscalCode } },
  OpenSelfService: { fiscalCode: fictitiousPerson(1).fiscalCode },
  BookAppointment: { start: '09:00', mode: 'IN_PERSON' },
  RescheduleAppointment: { to: { date: romeDateOf(Date.now()), start: '09:00' } },
  // One that needs no point.
  OpenAgenda: { owner: { kind: 'UNIT_DESK', unit: HERE.unit } },
  OpenDesk: { owner: { unit: HERE.unit } },
  SendCommunication: { unit: 'E2E-DR-12' },
  get RegisterCommunication() {
    return { mail: mailOf(1) };
  },
  get RegisterMailOfCommunication() {
    return { mail: mailOf(2) };
  },
  CloseCommunication: { outcome: { result: 'SOLVED', explanation: 'Risolto' } },
  EraseSubject: { subject: randomUUID() },
  AmendProtocol: { signatures: [signatureOf('INPS'), signatureOf('HOST')], durationMonths: 48 },
  ReviseServicesOfPuntoCliente: { services: ['stato-domanda'] },
  ChangeKindOfPuntoCliente: { services: ['stato-domanda'] },
  ProposePuntoInps: {
    ...{ region: HERE.region, province: HERE.province, municipality: 'H501', ground: 'LOW_COMPLEXITY' },
    ...{ proposedBy: HERE.unit, referenceUnit: HERE.unit },
  },
  AssignStaffToPuntoInps: { unit: HERE.unit },
  ChangeReferenceUnitOfPuntoInps: { referenceUnit: HERE.unit },
  EstablishTerritorialUnit: {
    ...{
      kind: 'DIREZIONE_PROVINCIALE',
      parent: 'E2E-DR-12',
      region: HERE.region,
      province: HERE.province,
      municipality: 'H501',
    },
  },
};

/** Roles to which a use case is refused also here, as what it is about is wider than their territory. */
export const WIDER_THAN: Readonly<Record<string, readonly Role[]>> = {
  GetNationOverview: ['regional', 'provincial'],
  GetRegionOverview: ['provincial'],
  // It may ask of its own province, which the sample does not name.
  ListPointsOnDate: ['provincial'],
};

/** Use cases that need more of a role than to be it, which nothing here has: what it is refused with. */
export const NEEDS_MORE_THAN_ROLE: Readonly<Record<string, Readonly<Partial<Record<Role, string>>>>> = {
  BookAppointment: { 'host-operator': 'OPERATOR_NOT_AUTHORISED' },
  JoinWaitlist: { 'host-operator': 'OPERATOR_NOT_AUTHORISED' },
  // They open their own; the one here is another.
  OpenSubscription: { integration: 'SUBSCRIPTION_OF_ANOTHER' },
  // They see whom they have put there themselves.
  GetWaitingEntry: { 'host-operator': 'WAITING_ENTRY_OF_ANOTHER_PERSON' },
};

export interface StandingThings {
  /** Ids of the things, by the fields and path parameters that hold them. */
  readonly ids: Readonly<Record<string, string>>;
  /** The value of a parameter of a path; undefined for one that no thing here has. */
  idIn(path: string, parameter: string): string | undefined;
  /** To be given with a read, so that the things are in the answer. */
  readonly last: CommandAnswer;
  /** A principal of this role where the things stand, or whose they are. */
  here(role: IssuedRole): TokenRequest;
  /** A principal of this role elsewhere, or another person. */
  elsewhere(role: IssuedRole): TokenRequest;
  /** Tokens of self-service: for the appointment here, and for that of another person. */
  readonly selfService: { readonly here: string; readonly elsewhere: string };
}

/** Somebody has come without an appointment: on the day itself, which lies ahead, as the clock is told. */
async function accessOn(server: TestServer, day: string, midnight: number): Promise<string> {
  server.ahead = midnight - Date.now();
  try {
    const then = new Api(server.running.url, await server.token());
    return (await accepted(then.post(`${day}/accesses`, { serviceId: 'cedolino-pensione' }))).id;
  } finally {
    server.ahead = 0;
  }
}

/** A server on which they stand, and whose read models have seen them: they are of one citizen, who holds a slot and has an appointment. */
export async function serverWithThings(): Promise<{ readonly server: TestServer; readonly things: StandingThings }> {
  const server = await TestServer.start({ environment: { RETE_PUNTI_AGENDA_MAX_OPEN_PER_SERVICE_LINE: '2' } });
  const things = await standingThings(server);
  await server.running.projections.caughtUp(things.last.position);
  return { server, things };
}

/** Brings the things into being, over HTTP. */
export async function standingThings(server: TestServer): Promise<StandingThings> {
  const central = new Api(server.running.url, await server.token());
  const [owner, other] = [fictitiousPerson(1), fictitiousPerson(2)];
  const { agendaId, date, day, starts } = await seedAgenda(central, { slots: 4, capacity: 4 });
  const accessId = await accessOn(server, day, midnightInRome(date));
  const desk = central.with(await server.token({ role: 'desk-operator', id: 'desk', ...HERE }));
  const closed = addDays(date, 15);
  const slot = { start: starts[0], mode: 'IN_PERSON' };
  const hold = await accepted(desk.post(`${day}/holds`, { ...slot, citizen: { fiscalCode: owner.fiscalCode } }));
  const serviceId = 'cedolino-pensione';
  const appointment = await accepted(
    desk.post(`${day}/appointments`, { ...slot, start: starts[1], serviceId, citizen: owner }),
  );
  const waiting = await accepted(
    desk.post(`${AGENDAS}/${agendaId}/waiting-list`, { mode: 'IN_PERSON', serviceId, citizen: owner }),
  );
  const another = await accepted(
    desk.post(`${day}/appointments`, { ...slot, start: starts[2], serviceId, citizen: other }),
  );
  const selfServiceOf = async (booked: CommandAnswer, { fiscalCode: ofPerson }: { fiscalCode: string }) => {
    const { position: minPosition } = booked;
    const body = { bookingCode: bookingCodeIn(booked), fiscalCode: ofPerson, minPosition };
    const { status, body: opened } = await server.call('POST', `${SELF_SERVICE_PATH}/tokens`, { body });
    if (status !== 200) throw new Error(`self-service answered ${String(status)}`);
    return (opened as { readonly token: string }).token;
  };
  const selfService = {
    here: await selfServiceOf(appointment, owner),
    elsewhere: await selfServiceOf(another, other),
  };
  const closure = await accepted(
    central.post(`${AGENDAS}/${agendaId}/closures`, { from: closed, until: closed, reason: 'Prova' }),
  );
  const unitClosure = await accepted(
    central.post('/rest/agenda/v1/unit-closures', { unit: HERE.unit, from: closed, until: closed, reason: 'Prova' }),
  );
  const host = await accepted(
    central.post('/rest/organisation/v1/host-bodies', {
      ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
      ...{ ipaCode: 'c_prova', region: HERE.region, province: HERE.province },
    }),
  );
  const point = await accepted(
    central.post('/rest/service-points/v1/punti-cliente', {
      ...{ hostBodyId: host.id, kind: 'INFORMATIVO', region: HERE.region, province: HERE.province },
      ...{ municipality: 'H501', address: { street: 'Piazza della Prova 1', postalCode: '00100' } },
    }),
  );
  await accepted(central.post(`/rest/service-points/v1/punti-cliente/${point.id}/approval`, {}));
  const mayor = central.with(await server.token({ role: 'host-operator', id: 'mayor', host: host.id }));
  const { fiscalCode, givenName, familyName } = fictitiousPerson(3);
  const authorization = await accepted(
    mayor.post('/rest/service-points/v1/operator-authorizations', {
      ...{ pointId: point.id, operatorId: 'clerk', profiles: ['CONSULTAZIONE'] },
      operator: { fiscalCode, givenName, familyName },
    }),
  );
  const puntoInps = await establishedPuntoInps(central);
  const staff = await accepted(
    central.post(`${PUNTI_INPS}/${puntoInps.id}/staff`, {
      ...{ person: { fiscalCode, givenName, familyName }, unit: HERE.unit, from: date, weekdays: [1] },
    }),
  );
  const framework = await accepted(
    central.post('/rest/protocols/v1/framework-agreements', {
      ...{ counterpart: 'Associazione di prova', documentSha256: 'a'.repeat(64), signedOn: '2026-01-10' },
      ...{ validFrom: '2026-01-10', validUntil: '2199-01-10' },
    }),
  );
  const template = await accepted(
    central.post('/rest/protocols/v1/templates', {
      ...{ version: 'PROVA', textSha256: 'a'.repeat(64), kinds: ['INFORMATIVO'], validFrom: '2026-01-10' },
      act: { authority: 'Direzione centrale', number: '1', date: '2026-01-10' },
    }),
  );
  const protocol = await accepted(
    central.post('/rest/protocols/v1/protocols', {
      ...{ hostBodyId: host.id, region: HERE.region, points: [point.id], kinds: ['INFORMATIVO'] },
      frameworkAgreementId: framework.id,
      proposingUnit: 'E2E-DR-12',
    }),
  );
  await accepted(central.post('/rest/protocols/v1/protocols/loaded', actOfBefore(host.id)));
  const communication = await accepted(
    central
      .with(await server.token({ role: 'regional', id: 'directorate', region: HERE.region }))
      .post('/rest/communications/v1/communications', {
        ...{ kind: 'SUPPORT', unit: 'E2E-DR-12', subject: 'Postazione', text: 'Serve assistenza.' },
      }),
  );
  await accepted(
    central.post('/rest/communications/v1/communications/registration', {
      ...{ kind: 'NOTICE', subject: 'Chiusura', mail: mailOf(0) },
    }),
  );
  const registered = () =>
    accepted(
      central.post('/rest/integration/v1/integrations', {
        ...{ name: 'Sistema di prova', contact: 'Ufficio di prova' },
        scope: { nation: false, regions: [HERE.region] },
      }),
    );
  // One that reads, and one that may be withdrawn meanwhile.
  const [integration, otherIntegration] = [await registered(), await registered()];
  const subscribed = await accepted(
    central.post('/rest/integration/v1/subscriptions', {
      ...{ integrationId: integration.id, serial: 2, name: 'Sottoscrizione di prova', filter: {} },
    }),
  );
  await accepted(
    central.post(`/rest/integration/v1/subscriptions/${subscribed.id}/endpoint`, {
      url: 'https://receiver.invalid/hook',
    }),
  );
  const counter = await accepted(
    central.post('/rest/agenda/v1/desks', { owner: { unit: HERE.unit }, name: 'Sportello di prova' }),
  );
  const { body: agenda } = await central.get(`${AGENDAS}/${agendaId}?minPosition=${protocol.position}`);
  const [band] = (agenda as { bands: { bandId: string }[] }).bands;
  const tokenOf = (
    role: IssuedRole,
    where: typeof HERE | typeof ELSEWHERE,
    who: { host: string; fiscalCode: string; integration: string },
  ) => {
    const id = `${role}-${where.region}`;
    switch (role) {
      case 'regional':
        return { role, id, region: where.region };
      case 'provincial':
      case 'desk-operator':
        return { role, id, province: where.province };
      case 'host-operator':
        return { role, id, host: who.host };
      case 'citizen':
        return { role, fiscalCode: who.fiscalCode };
      case 'integration':
        return { role, id, integration: who.integration };
      case 'central':
      case 'analyst':
        return { role, id };
    }
  };
  const ids: Readonly<Record<string, string>> = {
    ...{ agendaId, date, holdId: hold.id, appointmentId: appointment.id, closureId: closure.id, bandId: band!.bandId },
    unitClosureId: unitClosure.id,
    ...{
      hostBodyId: host.id,
      pointId: point.id,
      point: point.id,
      protocolId: protocol.id,
      // It is a draft, which has none.
      amendmentId: randomUUID(),
      frameworkAgreementId: framework.id,
      templateId: template.id,
      authorizationId: authorization.id,
    },
    entryId: waiting.id,
    ...{ integrationId: otherIntegration.id, subscriptionId: subscribed.id },
    ...{ communicationId: communication.id, bookingCode: bookingCodeIn(appointment) },
    accessId,
    ...{ puntoInpsId: puntoInps.id, assignmentId: staff.id, deskId: counter.id },
  };
  const codes: Readonly<Record<string, string>> = {
    schemas: 'it.inps.retepunti.service-point.opened.v1',
    ...{ regions: HERE.region, provinces: HERE.province, 'territorial-units': HERE.unit, municipalities: 'H501' },
  };
  return {
    ids,
    // A code is named alike wherever it stands: what it is a code of comes before it.
    idIn: (path, parameter) => ids[parameter] ?? codes[path.split(`/:${parameter}`)[0]?.split('/').at(-1) ?? ''],
    last: communication,
    selfService,
    here: (role) => tokenOf(role, HERE, { host: host.id, fiscalCode: owner.fiscalCode, integration: integration.id }),
    elsewhere: (role) =>
      tokenOf(role, ELSEWHERE, {
        ...{ host: randomUUID(), fiscalCode: other.fiscalCode, integration: otherIntegration.id },
      }),
  };
}

function bookingCodeIn(booked: CommandAnswer): string {
  return (booked as CommandAnswer & { readonly bookingCode: string }).bookingCode;
}
