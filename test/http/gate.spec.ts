import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const PROJECTIONS = '/rest/operations/v1/projections';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('a body', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.close());

  it.each([
    ['is not JSON', '{', JSON_TYPE],
    ['is too large', ' '.repeat(300_000), JSON_TYPE],
    ['has another media type', '<x/>', { 'content-type': 'application/xml' }],
  ])('that %s is not looked at for who sends no valid token', async (_what, raw, headers) => {
    expectProblem(await server.call('POST', BOOTHS, { raw, headers }), 401, 'TOKEN_MISSING');
    expectProblem(await server.call('POST', BOOTHS, { raw, headers, token: 'a.b.c' }), 401, 'TOKEN_INVALID');
  });

  it('is not looked at for a role that the route is not for', async () => {
    const token = await server.token({ role: 'analyst' });

    expectProblem(await server.call('POST', BOOTHS, { token, raw: '{', headers: JSON_TYPE }), 403, 'ROLE_NOT_ALLOWED');
  });
});

describe('an allowance of two requests a minute', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await TestServer.start(
      {},
      {
        RETE_PUNTI_RATE_LIMIT: '2',
        RETE_PUNTI_ADDRESS_RATE_LIMIT: '2',
        RETE_PUNTI_TRUST_PROXY: 'loopback',
      },
    );
  });
  afterEach(() => server.close());

  const from = (address: string) => ({ 'x-forwarded-for': address });
  const statuses = async (times: number, ask: () => Promise<{ readonly status: number }>): Promise<number[]> => {
    const seen: number[] = [];
    for (let n = 0; n < times; n += 1) seen.push((await ask()).status);
    return seen;
  };

  it('counts refused tokens with their address, and then looks at no token from there any more', async () => {
    const bad = { token: 'a.b.c', headers: from('192.0.2.1') };

    expect(await statuses(4, () => server.call('GET', PROJECTIONS, bad))).toEqual([401, 401, 429, 429]);
    expect((await server.call('GET', PROJECTIONS, { ...bad, headers: from('192.0.2.2') })).status).toBe(401);
  });

  it('counts requests without a token, and those for what is not there', async () => {
    const headers = from('192.0.2.1');

    expect(await statuses(1, () => server.call('GET', PROJECTIONS, { headers }))).toEqual([401]);
    expect(await statuses(2, () => server.call('GET', '/nowhere', { headers }))).toEqual([404, 429]);
  });

  it('counts those by a method that is not there', async () => {
    const headers = from('192.0.2.1');

    expect(await statuses(3, () => server.call('DELETE', '/docs', { headers }))).toEqual([405, 405, 429]);
  });

  it('counts tokens before it looks at them, so that many at once find no gap', async () => {
    const headers = from('192.0.2.1');
    const many = Array.from({ length: 50 }, (_, n) => server.call('GET', PROJECTIONS, { token: `a.${n}.c`, headers }));

    const answers = await Promise.all(many);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(48);
  });

  it('refuses before the body is read', async () => {
    const headers = { ...JSON_TYPE, ...from('192.0.2.1') };
    const send = () => server.call('POST', BOOTHS, { raw: '{', headers });

    expect(await statuses(3, send)).toEqual([401, 401, 429]);
  });

  it('of a known principal does not shrink by what else comes from the address', async () => {
    const headers = from('192.0.2.1');
    const token = await server.token();
    expect((await server.call('GET', PROJECTIONS, { token, headers })).status).toBe(200);
    await statuses(3, () => server.call('GET', PROJECTIONS, { token: 'a.b.c', headers }));

    expect((await server.call('GET', PROJECTIONS, { token, headers })).status).toBe(200);
  });

  it('counts also what a principal is refused by its role', async () => {
    const token = await server.token({ role: 'analyst' });

    expect(await statuses(3, () => server.call('GET', PROJECTIONS, { token }))).toEqual([403, 403, 429]);
  });

  it('holds for no probe of health', async () => {
    for (const path of ['/health', '/health/live', '/health/ready', '/status']) {
      expect(await statuses(4, () => server.call('GET', path))).toEqual([200, 200, 200, 200]);
    }
  });
});
