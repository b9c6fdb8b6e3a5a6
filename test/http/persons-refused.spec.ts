import { randomUUID } from 'node:crypto';
import type { TokenRequest } from '#platform';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { expectProblem, type TestServer } from './support/server.ts';
import { HERE, serverWithThings, type StandingThings } from './support/standing-things.ts';

const PROTOCOLS = '/rest/protocols/v1/protocols';
const AUTHORIZATIONS = '/rest/service-points/v1/operator-authorizations';
const PUNTI_INPS = '/rest/service-points/v1/punti-inps';
const WRONG_REVISION = { 'if-match': '"77"' };

/** A request that names a person whom nobody knows, and what it is refused with. */
interface Refused {
  readonly path: string;
  readonly body: object;
  readonly by: TokenRequest;
  readonly headers?: Readonly<Record<string, string>>;
  readonly with: readonly [status: number, code: string];
}

describe('a command that names somebody at work and is refused', () => {
  let server: TestServer;
  let things: StandingThings;
  let serial = 900;

  beforeAll(async () => {
    ({ server, things } = await serverWithThings());
  });
  afterAll(() => server.close());

  const stranger = (): object => {
    const { fiscalCode, givenName, familyName } = fictitiousPerson((serial += 1));
    return { fiscalCode, givenName, familyName };
  };
  const registered = async (): Promise<number> => {
    let persons = 0;
    for await (const { events } of server.running.stores.eventStore.readLog({ after: '0' }))
      persons += events.filter(({ type }) => type === 'SubjectRegistered').length;
    return persons;
  };

  function requests(): Refused[] {
    const { ids } = things;
    const here = { central: things.here('central'), host: things.here('host-operator') };
    const elsewhere = { ...things.elsewhere('regional'), id: 'far-away' } as TokenRequest;
    const officer = () => ({ party: 'INPS', role: 'RESPONSABILE', office: 'Ufficio', person: stranger() });
    const draft = (more: object) => ({
      ...{ hostBodyId: ids.hostBodyId, region: HERE.region, proposingUnit: 'E2E-DR-12', points: [ids.pointId] },
      ...{ kinds: ['INFORMATIVO'], officers: [officer()], ...more },
    });
    const request = (more: object) => ({
      ...{ pointId: ids.pointId, operatorId: 'new-clerk', profiles: ['QUESITO'], operator: stranger(), ...more },
    });
    const staff = (more: object) => ({
      ...{ person: stranger(), unit: HERE.unit, from: '2199-01-07', weekdays: [1], ...more },
    });
    const entry = { ipaCode: 'inps', aoo: 'A', register: 'R', year: 2026, number: 1, date: '2026-01-10' };
    const signature = () => ({
      ...{ party: 'INPS', kind: 'DIGITAL', format: 'PADES', unit: 'E2E-DR-12', signerRole: 'Direttore' },
      ...{ documentSha256: 'a'.repeat(64), signedFileSha256: 'b'.repeat(64), signedAt: '2026-01-10T10:00:00Z' },
      ...{ signatory: stranger(), registerEntry: entry },
    });
    const protocol = `${PROTOCOLS}/${ids.protocolId!}`;
    const point = `${PUNTI_INPS}/${ids.puntoInpsId!}/staff`;
    return [
      { path: PROTOCOLS, body: draft({}), by: elsewhere, with: [403, 'OUTSIDE_TERRITORY'] },
      { path: PROTOCOLS, body: draft({ proposingUnit: 'NOBODY' }), by: here.central, with: [422, 'UNIT_NOT_THERE'] },
      {
        ...{ path: PROTOCOLS, body: draft({ hostBodyId: randomUUID() }), by: here.central },
        with: [422, 'HOST_BODY_NOT_REGISTERED'],
      },
      { path: `${protocol}/officers`, body: officer(), by: elsewhere, with: [403, 'OUTSIDE_TERRITORY'] },
      {
        ...{ path: `${protocol}/officers`, body: officer(), by: here.central, headers: WRONG_REVISION },
        with: [412, 'STALE_REVISION'],
      },
      {
        ...{ path: `${PROTOCOLS}/${randomUUID()}/officers`, body: officer(), by: here.central },
        with: [404, 'PROTOCOL_NOT_FOUND'],
      },
      { path: `${protocol}/signatures`, body: signature(), by: elsewhere, with: [403, 'OUTSIDE_TERRITORY'] },
      { path: `${protocol}/signatures`, body: signature(), by: here.central, with: [422, 'PROTOCOL_STATE_FORBIDS'] },
      {
        ...{ path: AUTHORIZATIONS, body: request({}), by: things.elsewhere('host-operator') },
        with: [403, 'OUTSIDE_TERRITORY'],
      },
      {
        ...{ path: AUTHORIZATIONS, body: request({ operatorId: 'host-operator-12' }), by: here.host },
        with: [422, 'AUTHORIZATION_FOR_ONESELF'],
      },
      {
        ...{ path: AUTHORIZATIONS, body: request({ pointId: randomUUID() }), by: here.host },
        with: [404, 'PUNTO_CLIENTE_NOT_FOUND'],
      },
      { path: point, body: staff({}), by: elsewhere, with: [403, 'OUTSIDE_TERRITORY'] },
      { path: point, body: staff({ unit: 'NOBODY' }), by: here.central, with: [422, 'STAFF_NOT_OF_INPS'] },
      { path: point, body: staff({ until: '2199-01-01' }), by: here.central, with: [422, 'ASSIGNMENT_REVERSED'] },
    ];
  }

  it('registers nobody, and tells the access log who may not ask', async () => {
    const before = await registered();
    for (const { path, body, by, headers = {}, with: refusal } of requests()) {
      const answer = await server.call('POST', path, { token: await server.token(by), body, headers });
      expectProblem(answer, ...refusal);
    }

    expect(await registered()).toBe(before);
    const log = await server.call('GET', '/rest/privacy/v1/access-log?reader=far-away', {
      token: await server.token(),
    });
    const told = (log.body.items as { purpose: string; refusal: string }[]).map(
      ({ purpose, refusal }) => `${purpose} ${refusal}`,
    );
    expect(told).toEqual([
      'AssignStaffToPuntoInps OUTSIDE_TERRITORY',
      'RecordProtocolSignature OUTSIDE_TERRITORY',
      'AssignConventionOfficer OUTSIDE_TERRITORY',
      'DraftProtocol OUTSIDE_TERRITORY',
    ]);
  });

  it('registers nobody for a point whose staff is complete', async () => {
    const token = await server.token();
    const assign = () =>
      server.call('POST', `${PUNTI_INPS}/${things.ids.puntoInpsId!}/staff`, {
        ...{ token, body: { person: stranger(), unit: HERE.unit, from: '2199-01-07', weekdays: [1] } },
      });
    let answer = await assign();
    for (let count = 0; answer.status === 200 && count < 250; count += 1) answer = await assign();
    const before = await registered();

    expectProblem(await assign(), 422, 'TOO_MANY_STAFF');
    expect(await registered()).toBe(before);
  });
});
