import { randomUUID } from 'node:crypto';
import { endOfRebuild, locationOf } from '../e2e/support/rebuilds.ts';
import { folding } from './support/booths.ts';
import { expectProblem, TestServer, wrongFields } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const OPERATIONS = '/rest/operations/v1';

describe('operations', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  beforeEach(() => {
    folding.fails = true;
  });
  afterAll(() => server.close());

  const openBooth = async (): Promise<string> => {
    const body = { region: '08', opening: { from: '2026-03-02', capacity: 9 } };
    return (await server.call('POST', BOOTHS, { token, body })).body.id as string;
  };
  /** @returns position of the visit */
  const visit = async (id: string, visitor: string): Promise<string> =>
    (await server.call('POST', `${BOOTHS}/${id}/visits`, { token, body: { visitor } })).body.position as string;
  const post = (path: string) => server.call('POST', OPERATIONS + path, { token });
  const get = (path: string) => server.call('GET', path, { token });
  const statusOfBooths = async () => {
    const { body } = await server.call('GET', `${OPERATIONS}/projections`, { token });
    return (body.items as { projection: string; build: string; parked: number }[]).find(
      ({ projection }) => projection === 'booths',
    );
  };

  it('tell that the service works, as ModI wants it', async () => {
    const { status, headers, body } = await server.call('GET', '/status');

    expect([status, headers.get('content-type')]).toEqual([200, 'application/problem+json; charset=utf-8']);
    expect(body).toEqual({ type: 'about:blank', title: 'OK', status: 200, detail: 'The service works.' });
  });

  it('tell that the process lives, that every read model answers, that nothing waits for a person', async () => {
    expect((await server.call('GET', '/health/live')).body).toEqual({ status: 'live' });
    expect((await server.call('GET', '/health')).status).toBe(200);
    const { status, body } = await server.call('GET', '/health/ready');

    expect(status).toBe(200);
    expect(body.projections).toContainEqual(expect.objectContaining({ name: 'booths', state: 'live', parked: 0 }));
    expect(body.processes).toContainEqual(expect.objectContaining({ name: 'reservation-sweeper', state: 'running' }));
  });

  it('are for the central directorate alone', async () => {
    const regional = await server.token({ role: 'regional', region: '08' });

    for (const [method, path] of [
      ['GET', '/projections'],
      ['POST', '/projections/booths/rebuild'],
      ['GET', `/projections/booths/rebuilds/${randomUUID()}`],
      ['DELETE', `/projections/booths/rebuilds/${randomUUID()}`],
      ['GET', '/processes'],
    ] as const) {
      expectProblem(await server.call(method, OPERATIONS + path, { token: regional }), 403, 'ROLE_NOT_ALLOWED');
    }
  });

  it('build a projection anew, under a name of its own', async () => {
    const before = await statusOfBooths();
    const { status, headers, body } = await post('/projections/booths/rebuild');

    expect(status).toBe(202);
    expect(body).toMatchObject({ job: expect.any(String), projection: 'booths', state: 'running' });
    expect(headers.get('location')).toBe(`${OPERATIONS}/projections/booths/rebuilds/${String(body.job)}`);
    const { state, result } = await endOfRebuild({ get }, headers.get('location')!);
    expect([state, result]).toEqual([
      'done',
      { build: expect.stringMatching(/^booths@v1\./), events: expect.any(Number) },
    ]);
    expect(result!.build).not.toBe(before?.build);
    expect((await statusOfBooths())?.build).toBe(result!.build);
  });

  it('cancel a rebuild, and leave one that has ended as it ended', async () => {
    const location = locationOf(await post('/projections/booths/rebuild'));
    const cancel = () => server.call('DELETE', location, { token });

    const { status, body } = await cancel();
    expect(status).toBe(200);
    expect(['cancelled', 'done']).toContain(body.state);
    expect(body.endedAt).toEqual(expect.any(String));
    expect((await cancel()).body).toEqual(body);
    expect((await get(location)).body).toEqual(body);
  });

  it('are carried out once for an Idempotency-Key, which stands for no other operation', async () => {
    const rebuild = { token, key: 'rebuild-of-booths' };
    const [first, second] = await Promise.all([
      server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, rebuild),
      server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, rebuild),
    ]);
    const third = await server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, rebuild);

    expect([second.status, second.body.job, third.body.job]).toEqual([202, first.body.job, first.body.job]);
    const { result } = await endOfRebuild({ get }, locationOf(first));
    // What is remembered of it is the rebuild itself, so that a repeat tells how that stands by now.
    const later = await server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, rebuild);
    expect([later.status, later.body]).toEqual([202, expect.objectContaining({ job: first.body.job, state: 'done' })]);
    expect(later.headers.get('location')).toBe(locationOf(first));
    expect((await statusOfBooths())?.build).toBe(result!.build);
    expectProblem(
      await server.call('POST', `${OPERATIONS}/projections/booths/retry`, rebuild),
      409,
      'IDEMPOTENCY_KEY_REUSED',
    );
    expectProblem(
      await server.call('POST', `${OPERATIONS}/projections/availability/rebuild`, rebuild),
      409,
      'IDEMPOTENCY_KEY_REUSED',
    );
    const retry = { token, key: 'retry-of-booths' };
    expect((await server.call('POST', `${OPERATIONS}/projections/booths/retry`, retry)).status).toBe(200);
    expectProblem(
      await server.call('POST', `${OPERATIONS}/projections/booths/rebuild`, retry),
      409,
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it.each(['/projections/booths/rebuild', '/projections/booths/retry', '/processes/reservation-sweeper/retry'])(
    'ignore nothing that they are told: POST %s takes no body but an empty one, and no revision',
    async (path) => {
      const send = (body: object, headers: Record<string, string> = {}) =>
        server.call('POST', OPERATIONS + path, { token, body, headers });

      expect(wrongFields(expectProblem(await send({ until: '5' }), 400, 'INVALID_REQUEST'))).toEqual(['until']);
      expectProblem(await send([]), 400, 'INVALID_REQUEST');
      for (const tags of ['"5"', 'W/"5"', '"1", "2"']) {
        expectProblem(await send({}, { 'if-match': tags }), 412, 'HAS_NO_REVISION');
      }
      expectProblem(await send({}, { 'if-match': '5' }), 400, 'IF_MATCH_INVALID');
      const { status, headers } = await send({}, { 'if-match': '*' });
      expect([200, 202]).toContain(status);
      const location = headers.get('location');
      if (location) await endOfRebuild({ get }, location);
    },
  );

  it('show a document whose fold fails, go on with all others, and heal it after the fix', async () => {
    const [hurt, well] = [await openBooth(), await openBooth()];
    await visit(hurt, 'unforeseen');
    await visit(hurt, 'bob');
    const position = await visit(well, 'ann');

    const other = await server.call('GET', `${BOOTHS}/${well}?minPosition=${position}`, { token });
    expect(other.body).toMatchObject({ visitors: ['ann'] });
    expectProblem(
      await server.call('GET', `${BOOTHS}/${hurt}?minPosition=${position}`, { token }),
      503,
      'PROJECTION_INCOMPLETE',
    );
    expectProblem(await server.call('GET', '/health'), 503, 'NOT_HEALTHY');
    expect((await server.call('GET', '/health/ready')).status).toBe(200);
    const { body: parked } = await server.call('GET', `${OPERATIONS}/projections/booths/parked`, { token });
    expect(parked.items).toEqual([expect.objectContaining({ key: hurt, error: 'a visitor nobody foresaw' })]);
    expect((await post('/projections/booths/retry')).body).toEqual({ healed: [], stillParked: [hurt] });

    folding.fails = false;
    expect((await post('/projections/booths/retry')).body).toEqual({ healed: [hurt], stillParked: [] });
    const healed = await server.call('GET', `${BOOTHS}/${hurt}?minPosition=${position}`, { token });
    expect(healed.body).toMatchObject({ visitors: ['unforeseen', 'bob'] });
    expect((await server.call('GET', '/health')).status).toBe(200);
  });

  it('show how process managers stand, and take up what waits', async () => {
    const { body } = await server.call('GET', `${OPERATIONS}/processes`, { token });

    expect(body.items).toContainEqual(expect.objectContaining({ process: 'reservation-sweeper', parked: [] }));
    expect((await post('/processes/reservation-sweeper/retry')).body).toEqual({ retried: 0 });
  });

  it('know only what there is', async () => {
    const unknown = expectProblem(await post('/projections/none/rebuild'), 404, 'PROJECTION_UNKNOWN');
    expect(unknown.detail).toMatch(/^No projection is called none: there are .*\bavailability, .*\bbooths/);
    expectProblem(await get(`${OPERATIONS}/projections/booths/rebuilds/${randomUUID()}`), 404, 'REBUILD_UNKNOWN');
    expectProblem(await get(`${OPERATIONS}/projections/booths/rebuilds/none`), 400, 'INVALID_REQUEST');
    expectProblem(await post('/projections/none/retry'), 404, 'PROJECTION_UNKNOWN');
    const process = expectProblem(await post('/processes/none/retry'), 404, 'PROCESS_UNKNOWN');
    expect(process.detail).toMatch(/^No process manager is called none: there are .*\breservation-sweeper/);
    expectProblem(await post('/projections/NONE!/rebuild'), 400, 'INVALID_REQUEST');
  });

  it('build missing read models at the start, and lose nothing by it', async () => {
    const id = await openBooth();
    const position = await visit(id, 'ann');
    await server.stop();
    server.removeFile('read-models.db');
    folding.fails = false;
    await server.start();

    const { body } = await server.call('GET', `${BOOTHS}/${id}?minPosition=${position}`, { token });
    expect(body).toMatchObject({ visitors: ['ann'] });
  });
});
