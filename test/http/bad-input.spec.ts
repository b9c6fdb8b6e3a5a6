import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { expectProblem, TestServer, wrongFields } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };
const JSON_TYPE = { 'content-type': 'application/json' };

describe('bad input', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  afterEach(async () => {
    expect(await server.events()).toBe(0);
  });
  afterAll(() => server.close());

  it.each(['{"region":', '', "{'region': '08'}", '{"region":"08"} x', '{"__proto__":{}}'])(
    'that is not JSON gets 400: %p',
    async (raw) => {
      const problem = expectProblem(
        await server.call('POST', BOOTHS, { token, raw, headers: JSON_TYPE }),
        400,
        'MALFORMED_JSON',
      );

      expect(wrongFields(problem)).toEqual(['body']);
    },
  );

  it.each(['[]', '"text"', '1', 'null', 'true'])('that is no JSON object gets 400: %s', async (raw) => {
    const answer = await server.call('POST', BOOTHS, { token, raw, headers: JSON_TYPE });

    expect(wrongFields(expectProblem(answer, 400, 'INVALID_REQUEST'))).toEqual(['body']);
  });

  it.each<[string, object, string[]]>([
    ['an unknown field', { ...GOOD, colour: 'red' }, ['colour']],
    ['an unknown nested field', { ...GOOD, opening: { ...GOOD.opening, until: 'x' } }, ['opening.until']],
    ['wrong types', { region: 8, opening: { from: '2026-03-02', capacity: '2' } }, ['opening.capacity', 'region']],
    ['a date that is none', { ...GOOD, opening: { from: '2026-02-30', capacity: 2 } }, ['opening.from']],
    ['a time for a date', { ...GOOD, opening: { from: '2026-03-02T00:00Z', capacity: 2 } }, ['opening.from']],
    ['missing fields', {}, ['opening', 'region']],
    ['null for an object', { ...GOOD, opening: null }, ['opening']],
    ['a list for an object', { ...GOOD, opening: [] }, ['opening']],
    ['nothing right', { opening: {}, x: 1 }, ['opening.capacity', 'opening.from', 'region', 'x']],
  ])('with %s gets 400 naming every wrong field', async (_what, body, fields) => {
    const problem = expectProblem(await server.call('POST', BOOTHS, { token, body }), 400, 'INVALID_REQUEST');

    expect(wrongFields(problem)).toEqual(fields);
    expect(problem.errors?.every(({ message }) => message.length > 0)).toBe(true);
  });

  it('is told what is missing and what is of another type, before anything else of it', async () => {
    const PROTOCOLS = '/rest/protocols/v1/protocols';
    const wrong = { hostBodyId: 7, durationMonths: '36' };
    const problem = expectProblem(await server.call('POST', PROTOCOLS, { token, body: wrong }), 400, 'INVALID_REQUEST');
    const told = Object.fromEntries((problem.errors ?? []).map(({ field, code, message }) => [field, [code, message]]));
    expect(told).toMatchObject({
      durationMonths: ['isInt', 'durationMonths must be an integer number'],
      region: ['isDefined', 'region is missing: give it'],
    });
    const body = { ...GOOD, opening: { from: '2026-03-02' } };
    const nested = expectProblem(await server.call('POST', BOOTHS, { token, body }), 400, 'INVALID_REQUEST');
    expect(nested.errors).toEqual([
      { field: 'opening.capacity', code: 'isDefined', message: 'capacity is missing: give it' },
    ]);
  });

  it('without any body gets 400 naming the required fields', async () => {
    const problem = expectProblem(await server.call('POST', BOOTHS, { token }), 400, 'INVALID_REQUEST');

    expect(wrongFields(problem)).toEqual(['opening', 'region']);
  });

  it('in the path or the query gets 400', async () => {
    const path = await server.call('POST', `${BOOTHS}/42/visits`, { token, body: { visitor: 'a' } });
    const query = await server.call('GET', `${BOOTHS}?limit=201&minPosition=-1&colour=red`);

    expect(wrongFields(expectProblem(path, 400, 'INVALID_REQUEST'))).toEqual(['id']);
    expect(wrongFields(expectProblem(query, 400, 'INVALID_REQUEST'))).toEqual(['colour', 'limit', 'minPosition']);
  });

  it('that nests without end gets 400', async () => {
    const raw = '['.repeat(50_000) + ']'.repeat(50_000);
    const answer = await server.call('POST', BOOTHS, { token, raw: `{"region":${raw}}`, headers: JSON_TYPE });

    expectProblem(answer, 400, 'BODY_TOO_DEEP');
  });

  it('that is too large gets 413', async () => {
    const body = { ...GOOD, region: 'x'.repeat(300_000) };

    expectProblem(await server.call('POST', BOOTHS, { token, body }), 413, 'BODY_TOO_LARGE');
  });

  it.each([
    ['text/plain', '{}'],
    ['application/x-www-form-urlencoded', 'region=08'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
    ['application/xml', '<region>08</region>'],
    ['application/octet-stream', 'x'],
    ['nonsense', 'x'],
  ])('of the media type %s gets 415', async (mediaType, raw) => {
    const answer = await server.call('POST', BOOTHS, { token, raw, headers: { 'content-type': mediaType } });

    expectProblem(answer, 415, 'MEDIA_TYPE_UNSUPPORTED');
  });

  it.each([
    'application/json;charset=utf-8;charset=latin1',
    'application/json;charset=latin1;charset=utf-8',
    'application/json; charset="utf-8"; Charset = iso-8859-1',
    'application/json;charset=utf-8;charset=utf-8',
    'application/json;x="a;charset=utf-8";charset=latin1',
  ])('of which the media type names two charsets, or another, gets 415: %s', async (mediaType) => {
    const answer = await server.call('POST', BOOTHS, { token, raw: '{}', headers: { 'content-type': mediaType } });

    expectProblem(answer, 415, 'CHARSET_UNSUPPORTED');
  });

  it('of which a parameter only looks like a second charset is read', async () => {
    const headers = { 'content-type': 'application/json; x="; charset=latin1"; charset=UTF-8' };

    expectProblem(await server.call('POST', BOOTHS, { token, raw: '{}', headers }), 400, 'INVALID_REQUEST');
  });

  it('without a token still says no more than 401', async () => {
    expectProblem(await server.call('POST', BOOTHS, { body: {} }), 401, 'TOKEN_MISSING');
  });
});

describe('bad addresses', () => {
  let server: TestServer;
  let token: string;

  /** A request with its headers as they are, name and value in turn; `fetch` would put them together. */
  const send = async (
    method: string,
    path: string,
    headers: readonly string[],
    body = '',
  ): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: unknown }> => {
    const host = headers.includes('host') ? [] : ['host', 'localhost'];
    const length = body === '' ? [] : ['content-length', String(body.length)];
    const sent = request(server.running.url + path, { method, headers: [...host, ...length, ...headers] });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await json(answer) };
  };

  beforeAll(async () => {
    server = await TestServer.start();
    token = await server.token();
  });
  afterAll(() => server.close());

  it.each([
    ['GET', '/'],
    ['GET', '/rest/booths/v2/booths'],
    ['POST', '/rest/nowhere'],
    ['DELETE', '/x?y=z'],
  ])('that nothing stands under get 404: %s %s', async (method, path) => {
    expectProblem(await server.call(method, path, { token }), 404, 'PATH_UNKNOWN');
  });

  it('of something that is not there get 404', async () => {
    const id = 'a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9';

    expectProblem(await server.call('GET', `${BOOTHS}/${id}`, { token }), 404, 'BOOTH_UNKNOWN');
  });

  it.each([
    ['DELETE', BOOTHS, 'GET, HEAD, POST'],
    ['PUT', `${BOOTHS}/a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9`, 'GET, HEAD'],
    ['GET', `${BOOTHS}/a4a70900-24e1-5ff1-9ec1-1dd0d6c1b2f9/closure`, 'POST'],
    ['POST', '/status', 'GET, HEAD'],
    ['PATCH', '/docs', 'GET, HEAD'],
  ])('with a wrong method get 405: %s %s', async (method, path, allow) => {
    const answer = await server.call(method, path, {
      raw: method === 'GET' ? undefined! : 'a=b',
      headers: { 'content-type': 'text/plain' },
    });

    expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['TRACE', BOOTHS, 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD, POST'],
    ['TRACE', '/health/live', 405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'],
    ['TRACE', '/nowhere', 404, 'PATH_UNKNOWN', undefined],
    ['PROPFIND', BOOTHS, 501, 'METHOD_UNKNOWN', undefined],
    ['SEARCH', '/nowhere', 501, 'METHOD_UNKNOWN', undefined],
    ['QUERY', BOOTHS, 501, 'METHOD_UNKNOWN', undefined],
  ])('with a method that no browser sends get their answer, too: %s %s', async (method, path, status, code, allow) => {
    const answer = await send(method, path, ['authorization', `Bearer ${token}`]);

    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.allow).toBe(allow);
  });

  it.each([
    ['authorization', ['authorization', 'Bearer a.b.c', 'Authorization', 'Bearer d.e.f']],
    ['content-type', ['content-type', 'application/json', 'content-type', 'text/plain']],
    ['host', ['host', '127.0.0.1', 'host', 'example.org']],
  ])('are not answered when it is not clear what the header %s says', async (_header, headers) => {
    expect(await send('GET', BOOTHS, headers)).toMatchObject({ status: 400, body: { code: 'HEADER_REPEATED' } });
  });

  it('take one Idempotency-Key alone, and one with a comma in it', async () => {
    const head = ['authorization', `Bearer ${token}`, 'content-type', 'application/json'];
    const two = [...head, 'idempotency-key', 'one', 'Idempotency-Key', 'two'];
    const one = [...head, 'idempotency-key', 'one, two'];

    expect(await send('POST', BOOTHS, two, JSON.stringify(GOOD))).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_INVALID' },
    });
    expect(await send('POST', BOOTHS, one, JSON.stringify(GOOD))).toMatchObject({ status: 201 });
  });

  it('tell their methods to who asks', async () => {
    const answer = await server.call('OPTIONS', BOOTHS);

    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  it.each(['/%', '/rest/%zz', `${BOOTHS}/%c0%af`])('that are no URL get 400: %s', async (path) => {
    expectProblem(await server.call('GET', path, { token }), 400, 'MALFORMED_URL');
  });

  it.each(['?region=%ff', '?region=08&name=%ED%A0%80', '?%C3=1', '?name=%zz', '?name=%'])(
    'of which the query is no UTF-8, percent-encoded, get 400: %s',
    async (query) => {
      expectProblem(await server.call('GET', `${BOOTHS}${query}`), 400, 'MALFORMED_URL');
    },
  );

  it('of which the target has bytes that no URL has get 400', async () => {
    const text = await sendBytes(Buffer.from(`GET ${BOOTHS}?name=Forlì HTTP/1.1\r\nhost: x\r\n\r\n`));

    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemIn(text)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  /** What is answered to bytes that no client would send. */
  const sendBytes = async (bytes: string | Buffer): Promise<string> => {
    const { port } = new URL(server.running.url);
    return new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString())).on('close', () => resolve(received));
    });
  };
  const problemIn = (text: string): unknown => JSON.parse(text.slice(text.indexOf('{')));

  it.each(['FROBNICATE / HTTP/1.1', 'get / HTTP/1.1', 'CONNECT example.org:443 HTTP/1.1'])(
    'with a method that HTTP does not know, or this server does not, get 501 and a problem: %s',
    async (line) => {
      const text = await sendBytes(`${line}\r\nhost: x\r\n\r\n`);

      expect(text).toMatch(/^HTTP\/1\.1 501 Not Implemented\r\n/);
      expect(problemIn(text)).toMatchObject({ status: 501, code: 'METHOD_UNKNOWN' });
    },
  );

  it('that are no HTTP at all get 400 as well', async () => {
    const text = await sendBytes('NONSENSE\r\n\r\n');

    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(text).toContain('content-type: application/problem+json');
    expect(problemIn(text)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  it('never come back with their query, nor with what the client said', async () => {
    const answer = await server.call('GET', '/nowhere?fiscalCode=RSSMRA80A01H501U', { token });

    expect(JSON.stringify(answer.body)).not.toContain('RSSMRA80A01H501U');
    expect(answer.body).toMatchObject({ instance: '/nowhere', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('keep the trace of their caller', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await server.call('GET', '/nowhere', { headers: { traceparent } });

    expect(answer.body.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  });
});
