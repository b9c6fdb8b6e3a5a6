import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = JSON.stringify({ region: '08', opening: { from: '2026-03-02', capacity: 2 } });

/** A connection of its own, over which bytes go as they are. */
class Line {
  readonly #socket: Socket;
  #received = '';
  readonly closed: Promise<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // What the other side does to it is what is looked at.
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => (this.#received += text));
    // Not `once`, which rejects when a write meets the end that the other side has made of it.
    this.closed = new Promise((closed) => socket.on('close', () => closed(this.#received)));
  }

  static async to(server: TestServer): Promise<Line> {
    const socket = connect(Number(new URL(server.running.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return new Line(socket);
  }

  send(text: string): void {
    if (this.#socket.writable) this.#socket.write(text);
  }

  /** Resolves with all that came, once it matches, or is over. */
  async heard(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#received) && !this.#socket.destroyed) {
      await Promise.race([new Promise((came) => this.#socket.once('data', came)), this.closed]);
    }
    return this.#received;
  }

  /**
   * Sends this again and again, until the other side has had enough and says so. What has come is read first: a write into
   * an end that the other side has closed would throw its answer away unread.
   */
  async drip(text: string): Promise<string> {
    const dripping = setInterval(() => setImmediate(() => this.#received === '' && this.send(text)), 50);
    return this.closed.finally(() => clearInterval(dripping));
  }

  end(): void {
    this.#socket.destroy();
  }
}

const head = (method: string, path: string, ...lines: readonly string[]): string =>
  [`${method} ${path} HTTP/1.1`, 'host: localhost', ...lines, '', ''].join('\r\n');

function problemIn(text: string): unknown {
  return JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
}

describe('a request that never ends', () => {
  let server: TestServer;
  let token: string;

  beforeAll(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_REQUEST_SECONDS: '1' });
    token = await server.token();
  });
  afterAll(() => server.close());

  it('is ended, when its body comes byte by byte', async () => {
    const line = await Line.to(server);
    const json = ['content-type: application/json', 'content-length: 100000', 'idempotency-key: k'];
    line.send(head('POST', BOOTHS, `authorization: Bearer ${token}`, ...json));

    const answer = await line.drip(' ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(/\r\ncontent-security-policy: /);
    expect(problemIn(answer)).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
  });

  it('is ended, when its head comes byte by byte', async () => {
    const line = await Line.to(server);
    line.send('GET /health/live HTTP/1.1\r\nx-slow: ');

    expect(problemIn(await line.drip('x'))).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
  });

  it('is ended, when nothing comes at all', async () => {
    const line = await Line.to(server);

    await line.closed;
  });
});

describe('bodies that do not arrive', () => {
  const MOST = 5;
  let server: TestServer;
  let lines: Line[];

  beforeEach(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_MAX_UNFINISHED_BODIES: String(MOST) });
    lines = [];
  });
  afterEach(async () => {
    for (const line of lines) line.end();
    await server.close();
  });

  const begin = async (token: string, { path = BOOTHS, key = 'k' } = {}): Promise<Line> => {
    const line = await Line.to(server);
    lines.push(line);
    const json = ['content-type: application/json', `content-length: ${GOOD.length}`, `idempotency-key: ${key}`];
    line.send(head('POST', path, `authorization: Bearer ${token}`, ...json));
    return line;
  };
  const status = (pattern: number): RegExp => new RegExp(`^HTTP/1\\.1 ${pattern} [^]*\\}$`);

  it('are waited for from each principal up to a number, others aside; one more is told so, and ended', async () => {
    const [token, other] = [await server.token(), await server.token()];
    const begun = await Promise.all(Array.from({ length: MOST + 1 }, (_, at) => begin(token, { key: `k${at}` })));

    const refused = await Promise.race(begun.map((line) => line.closed.then((text) => ({ line, text }))));

    expect(refused.text).toMatch(/^HTTP\/1\.1 429 /);
    expect(refused.text).toMatch(/\r\nretry-after: 5\r\n/i);
    expect(problemIn(refused.text)).toMatchObject({ status: 429, code: 'TOO_MANY_BODIES' });
    // Whoever sends all at once is not held up, nor is anybody else.
    const whole = await begin(other, { key: 'other' });
    whole.send(GOOD);
    expect(await whole.heard(status(201))).toMatch(status(201));
    expect((await server.call('POST', BOOTHS, { token, body: JSON.parse(GOOD) as object })).status).toBe(201);
    const waiting = begun.filter((line) => line !== refused.line);
    for (const line of waiting) {
      line.send(GOOD);
      expect(await line.heard(status(201))).toMatch(status(201));
    }
  });

  it('count no longer once they have arrived, or were given up', async () => {
    const token = await server.token();
    for (let round = 0; round < 3; round += 1) {
      const begun = await Promise.all(Array.from({ length: MOST }, (_, at) => begin(token, { key: `${round}-${at}` })));
      for (const [at, line] of begun.entries()) {
        if (at % 2 === 0) {
          line.end();
          await line.closed;
        } else {
          line.send(GOOD);
          expect(await line.heard(status(201))).toMatch(status(201));
        }
      }
    }
    const again = await begin(token, { key: 'again' });
    again.send(GOOD);
    expect(await again.heard(status(201))).toMatch(status(201));
  });

  it('are not waited for where nobody would read them', async () => {
    const line = await begin('none', { path: '/nowhere' });

    expect(await line.closed).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('connections', () => {
  let server: TestServer;
  let token: string;
  let lines: Line[];

  beforeEach(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_MAX_CONNECTIONS: '10' });
    token = await server.token();
    lines = [];
  });
  afterEach(async () => {
    for (const line of lines) line.end();
    await server.close();
  });

  const open = async (): Promise<Line> => {
    const line = await Line.to(server);
    lines.push(line);
    return line;
  };
  /** A connection with a request that was let in, and has not arrived as a whole. */
  const openBusy = async (): Promise<Line> => {
    const line = await open();
    const json = ['content-type: application/json', 'expect: 100-continue', 'content-length: 100'];
    line.send(head('POST', BOOTHS, `authorization: Bearer ${token}`, 'idempotency-key: k', ...json));
    await line.heard(/^HTTP\/1\.1 100 /);
    return line;
  };

  it('make room, those that wait without a request first, and the longest first of all', async () => {
    const idle: Line[] = [];
    for (let n = 0; n < 10; n += 1) idle.push(await open());
    const newcomer = await open();
    newcomer.send(head('GET', '/health/live'));

    expect(await newcomer.heard(/live/)).toMatch(/^HTTP\/1\.1 200 /);
    await idle[0]!.closed;
    idle[1]!.send(head('GET', '/health/live'));
    expect(await idle[1]!.heard(/live/)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('beyond what is allowed are told so, while every other has a request; probes are answered', async () => {
    for (let n = 0; n < 10; n += 1) await openBusy();
    const newcomer = await open();
    newcomer.send(head('GET', BOOTHS));

    const answer = await newcomer.heard(/TOO_MANY_CONNECTIONS/);
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nretry-after: 5\r\n/i);
    await newcomer.closed;
    const probe = await open();
    probe.send(head('GET', '/health/live'));
    expect(await probe.heard(/live/)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a server that is told to end', () => {
  let server: TestServer;
  let token: string;
  let agent: Agent;

  beforeEach(async () => {
    server = await TestServer.start({}, { RETE_PUNTI_REQUEST_SECONDS: '600' });
    token = await server.token();
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(async () => {
    agent.destroy();
    await server.close();
  });

  const ask = (path: string): ClientRequest => request(server.running.url + path, { agent });
  const answerOf = async (sent: ClientRequest): Promise<IncomingMessage> => {
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return answer;
  };

  it('tells new requests on open connections to come again, and finishes those it has let in', async () => {
    const before = await answerOf(ask(BOOTHS).end());
    await json(before);
    const letIn = await Line.to(server);
    const headers = ['content-type: application/json', 'expect: 100-continue', `content-length: ${GOOD.length}`];
    letIn.send(head('POST', BOOTHS, `authorization: Bearer ${token}`, 'idempotency-key: k', ...headers));
    await letIn.heard(/^HTTP\/1\.1 100 /);
    const stopped = server.stop();

    const told = await answerOf(ask(BOOTHS).end());
    expect(told.statusCode).toBe(503);
    expect(told.headers).toMatchObject({ 'retry-after': '5', connection: 'close' });
    expect(told.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(await json(told)).toMatchObject({ code: 'SHUTTING_DOWN', status: 503 });
    letIn.send(GOOD);
    expect(await letIn.heard(/revision/)).toMatch(/HTTP\/1\.1 201 /);
    await stopped;
    await letIn.closed;
  });

  it('does not wait for a request that never arrives as a whole, however long requests may take otherwise', async () => {
    const line = await Line.to(server);
    const endless = ['content-type: application/json', 'idempotency-key: k', 'content-length: 100000'];
    line.send(head('POST', BOOTHS, `authorization: Bearer ${token}`, 'expect: 100-continue', ...endless));
    await line.heard(/^HTTP\/1\.1 100 /);

    await Promise.all([server.stop(), line.drip(' ')]);
  });
});
