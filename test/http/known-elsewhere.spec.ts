import { randomBytes } from 'node:crypto';
import type { Part } from '#composition';
import type { TokenRequest } from '#platform';
import { accepted, seedAgenda, TERRITORY, type SeededAgenda } from '../e2e/support/agenda.ts';
import { Agreements, PROTOCOLS, today } from '../e2e/support/agreements.ts';
import { Api, expectProblem, type Answer } from '../e2e/support/api.ts';
import { ShiftedClock } from '../e2e/support/application.ts';
import { eventsOf, openCommitments } from '../e2e/support/log.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { until } from '../e2e/support/until.ts';
import { TestServer } from './support/server.ts';
import { CLUSTERED, SharedStores } from './support/shared-stores.ts';

const HOLD_MINUTES = 5;
const CENTRAL = { role: 'central', id: 'central-officer' } as const;
const DESK = { role: 'desk-operator', id: 'desk', province: TERRITORY.province } as const;

/** Each has in memory what it has written itself, and hears nothing of what the others write until it asks the log. */
describe('two servers and a worker, of which each knows streams as they were', () => {
  const environment = { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
  const clock = new ShiftedClock();
  const stores = new SharedStores();
  const started: TestServer[] = [];
  const log = stores.open().eventStore;
  let agenda: SeededAgenda;
  /** The same client at each server. */
  let desks: readonly [Api, Api];
  let centres: readonly [Api, Api];

  const start = async (part: Part): Promise<TestServer> => {
    const options = { part, stores: stores.open(), environment, clock, extraContexts: [] };
    const server = await TestServer.start(options, { ...CLUSTERED, RETE_PUNTI_ADDRESS_RATE_LIMIT: '0' });
    started.push(server);
    return server;
  };
  const as = async (server: TestServer, request: TokenRequest = CENTRAL): Promise<Api> =>
    new Api(server.running.url, await server.token(request));

  beforeAll(async () => {
    const [one, other] = [await start('api'), await start('api')];
    await start('worker');
    await until(async () => (await one.call('GET', '/health/ready')).status === 200 || undefined);
    centres = [await as(one), await as(other)];
    desks = [await as(one, DESK), await as(other, DESK)];
    agenda = await seedAgenda(centres[0], { slots: 3, capacity: 20, holdMinutes: HOLD_MINUTES });
  });
  afterAll(async () => {
    for (const server of started) await server.close();
  });

  const book = (desk: Api, citizen: number, slot = 0, key?: string): Promise<Answer> =>
    desk.post(
      `${agenda.day}/appointments`,
      {
        ...{ start: agenda.starts[slot], mode: 'IN_PERSON', serviceId: agenda.serviceId },
        citizen: fictitiousPerson(citizen),
      },
      key === undefined ? {} : { key },
    );

  it('a repeat is answered as the first time, after a cancellation at the other', async () => {
    const first = await accepted(book(desks[0], 1, 0, 'the-wish-of-one'));
    await accepted(desks[1].post(`${agenda.day}/appointments/${first.id}/cancellation`, { reason: 'CANNOT_ATTEND' }));

    const { status, body } = await book(desks[0], 1, 0, 'the-wish-of-one');

    expect([status, body]).toEqual([201, first]);
    expect(await eventsOf(log, 'AppointmentBooked')).toHaveLength(1);
    expect(await openCommitments(log)).toEqual(new Set());
  });

  it("a person's time that the worker gives back is given back, and bound again by either", async () => {
    const wish = {
      start: agenda.starts[1],
      mode: 'IN_PERSON',
      citizen: { fiscalCode: fictitiousPerson(2).fiscalCode },
    };
    for (const desk of desks) {
      const held = await accepted(desk.post(`${agenda.day}/holds`, wish));
      expect(await openCommitments(log)).toEqual(new Set([expect.any(String)]));
      clock.ahead += (HOLD_MINUTES + 1) * 60_000;
      await until(async () => (await openCommitments(log)).size === 0 || undefined);
      expectProblem(
        await desk.post(`${agenda.day}/appointments`, {
          ...{ holdId: held.id, serviceId: agenda.serviceId, citizen: fictitiousPerson(2) },
        }),
        422,
        'HOLD_EXPIRED',
      );
    }
  });

  it('an erasure that is sent again destroys nothing twice, and binds no time of theirs', async () => {
    await accepted(book(desks[0], 3));
    const { fiscalCode } = fictitiousPerson(3);
    const wish = { fiscalCode, ground: 'CONSENT_WITHDRAWN', reason: 'Richiesta' };
    const first = await centres[1].post('/rest/privacy/v1/erasures', wish, { key: 'the-erasure' });
    expect(await eventsOf(log, 'SubjectErased')).toHaveLength(1);

    for (const centre of centres) {
      const again = await centre.post('/rest/privacy/v1/erasures', wish, { key: 'the-erasure' });
      expect([again.status, again.body]).toEqual([first.status, first.body]);
    }
    expect(await eventsOf(log, 'SubjectErased')).toHaveLength(1);
    await until(async () => (await openCommitments(log)).size === 0 || undefined);
  });

  it('a day that is planned anew at the other receives nobody, and nothing is left of who tried', async () => {
    await accepted(book(desks[0], 4));
    const closure = { from: agenda.date, until: agenda.date, reason: 'Lavori' };
    await accepted(centres[1].post(`/rest/agenda/v1/agendas/${agenda.agendaId}/closures`, closure));
    await until(async () => (await openCommitments(log)).size === 0 || undefined);

    const refused = await book(desks[0], 5);

    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await openCommitments(log)).toEqual(new Set());
    expect(await eventsOf(log, 'CommandAbandoned')).toEqual([]);
  });

  it('a protocol that has ended at the other takes no act that needs it in force', async () => {
    const agreements = await Agreements.over(async (request) => as(started[0]!, request));
    const hostId = await agreements.host();
    const protocolId = await agreements.signedProtocol(hostId, [await agreements.approvedPoint(hostId)]);
    await agreements.inForce(protocolId);
    const end = { noticeDate: today(), effectiveDate: today(), reason: 'Recesso' };
    await accepted(centres[1].post(`${PROTOCOLS}/${protocolId}/termination`, end));

    const suspension = { reason: 'Verifica', suspendedOn: today() };
    const refused = await agreements.regional.post(`${PROTOCOLS}/${protocolId}/suspension`, suspension);

    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await eventsOf(log, 'ProtocolSuspended')).toEqual([]);
  });
});
