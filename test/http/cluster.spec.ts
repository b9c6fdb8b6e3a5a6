import { randomBytes } from 'node:crypto';
import type { Part } from '#composition';
import type { CommandAnswer, HealthReport } from '#platform';
import { until } from '../e2e/support/until.ts';
import { expectProblem, TestServer } from './support/server.ts';
import { CLUSTERED, SharedStores } from './support/shared-stores.ts';

const BOOTHS = '/rest/booths/v1/booths';
const OPERATIONS = '/rest/operations/v1';
describe('several processes', () => {
  const environment = { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
  let stores: SharedStores;
  let started: TestServer[];
  beforeEach(() => {
    stores = new SharedStores();
    started = [];
  });
  afterEach(async () => {
    for (const server of started) await server.close();
  });

  const start = async (part: Part): Promise<TestServer> => {
    const server = await TestServer.start({ part, stores: stores.open(), environment }, CLUSTERED);
    started.push(server);
    return server;
  };
  const ready = (server: TestServer): Promise<true> =>
    until(async () => (await server.call('GET', '/health/ready')).status === 200 || undefined);
  const rebuild = async (server: TestServer) =>
    server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, { token: await server.token() });
  const openBooth = async (server: TestServer): Promise<CommandAnswer> => {
    const body = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };
    return (await server.call('POST', BOOTHS, { token: await server.token(), body })).body as CommandAnswer;
  };

  it('share the work: servers answer, a worker builds what they answer from', async () => {
    const [one, other] = [await start('api'), await start('api')];
    expectProblem(await one.call('GET', '/health/ready'), 503, 'NOT_READY');
    const booth = await openBooth(one);
    const path = `${BOOTHS}/${booth.id}?minPosition=${booth.position}`;
    expectProblem(await other.call('GET', path, { token: await other.token() }), 503, 'PROJECTION_NOT_READY');

    await start('worker');
    await ready(other);

    const { status, body } = await other.call('GET', path, { token: await other.token() });
    expect([status, body.region]).toEqual([200, '08']);
  });

  it('say in their health that nobody numbers and delivers the events of subscriptions, until a worker does', async () => {
    const server = await start('api');
    const halted = async (): Promise<unknown[]> => {
      const { body } = (await server.call('GET', '/health')) as { body: { facts?: HealthReport } & HealthReport };
      const { processes } = body.facts ?? body;
      const ours = processes.filter(({ name }) => ['subscription-books', 'deliveries'].includes(name));
      return ours.map(({ name, state }) => ({ name, state }));
    };
    const stopped = ['subscription-books', 'deliveries'].map((name) => ({ name, state: 'stopped' }));
    expect(await until(async () => ((await halted()).length === 2 ? await halted() : undefined))).toEqual(stopped);
    await start('worker');
    await ready(server);
    await until(async () => (await halted()).length === 0 || undefined);
  });

  it('take each other for the same installation: tokens and keys of requests', async () => {
    const [one, other] = [await start('api'), await start('api')];
    const token = await one.token();
    const key = 'the-same-wish-0001';
    const body = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

    const first = await one.call('POST', BOOTHS, { token, key, body });
    const again = await other.call('POST', BOOTHS, { token, key, body });

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await one.events()).toBe(1);
  });

  it('leave repairs to the worker that holds the lease, and the rest of its paths closed', async () => {
    const [server, worker] = [await start('api'), await start('worker')];
    await ready(server);

    expectProblem(await rebuild(server), 409, 'RUNS_ELSEWHERE');
    expect((await rebuild(worker)).status).toBe(202);
    expect((await server.call('GET', '/health')).status).toBe(200);
    expect((await worker.call('GET', '/status')).status).toBe(200);
    expectProblem(await worker.call('POST', BOOTHS, { token: await worker.token(), body: {} }), 404, 'PATH_UNKNOWN');
    for (const path of ['/docs', '/docs/openapi.json', '/.well-known/api-catalog']) {
      expect((await server.call('GET', path)).status).toBe(200);
      expectProblem(await worker.call('GET', path), 404, 'PATH_UNKNOWN');
    }
  });

  it('have one worker at a time, and another when that one ends', async () => {
    const [first, server] = [await start('worker'), await start('api')];
    await ready(server);
    await until(async () => (await rebuild(first)).status === 202 || undefined);
    const second = await start('worker');
    expectProblem(await rebuild(second), 409, 'RUNS_ELSEWHERE');

    await first.stop();
    await until(async () => (await rebuild(second)).status === 202 || undefined);

    const booth = await openBooth(server);
    const path = `${BOOTHS}/${booth.id}?minPosition=${booth.position}`;
    expect((await server.call('GET', path, { token: await server.token() })).status).toBe(200);
  });

  it('do not start on a log that is not the one which the read models have read, and say what to do', async () => {
    const first = await start('worker');
    await ready(first);
    await first.stop();
    await stores.open().eventStore.renewLogId();

    for (const part of ['api', 'worker'] as const) {
      const refused = TestServer.start(
        { part, stores: stores.open(), environment },
        { ...CLUSTERED, RETE_PUNTI_EVENTSTOREDB: 'esdb://ann:geheim@log-1:2113,log-2:2113?tls=false' },
      );
      await expect(refused).rejects.toMatchObject({
        code: 'LOG_REPLACED',
        message: expect.stringMatching(
          /of the installation rete-punti in EventStoreDB at log-1:2113,log-2:2113 [^]*rete-punti accept-restore --mode clustered --eventstoredb 'esdb:\/\/<user>:<password>@log-1:2113,log-2:2113\?tls=false' --mongodb 'mongodb:\/\/127.0.0.1:1' --installation 'rete-punti'/,
        ),
      });
      await expect(refused).rejects.not.toMatchObject({ message: expect.stringMatching(/geheim|events\.db/) });
    }
  });

  it('are refused from the moment at which one accepts a restore that they were not stopped for', async () => {
    const [server, worker] = [await start('api'), await start('worker')];
    await ready(server);
    await openBooth(server);
    await stores.open().eventStore.renewLogId();

    const body = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };
    expectProblem(await server.call('POST', BOOTHS, { token: await server.token(), body }), 503, 'LOG_CHANGED');
    for (const process of [server, worker]) {
      await until(async () => (await process.call('GET', '/health/ready')).body.code === 'LOG_CHANGED' || undefined);
      expect((await process.call('GET', '/health/live')).status).toBe(200);
      const status = await process.call('GET', `${OPERATIONS}/projections`, { token: await process.token() });
      expectProblem(status, 503, 'LOG_CHANGED');
    }
  });

  it('go on answering when every worker is gone, and say that nobody works', async () => {
    const [server, worker] = [await start('api'), await start('worker')];
    await ready(server);
    await worker.stop();

    // Of each lease it finds out by itself that nobody holds it any more.
    const unhealthy = await until(async () => {
      const answer = await server.call('GET', '/health');
      const { projections, processes } = (answer.body as { facts?: HealthReport }).facts ?? {};
      return [projections, processes].every((parts) => parts?.some(({ state }) => state === 'stopped'))
        ? answer
        : undefined;
    });

    const { facts } = expectProblem(unhealthy, 503, 'NOT_HEALTHY');
    expect(facts).toMatchObject({
      projections: expect.arrayContaining([expect.objectContaining({ name: 'booths', state: 'stopped' })]),
      processes: expect.arrayContaining([expect.objectContaining({ name: 'reservation-sweeper', state: 'stopped' })]),
    });
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
  });

  it('do not start without the master key that they share', async () => {
    const starting = TestServer.start({ part: 'api', stores: stores.open(), environment: {} }, CLUSTERED);

    await expect(starting).rejects.toThrow('there is no master key: set RETE_PUNTI_MASTER_KEY');
  });
});
