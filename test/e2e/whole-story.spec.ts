import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { CommandAnswer } from '#platform';
import { romeDateOf, weekdayOf } from '#italy';
import { accepted, workingDay } from './support/agenda.ts';
import { expectProblem, type Answer, type Api } from './support/api.ts';
import { startApplication, type TestApplication } from './support/application.ts';
import {
  fictitiousBodyCode,
  fictitiousPerson,
  namedPerson,
  type FictitiousPerson as Someone,
} from './support/people.ts';
import { until } from './support/until.ts';

const ORGANISATION = '/rest/organisation/v1';
const PROTOCOLS = '/rest/protocols/v1/protocols';
const FORWARDINGS = '/rest/protocols/v1/forwardings';
const POINTS = '/rest/service-points/v1/punti-cliente';
const AUTHORIZATIONS = '/rest/service-points/v1/operator-authorizations';
const OVERVIEW = '/rest/service-points/v1/network-overview';
const AGENDAS = '/rest/agenda/v1/agendas';

/** Emilia-Romagna and Modena, where the story takes place; Lazio and Viterbo, from where nobody may act in it. */
const [REGION, PROVINCE, OTHER_REGION, OTHER_PROVINCE] = ['08', '036', '12', '056'];

const DAY_MS = 86_400_000;

interface Slot {
  readonly start: string;
  readonly capacity: number;
  readonly free: number;
}

/** A point that is over. */
interface Ended {
  readonly periods: readonly object[];
  readonly history: readonly { readonly type: string; readonly actor: object }[];
}

/** Why somebody is refused. */
type Refusal = 'ROLE_NOT_ALLOWED' | 'OUTSIDE_TERRITORY' | 'HOLD_OF_ANOTHER_PERSON' | 'APPOINTMENT_OF_ANOTHER_PERSON';

describe('the life of the network, over HTTP alone', () => {
  let application: TestApplication;
  let central: Api;
  let regional: Api;
  let otherRegional: Api;
  let provincial: Api;
  let otherProvincial: Api;
  let analyst: Api;
  let nobody: Api;
  const today = romeDateOf(Date.now());

  beforeAll(async () => {
    application = await startApplication();
    central = await application.as({ role: 'central', id: 'dcorg' });
    regional = await application.as({ role: 'regional', id: 'director-er', region: REGION });
    otherRegional = await application.as({ role: 'regional', id: 'director-lazio', region: OTHER_REGION });
    provincial = await application.as({ role: 'provincial', id: 'director-mo', province: PROVINCE });
    otherProvincial = await application.as({ role: 'provincial', id: 'director-vt', province: OTHER_PROVINCE });
    analyst = await application.as({ role: 'analyst', id: 'analyst' });
    nobody = await application.as(null);
    await establishUnits();
  });
  afterAll(async () => {
    await application.close();
    rmSync(application.directory, { recursive: true });
  });

  /** Gives a command: first those who may not are refused, each for its reason, then the one who may. */
  async function step(
    path: string,
    body: object,
    by: Api,
    refused: readonly (readonly [who: Api, why: Refusal])[],
  ): Promise<CommandAnswer> {
    for (const [who, why] of refused) expectProblem(await who.post(path, body), 403, why);
    expectProblem(await nobody.post(path, body), 401, 'TOKEN_MISSING');
    return accepted(by.post(path, body));
  }

  /** A read model that has seen a command. */
  async function read(path: string, reader: Api, after: CommandAnswer): Promise<Answer['body']> {
    const query = `minPosition=${after.position}&logId=${after.logId}`;
    const { status, body } = await reader.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    expect({ path, status }).toEqual({ path, status: 200 });
    return body;
  }

  async function establishUnits(): Promise<void> {
    const unit = (code: string) => ({
      code,
      name: `Unit ${code}`,
      aooCode: `AOO-${code}`,
      pec: 'unit@pec.example.org',
    });
    const units = `${ORGANISATION}/territorial-units`;
    await step(units, { ...unit('DC'), kind: 'DIREZIONE_CENTRALE' }, central, [[regional, 'ROLE_NOT_ALLOWED']]);
    await step(units, { ...unit('DR-08'), kind: 'DIREZIONE_REGIONALE', parent: 'DC', region: REGION }, central, [
      [regional, 'ROLE_NOT_ALLOWED'],
      [analyst, 'ROLE_NOT_ALLOWED'],
    ]);
    const ofModena = {
      ...{ kind: 'DIREZIONE_PROVINCIALE', parent: 'DR-08' },
      ...{ region: REGION, province: PROVINCE, municipality: 'F257' },
    };
    await step(units, { ...unit('DP-036'), ...ofModena }, regional, [
      [otherRegional, 'OUTSIDE_TERRITORY'],
      [provincial, 'ROLE_NOT_ALLOWED'],
    ]);
  }

  it('a point lives under its protocol: requested, approved, signed for, active, and ended with it', async () => {
    const host = await step(
      `${ORGANISATION}/host-bodies`,
      {
        kind: 'PUBLIC_ADMINISTRATION',
        name: 'Comune di Prova',
        fiscalCode: fictitiousBodyCode(1),
        ipaCode: 'c_prova',
        region: REGION,
        province: PROVINCE,
      },
      regional,
      [
        [otherRegional, 'OUTSIDE_TERRITORY'],
        [provincial, 'ROLE_NOT_ALLOWED'],
      ],
    );
    const mayor = await application.as({ role: 'host-operator', id: 'mayor', host: host.id });
    const otherMayor = await application.as({ role: 'host-operator', id: 'other-mayor', host: randomUUID() });

    const point = await step(
      POINTS,
      {
        hostBodyId: host.id,
        kind: 'SERVIZIO',
        region: REGION,
        province: PROVINCE,
        municipality: 'F257',
        address: { street: 'Piazza della Prova 1', postalCode: '41121' },
        hostRequest: { protocolNumber: '12/2026', date: today },
      },
      mayor,
      [
        [otherMayor, 'OUTSIDE_TERRITORY'],
        [otherProvincial, 'OUTSIDE_TERRITORY'],
        [analyst, 'ROLE_NOT_ALLOWED'],
      ],
    );
    const pointPath = `${POINTS}/${point.id}`;
    await step(`${pointPath}/approval`, {}, regional, [
      [otherRegional, 'OUTSIDE_TERRITORY'],
      [mayor, 'ROLE_NOT_ALLOWED'],
    ]);

    // The agreement.
    const protocol = await step(
      PROTOCOLS,
      { hostBodyId: host.id, region: REGION, proposingUnit: 'DP-036', points: [point.id], kinds: ['SERVIZIO'] },
      regional,
      [
        [otherRegional, 'OUTSIDE_TERRITORY'],
        [provincial, 'ROLE_NOT_ALLOWED'],
        [mayor, 'ROLE_NOT_ALLOWED'],
      ],
    );
    const protocolPath = `${PROTOCOLS}/${protocol.id}`;
    const notHere = [
      [otherRegional, 'OUTSIDE_TERRITORY'],
      [mayor, 'ROLE_NOT_ALLOWED'],
    ] as const;
    for (const party of ['INPS', 'HOST']) {
      for (const role of ['RESPONSABILE', 'REFERENTE_TECNICO']) {
        const officer = { party, role, person: namedPerson(party === 'INPS' ? 80 : 81), office: 'Ufficio convenzioni' };
        await step(`${protocolPath}/officers`, officer, regional, notHere);
      }
    }
    await step(`${protocolPath}/submission`, {}, regional, notHere);

    // A point is not active before its protocol is in force.
    const activation = { protocolId: protocol.id };
    expectProblem(await regional.post(`${pointPath}/activation`, activation), 422, 'PROTOCOL_NOT_IN_FORCE');

    const signature = (party: string, number: number) => ({
      party,
      documentSha256: 'ab'.repeat(32),
      signedFileSha256: `c${number}`.repeat(32),
      kind: 'DIGITAL',
      format: 'PADES',
      signatory: namedPerson(party === 'INPS' ? 82 : 83),
      ...(party === 'INPS' ? { unit: 'DR-08', signerRole: 'Direttore regionale' } : { signerRole: 'Sindaco' }),
      signedAt: new Date().toISOString(),
      registerEntry: {
        ...(party === 'INPS' ? { ipaCode: 'inps', aoo: 'AOO-DR-08' } : { ipaCode: 'c_prova', aoo: 'UFFICIO' }),
        ...{ register: 'PROTOCOLLO', year: Number(today.slice(0, 4)), number, date: today },
      },
    });
    await step(`${protocolPath}/signatures`, signature('INPS', 1), regional, notHere);
    const signed = await step(`${protocolPath}/signatures`, signature('HOST', 2), regional, notHere);
    const letter = { letterSha256: 'ef'.repeat(32), registerEntry: signature('INPS', 4).registerEntry };
    const forwarded = await step(`${protocolPath}/forwarding`, letter, regional, [
      ...notHere,
      [central, 'ROLE_NOT_ALLOWED'],
    ]);
    expect(Number(forwarded.position)).toBeGreaterThan(Number(signed.position));
    const received = { kind: 'FORWARDED_PROTOCOL', id: protocol.id, region: REGION, since: today, ageDays: 0 };
    expect((await read('/rest/inbox/v1/items', central, forwarded)).items).toMatchObject([received]);
    const report = `${FORWARDINGS}?state=FORWARDED`;
    expect((await read(report, regional, forwarded)).items).toMatchObject([
      {
        id: protocol.id,
        signedOn: today,
        forwardedOn: today,
        ageDays: 0,
        letterSha256: letter.letterSha256,
        letterEntry: letter.registerEntry,
      },
    ]);
    expect((await read(report, otherRegional, forwarded)).items).toEqual([]);
    const files = ['ab', 'c1', 'c2', 'ff'].map((byte) => `${protocolPath}/document-check?sha256=${byte.repeat(32)}`);
    expect(await Promise.all(files.map((path) => read(path, mayor, signed)))).toEqual([
      ...[
        { verdict: 'TEXT', party: null, amendmentId: null, isWithdrawn: false },
        { verdict: 'SIGNED_BY_ONE', party: 'INPS', amendmentId: null, isWithdrawn: false },
      ],
      ...[
        { verdict: 'FINAL', party: 'HOST', amendmentId: null, isWithdrawn: false },
        { verdict: 'UNKNOWN', party: null, amendmentId: null, isWithdrawn: false },
      ],
    ]);
    const persons = await read(`${protocolPath}/persons?purpose=AUDIT`, regional, signed);
    const { fiscalCode: _code, ...called } = namedPerson(83);
    const { subject, ...signatory } = (persons.persons as { subject: string }[]).at(-1)!;
    expect(signatory).toEqual({
      amendmentId: null,
      ...{ party: 'HOST', role: 'SIGNATORY', person: { erased: false, value: called } },
    });
    const { body: log } = await central.get(`/rest/privacy/v1/access-log?subject=${subject}`);
    expect(log.items).toContainEqual(
      expect.objectContaining({ purpose: 'AUDIT', outcome: 'READ', resource: `Protocol-${protocol.id}` }),
    );
    expectProblem(await mayor.get(`${protocolPath}/persons?purpose=AUDIT`), 403, 'ROLE_NOT_ALLOWED');
    const detail = JSON.stringify(await read(protocolPath, regional, signed));
    for (const hidden of [called.familyName, subject, '"sealed"']) expect(detail).not.toContain(hidden);
    const erasure = { subject, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' };
    expectProblem(await central.post('/rest/privacy/v1/erasures', erasure), 422, 'ERASURE_HELD_BY_ACTS');
    const ofCentre = { registerEntry: { ...signature('INPS', 5).registerEntry, aoo: 'AOO-DC' } };
    const acknowledged = await step(`${protocolPath}/forwarding/acknowledgement`, ofCentre, central, [
      [regional, 'ROLE_NOT_ALLOWED'],
      [mayor, 'ROLE_NOT_ALLOWED'],
    ]);
    expect((await read('/rest/inbox/v1/items', central, acknowledged)).items).toEqual([]);
    expect((await read(`${PROTOCOLS}?forwarding=ACKNOWLEDGED`, regional, acknowledged)).items).toHaveLength(1);
    const inForce = await step(`${protocolPath}/entry-into-force`, { effectiveDate: today }, regional, notHere);
    expect(await read(protocolPath, regional, inForce)).toMatchObject({ state: 'IN_FORCE', effectiveDate: today });

    // Somebody of the host is authorised to work there: the host asks, INPS trains and grants.
    const services = { services: ['estratto-conto-contributivo', 'comunicazione-decesso'] };
    await step(`${pointPath}/services`, services, regional, notHere);
    expectProblem(await regional.post(`${pointPath}/activation`, activation), 422, 'AUTHORISED_OPERATOR_REQUIRED');
    const { fiscalCode, givenName, familyName } = fictitiousPerson(70);
    const authorization = await step(
      AUTHORIZATIONS,
      {
        ...{ pointId: point.id, operatorId: 'clerk-7', profiles: ['CONSULTAZIONE', 'PRENOTAZIONE'] },
        operator: { fiscalCode, givenName, familyName },
      },
      mayor,
      [
        [otherMayor, 'OUTSIDE_TERRITORY'],
        [regional, 'ROLE_NOT_ALLOWED'],
      ],
    );
    const authorizationPath = `${AUTHORIZATIONS}/${authorization.id}`;
    await step(`${authorizationPath}/training`, { course: 'Punto Cliente di Servizio' }, regional, notHere);
    const granted = await step(`${authorizationPath}/grant`, { protocolId: protocol.id }, regional, notHere);
    expect(await read(authorizationPath, mayor, granted)).toMatchObject({ state: 'GRANTED', operatorId: 'clerk-7' });
    const who = `${authorizationPath}/operator?purpose=ABILITAZIONE`;
    expect((await regional.get(who)).body).toMatchObject({ operator: { value: { fiscalCode, familyName } } });
    expectProblem(await mayor.get(who), 403, 'ROLE_NOT_ALLOWED');

    // The point opens.
    const active = await step(`${pointPath}/activation`, activation, regional, notHere);
    expect(await read(pointPath, mayor, active)).toMatchObject({
      state: 'ACTIVE',
      protocolId: protocol.id,
      periods: [{ from: today, until: null }],
    });
    expect(await read(`${OVERVIEW}/regions/${REGION}`, regional, active)).toMatchObject({
      points: { SERVIZIO: { REQUESTED: 0, APPROVED: 0, ACTIVE: 1, DEACTIVATED: 0 } },
      protocols: { IN_FORCE: 1, TERMINATED: 0 },
    });

    // The agreement ends, and the point with it, though nobody says so.
    const termination = { noticeDate: today, effectiveDate: today, reason: 'Recesso del Comune' };
    const ended = await step(`${protocolPath}/termination`, termination, central, notHere);
    const deactivated = await until(async () => {
      const { body } = await mayor.get(pointPath);
      return body.state === 'DEACTIVATED' ? (body as Ended) : undefined;
    });
    expect(deactivated.periods).toEqual([
      { from: today, until: today, protocolId: protocol.id, reason: 'PROTOCOL_TERMINATED' },
    ]);
    expect(deactivated.history.at(-1)).toMatchObject({
      type: 'PuntoClienteDeactivated',
      actor: { kind: 'policy', name: 'points-follow-protocol' },
    });

    // So does the authorisation, by the end of the point.
    const revoked = await until(async () => {
      const { body } = await mayor.get(authorizationPath);
      return body.state === 'REVOKED' ? (body as Ended) : undefined;
    });
    expect(revoked.history.at(-1)).toMatchObject({
      ...{ type: 'OperatorAuthorizationRevoked', data: { reason: 'POINT_DEACTIVATED' } },
      actor: { kind: 'policy', name: 'authorizations-follow-point' },
    });

    // The register tells all of it: which event, when, by whom.
    const { history, signatures } = await read(protocolPath, analyst, ended);
    expect(signatures).toHaveLength(2);
    const director = { kind: 'person', id: 'director-er', role: 'regional', office: REGION };
    const dcorg = { kind: 'person', id: 'dcorg', role: 'central' };
    expect((history as { type: string; actor: object }[]).map(({ type, actor }) => [type, actor])).toEqual([
      ['ProtocolDrafted', director],
      ...Array.from({ length: 4 }, () => ['ConventionOfficerAssigned', director]),
      ['ProtocolSubmitted', director],
      ['ProtocolSignatureRecorded', director],
      ['ProtocolSignatureRecorded', director],
      ['ProtocolSigned', director],
      ['ProtocolForwardedToCentralOrganisation', director],
      ['ProtocolForwardingAcknowledged', dcorg],
      ['ProtocolEnteredIntoForce', director],
      ['ProtocolTerminationNotified', dcorg],
      ['ProtocolTerminated', dcorg],
    ]);
    const times = (history as { recordedAt: string }[]).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => romeDateOf(Date.parse(time)) >= today)).toBe(true);
    expect((history as { revision: number }[]).map(({ revision }) => revision)).toEqual(times.map((_, index) => index));

    for (const [who, status] of [
      [regional, 200],
      [mayor, 200],
      [otherRegional, 403],
      [otherMayor, 403],
      [provincial, 403],
    ] as const) {
      expect((await who.get(protocolPath)).status).toBe(status);
    }
    const listed = await read(`${PROTOCOLS}?region=${REGION}&state=TERMINATED`, central, ended);
    expect((listed.items as { id: string }[]).map(({ id }) => id)).toEqual([protocol.id]);
    expect((await otherRegional.get(PROTOCOLS)).body.items).toEqual([]);

    for (const [area, who] of [
      ['nation', central],
      [`regions/${REGION}`, regional],
      [`provinces/${PROVINCE}`, provincial],
    ] as const) {
      const { body } = await who.get(`${OVERVIEW}/${area}`);
      expect(body.points.SERVIZIO).toMatchObject({ REQUESTED: 0, APPROVED: 0, ACTIVE: 0, DEACTIVATED: 1 });
      expect(body.protocols).toEqual(
        area.startsWith('provinces')
          ? null
          : expect.objectContaining({ DRAFT: 0, SUBMITTED: 0, SIGNED: 0, IN_FORCE: 0, TERMINATED: 1 }),
      );
    }
    expectProblem(await otherRegional.get(`${OVERVIEW}/regions/${REGION}`), 403, 'OUTSIDE_TERRITORY');
  });

  it('an agenda receives people: opened, held, booked, cancelled, and displaced where it changes', async () => {
    const desk = await application.as({ role: 'desk-operator', id: 'desk-mo', province: PROVINCE, unit: 'DP-036' });
    const otherDesk = await application.as({ role: 'desk-operator', id: 'desk-vt', province: OTHER_PROVINCE });
    const [ada, bice, carlo, dario, elsa] = [1, 2, 3, 4, 5].map(fictitiousPerson) as [
      Someone,
      Someone,
      Someone,
      Someone,
      Someone,
    ];
    const citizen = ({ fiscalCode }: Someone): Promise<Api> => application.as({ role: 'citizen', fiscalCode });
    const [adaAtHome, elsaAtHome] = [await citizen(ada), await citizen(elsa)];
    const notHere = [
      [otherProvincial, 'OUTSIDE_TERRITORY'],
      [otherRegional, 'OUTSIDE_TERRITORY'],
      [desk, 'ROLE_NOT_ALLOWED'],
      [adaAtHome, 'ROLE_NOT_ALLOWED'],
    ] as const;

    const agenda = await step(
      AGENDAS,
      {
        owner: { kind: 'UNIT_DESK', unit: 'DP-036' },
        name: 'Sportello di Modena',
        serviceLine: 'PENSIONI',
        slotMinutes: 30,
        modes: ['IN_PERSON'],
      },
      provincial,
      notHere,
    );
    const agendaPath = `${AGENDAS}/${agenda.id}`;
    const first = workingDay(7);
    const second = workingDay(Math.round((Date.parse(first) - Date.parse(today)) / DAY_MS) + 1);
    const bandOf = async (date: string): Promise<string> => {
      const hours = { from: '09:00', to: '10:00', capacity: 2, validFrom: today };
      const band = await step(
        `${agendaPath}/opening-bands`,
        { weekday: weekdayOf(date), ...hours },
        provincial,
        notHere,
      );
      return band.id;
    };
    const firstBand = await bandOf(first);
    await bandOf(second);

    /** Free places by slot, for anyone who asks, once they are as they should be. */
    const free = (date: string, wanted: object) =>
      until(async () => {
        const { body } = await nobody.get(`${agendaPath}/availability?from=${date}&to=${date}`);
        const slots = (body.items as { slots: Slot[] }[])[0]?.slots ?? [];
        const found = Object.fromEntries(
          slots.map(({ start, ...slot }) => [start, `${slot.free} of ${slot.capacity}`]),
        );
        return isDeepStrictEqual(found, wanted) || undefined;
      });
    await free(first, { '09:00': '2 of 2', '09:30': '2 of 2' });
    await free(second, { '09:00': '2 of 2', '09:30': '2 of 2' });

    // Ada holds and books by herself.
    const onFirst = `${agendaPath}/days/${first}`;
    const hold = await step(`${onFirst}/holds`, { start: '09:00', mode: 'IN_PERSON' }, adaAtHome, [
      [analyst, 'ROLE_NOT_ALLOWED'],
    ]);
    await free(first, { '09:00': '1 of 2', '09:30': '2 of 2' });
    const ofHold = { holdId: hold.id, serviceId: 'cedolino-pensione', citizen: ada };
    expectProblem(
      await elsaAtHome.post(`${onFirst}/appointments`, { ...ofHold, citizen: elsa }),
      403,
      'HOLD_OF_ANOTHER_PERSON',
    );
    const adas = await step(`${onFirst}/appointments`, ofHold, adaAtHome, [[analyst, 'ROLE_NOT_ALLOWED']]);

    // The desk books for others, until the slot is full.
    const atDesk = (start: string, who: Someone) => ({
      start,
      mode: 'IN_PERSON',
      serviceId: 'cedolino-pensione',
      citizen: who,
    });
    const byDesk = (day: string, start: string, who: Someone): Promise<CommandAnswer> =>
      step(`${day}/appointments`, atDesk(start, who), desk, [[analyst, 'ROLE_NOT_ALLOWED']]);
    await byDesk(onFirst, '09:00', bice);
    await free(first, { '09:00': '0 of 2', '09:30': '2 of 2' });
    expectProblem(await desk.post(`${onFirst}/appointments`, atDesk('09:00', carlo)), 409, 'SLOT_FULL');
    await byDesk(onFirst, '09:30', carlo);
    const darios = await byDesk(onFirst, '09:30', dario);

    // Ada cancels; nobody else may. Her place is offered again later, not at once.
    const cancellation = { reason: 'CANNOT_ATTEND' };
    await step(`${onFirst}/appointments/${adas.id}/cancellation`, cancellation, adaAtHome, [
      [elsaAtHome, 'APPOINTMENT_OF_ANOTHER_PERSON'],
      [otherDesk, 'OUTSIDE_TERRITORY'],
    ]);
    await free(first, { '09:00': '0 of 2', '09:30': '0 of 2' });

    // Fewer are received at once: who booked last no longer fits.
    await step(`${agendaPath}/opening-bands/${firstBand}/capacity`, { capacity: 1 }, provincial, notHere);
    await free(first, { '09:00': '0 of 1', '09:30': '0 of 1' });
    const sheet = `${onFirst}/sheet?purpose=SPORTELLO`;
    const expected = [bice, carlo].map((value) => ({ state: 'BOOKED', citizen: { erased: false, value } }));
    expect((await desk.get(sheet)).body.items).toMatchObject(expected);
    for (const [who, why] of [
      [otherDesk, 'OUTSIDE_TERRITORY'],
      [adaAtHome, 'ROLE_NOT_ALLOWED'],
      [analyst, 'ROLE_NOT_ALLOWED'],
    ] as const) {
      expectProblem(await who.get(sheet), 403, why);
    }

    // A day is closed: whoever was booked on it is told so.
    const onSecond = `${agendaPath}/days/${second}`;
    const elsas = await byDesk(onSecond, '09:00', elsa);
    const closure = { from: second, until: second, reason: 'Lavori' };
    await step(`${agendaPath}/closures`, closure, provincial, notHere);
    await free(second, {});
    const mine = async (who: Api): Promise<unknown[]> => {
      const { body } = await who.get('/rest/agenda/v1/appointments/mine');
      return (body.items as { appointmentId: string; state: string }[]).map((item) => [item.appointmentId, item.state]);
    };
    expect(await mine(elsaAtHome)).toEqual([[elsas.id, 'DISPLACED']]);
    expect(await mine(await citizen(dario))).toEqual([[darios.id, 'DISPLACED']]);
    expect(await mine(adaAtHome)).toEqual([[adas.id, 'CANCELLED']]);
    expect((await desk.get(`${onSecond}/sheet?purpose=SPORTELLO`)).body.items).toEqual([]);
    // Her time is given back: what keeps her from another place is only that it is taken.
    const another = await until(async () => {
      const answer = await elsaAtHome.post(`${onFirst}/holds`, { start: '09:00', mode: 'IN_PERSON' });
      return answer.body.code === 'TOO_MANY_ON_SERVICE_LINE' ? undefined : answer;
    });
    expectProblem(another, 409, 'SLOT_FULL');

    for (const [area, who] of [
      ['nation', central],
      [`regions/${REGION}`, regional],
      [`provinces/${PROVINCE}`, provincial],
    ] as const) {
      expect((await who.get(`${OVERVIEW}/${area}`)).body).toMatchObject({
        agendas: { open: 1, closed: 0 },
        appointments: { booked: 5, cancelled: 1, displaced: 2, rescheduled: 0, completed: 0, noShows: 0, lapsed: 0 },
      });
    }
  });
});
