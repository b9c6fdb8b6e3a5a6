import { expectProblem, TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const SOME_ID = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly object[] }>>>>;
}

describe('access', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.close());

  /** Every operation of the API, as described. */
  const operations = async (): Promise<{ method: string; path: string; isPublic: boolean }[]> => {
    const { paths } = (await server.call('GET', '/docs/openapi.json')).body as OpenApi;
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security = [] }]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{\w+\}/g, SOME_ID),
        isPublic: security.every((scheme) => Object.keys(scheme).length === 0),
      })),
    );
  };

  it('is closed by default: without a token every route but the public ones answers 401', async () => {
    const all = await operations();
    const open: string[] = [];
    for (const { method, path, isPublic } of all) {
      const answer = await server.call(method, path);
      if (isPublic) expect(answer.status).not.toBe(401);
      else expectProblem(answer, 401, 'TOKEN_MISSING');
      if (isPublic) open.push(`${method} ${path}`);
    }

    expect(all.length).toBeGreaterThan(open.length);
    expect(open.sort()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      `GET /rest/agenda/v1/agendas/${SOME_ID}/alternatives`,
      `GET /rest/agenda/v1/agendas/${SOME_ID}/availability`,
      'GET /rest/agenda/v1/first-free',
      'GET /rest/agenda/v1/free-places',
      `GET ${BOOTHS}`,
      'GET /rest/integration/v1/keys',
      `GET /rest/integration/v1/schemas/${SOME_ID}`,
      `GET /rest/integration/v1/subscriptions/${SOME_ID}/keys`,
      'GET /status',
      'POST /rest/agenda/v1/self-service/tokens',
    ]);
  });

  it.each([
    ['no scheme', 'abc'],
    ['another scheme', 'Basic YTpi'],
    ['no token', 'Bearer'],
    ['two tokens', 'Bearer a b'],
  ])('is refused to a header with %s', async (_what, authorization) => {
    expectProblem(await server.call('GET', `${BOOTHS}/x`, { headers: { authorization } }), 401, 'TOKEN_MISSING');
  });

  it('is refused to a token that is none, with a challenge', async () => {
    const answer = await server.call('GET', `${BOOTHS}/x`, { token: 'a.b.c' });

    expectProblem(answer, 401, 'TOKEN_INVALID');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="rete-punti", error="invalid_token"/);
  });

  it('is refused to the token of another installation', async () => {
    const other = await TestServer.start();
    const token = await other.token();
    await other.close();

    expectProblem(await server.call('GET', `${BOOTHS}/x`, { token }), 401, 'TOKEN_INVALID');
  });

  it('is kept by a token across a restart', async () => {
    const token = await server.token();
    await server.stop();
    await server.start();

    expect((await server.call('GET', '/rest/operations/v1/projections', { token })).status).toBe(200);
  });

  it('is refused to a role that the route is not for', async () => {
    const token = await server.token({ role: 'analyst' });

    const problem = expectProblem(await server.call('POST', BOOTHS, { token, body: GOOD }), 403, 'ROLE_NOT_ALLOWED');
    expect(problem.facts).toEqual({ role: 'analyst', allowed: ['central', 'regional'] });
  });

  it('is refused outside the territory, with nothing written', async () => {
    const token = await server.token({ role: 'regional', region: '12' });

    expectProblem(await server.call('POST', BOOTHS, { token, body: GOOD }), 403, 'OUTSIDE_TERRITORY');
    expect(await server.events()).toBe(0);
  });

  it('publishes the public half of the key that tokens are signed with, and nothing more of it', async () => {
    const { body } = await server.call('GET', '/.well-known/jwks.json');

    expect(body.keys).toEqual([
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String),
        y: expect.any(String),
        kid: expect.any(String),
        alg: 'ES256',
        use: 'sig',
      },
    ]);
  });
});

describe('an allowance of requests', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_RATE_LIMIT: '2' });
  });
  afterAll(() => server.close());

  it('is told with every answer, and refused beyond it until the minute is over', async () => {
    const token = await server.token();
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await server.call('GET', '/rest/operations/v1/projections', { token }));

    expect(answers.map(({ status, headers }) => [status, headers.get('ratelimit-remaining')])).toEqual([
      [200, '1'],
      [200, '0'],
      [429, '0'],
    ]);
    expectProblem(answers[2]!, 429, 'TOO_MANY_REQUESTS');
    expect(Number(answers[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is each client’s own', async () => {
    const token = await server.token({ role: 'central', id: 'another' });

    expect((await server.call('GET', '/rest/operations/v1/projections', { token })).status).toBe(200);
  });
});
