import { TestServer } from './support/server.ts';

const NOBODY = /(^|; )frame-ancestors 'none'(;|$)/;

describe('every answer', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_TRUST_PROXY: '127.0.0.1' });
  });
  afterAll(() => server.close());

  it.each([
    ['GET', '/docs', 200],
    ['GET', '/docs/problems', 200],
    ['GET', '/docs/openapi.json', 200],
    ['GET', '/docs/ui/start.js', 200],
    ['GET', '/health/live', 200],
    ['GET', '/rest/booths/v1/booths', 200],
    ['GET', '/rest/operations/v1/projections', 401],
    ['GET', '/nowhere', 404],
    ['DELETE', '/docs', 405],
    ['OPTIONS', '/docs', 204],
    ['GET', '/%', 400],
    ['GET', `/rest/booths/v1/booths/${'x'.repeat(300)}`, 414],
    ['GET', `/docs?x=${'x'.repeat(9_000)}`, 414],
  ])('may be shown in no frame, guessed at by no browser and told on by none: %s %s', async (method, path, status) => {
    const { headers, ...answer } = await server.call(method, path);

    expect(answer.status).toBe(status);
    expect(headers.get('content-security-policy')).toMatch(NOBODY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('says behind TLS that a browser asks by TLS from now on', async () => {
    const { headers } = await server.call('GET', '/docs', { headers: { 'x-forwarded-proto': 'https' } });

    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});

describe('what a client says of its address and of TLS', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start(
      {},
      { RETE_PUNTI_TRUST_PROXY: '192.0.2.0/24, 2001:db8::1', RETE_PUNTI_ADDRESS_RATE_LIMIT: '2' },
    );
  });
  afterAll(() => server.close());

  it('is not believed when it is none of the proxies', async () => {
    const seen: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${n}`, 'x-forwarded-proto': 'https' };
      const answer = await server.call('GET', '/nowhere', { headers });
      seen.push(answer.status);
      expect(answer.headers.get('strict-transport-security')).toBeNull();
    }

    expect(seen).toEqual([404, 404, 429]);
  });
});

describe('a server without its documentation', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_DOCS: 'off' });
  });
  afterAll(() => server.close());

  it.each(['/docs', '/docs/openapi.json', '/docs/problems', '/docs/problems.json', '/docs/ui/start.js'])(
    'has nothing under %s',
    async (path) => {
      expect((await server.call('GET', path)).status).toBe(404);
    },
  );
});
