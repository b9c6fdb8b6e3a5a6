import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OutgoingPosts, type Resolve } from './outgoing-post.ts';

/** Names that stand in no real zone, each with the addresses that it has. */
const zone: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['10.1.2.3'],
  'loop.example': ['127.0.0.1'],
  'both.example': ['93.184.216.34', '127.0.0.1'],
  'six.example': ['::1'],
};
const resolve: Resolve = (hostname, _options, done) =>
  hostname === 'nobody.invalid'
    ? done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))
    : done(
        null,
        (zone[hostname] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );

let server: Server;
let port: number;
let seen: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? '');
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  seen = [];
  answer = (_, response) => response.end('thanks');
});
afterAll(() => server.close());

const opened: OutgoingPosts[] = [];
const posts = (options: { allowsPrivate: boolean; timeoutMs?: number }): OutgoingPosts => {
  const made = new OutgoingPosts({ timeoutMs: 5_000, connections: 2, resolve, ...options });
  opened.push(made);
  return made;
};
afterEach(async () => {
  for (const made of opened.splice(0)) await made.close();
});
const to = (url: string): { url: string; headers: Record<string, string>; body: string } => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: '{}',
});

describe('where webhooks are not sent: refused, and nothing leaves', () => {
  it.each([
    ['http', 'http://example.org/', 'ENDPOINT_NOT_HTTPS'],
    ['another protocol', 'file:///etc/passwd', 'ENDPOINT_ADDRESS_INVALID'],
    ['no address', 'example.org', 'ENDPOINT_ADDRESS_INVALID'],
    ['user and password', 'https://user:secret@example.org/', 'ENDPOINT_ADDRESS_INVALID'],
    ['a fragment', 'https://example.org/#here', 'ENDPOINT_ADDRESS_INVALID'],
    ['localhost', 'https://localhost:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['localhost with its full stop', 'https://localhost.:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['127.0.0.1', 'https://127.0.0.1:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['127.1', 'https://127.1:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['0x7f.1', 'https://0x7f.1:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['0177.0.0.1', 'https://0177.0.0.1:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['2130706433', 'https://2130706433:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['127.0.0.1 in full width', 'https://１２７.０.０.１:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['0.0.0.0', 'https://0.0.0.0:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['[::1]', 'https://[::1]:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['[::ffff:127.0.0.1]', 'https://[::ffff:127.0.0.1]:PORT/', 'ENDPOINT_NOT_PUBLIC'],
    ['169.254.169.254', 'https://169.254.169.254/latest/meta-data', 'ENDPOINT_NOT_PUBLIC'],
    ['10/8', 'https://10.0.0.8/', 'ENDPOINT_NOT_PUBLIC'],
    ['a port of remote access', 'https://example.org:22/', 'ENDPOINT_PORT_RESERVED'],
    ['a port of mail', 'https://example.org:465/', 'ENDPOINT_PORT_RESERVED'],
    ['no port', 'https://example.org:0/', 'ENDPOINT_PORT_RESERVED'],
    ['the port of http', 'https://example.org:80/', 'ENDPOINT_PORT_RESERVED'],
    ['the last of such ports', 'https://example.org:01023/', 'ENDPOINT_PORT_RESERVED'],
    ['a name of a local network', 'https://printer.local/', 'ENDPOINT_NOT_PUBLIC'],
  ])('%s', async (_, url, code) => {
    const attempt = posts({ allowsPrivate: false }).post(to(url.replace('PORT', String(port))));
    await expect(attempt).rejects.toMatchObject({ code });
    expect(seen).toEqual([]);
  });

  it.each(Object.keys(zone))('a public name that resolves to a private address: %s', async (host) => {
    const attempt = await posts({ allowsPrivate: false }).post(to(`https://${host}:${port}/`));
    expect(attempt).toMatchObject({ failure: 'ENDPOINT_NOT_PUBLIC' });
    expect(seen).toEqual([]);
  });

  it('where a redirect points', async () => {
    answer = (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    const attempt = await posts({ allowsPrivate: true }).post(to(`http://127.0.0.1:${port}/first`));
    expect(attempt).toMatchObject({ status: 307 });
    expect(seen).toEqual(['/first']);
  });
});

describe('an attempt', () => {
  const url = (): string => `http://loop.example:${port}/hook`;

  it('tells status, answer, duration and how long to wait', async () => {
    answer = (_, response) => response.writeHead(503, { 'retry-after': '120' }).end('busy');
    const attempt = await posts({ allowsPrivate: true }).post(to(url()));
    expect(attempt).toEqual({ status: 503, answer: 'busy', retryAfter: '120', durationMs: expect.any(Number) });
  });

  it('keeps the first 1,024 bytes of an answer, and hears no more of one that never ends', async () => {
    const closed = Promise.withResolvers<undefined>();
    answer = (_, response) => {
      response.on('close', () => closed.resolve(undefined));
      response.write('x'.repeat(3_000));
    };
    const attempt = await posts({ allowsPrivate: true }).post(to(url()));
    expect(attempt.answer).toBe('x'.repeat(1_024));
    await closed.promise;
  });

  it('ends after its time where the endpoint answers nothing', async () => {
    answer = () => undefined;
    const attempt = await posts({ allowsPrivate: true, timeoutMs: 50 }).post(to(url()));
    expect(attempt).toMatchObject({ failure: 'ENDPOINT_TIMEOUT' });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['goes on for ever', (response) => response.write('x')],
    ['never begins', (response) => response.flushHeaders()],
    ['is broken off', (response) => response.write('x', () => response.socket?.destroy())],
  ])('has the status that was answered, also where the body after it %s', async (_, begin) => {
    const closed = Promise.withResolvers<undefined>();
    answer = (_request, response) => {
      response.on('close', () => closed.resolve(undefined));
      response.writeHead(202);
      begin(response);
    };
    const attempt = await posts({ allowsPrivate: true, timeoutMs: 200 }).post(to(url()));
    expect(attempt).toMatchObject({ status: 202 });
    expect(attempt).not.toHaveProperty('failure');
    await closed.promise;
  });

  it('at a name that nobody has says so', async () => {
    const attempt = await posts({ allowsPrivate: true }).post(to('http://nobody.invalid/'));
    expect(attempt).toMatchObject({ failure: 'ENOTFOUND' });
  });

  it('that reaches nobody says why', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port: unused } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const attempt = await posts({ allowsPrivate: true }).post(to(`http://127.0.0.1:${unused}/`));
    expect(attempt).toMatchObject({ failure: 'ECONNREFUSED' });
  });
});
