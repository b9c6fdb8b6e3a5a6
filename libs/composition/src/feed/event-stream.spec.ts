import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { EventStream } from './event-stream.ts';

const PATIENCE_MS = 50;
/** More than a connection holds that nobody reads. */
const PIECE = 'x'.repeat(100_000);

describe('a stream of events', () => {
  let server: Server;
  let write: (stream: EventStream) => Promise<void>;

  beforeAll(async () => {
    server = createServer((_request, raw) => {
      const reply = { raw, getHeaders: () => ({}), hijack: () => undefined };
      const stream = new EventStream(reply as never, PATIENCE_MS);
      void write(stream).finally(() => stream.end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  const opened = async (): Promise<IncomingMessage> => {
    const [answer] = (await once(get({ port: (server.address() as AddressInfo).port }), 'response')) as [
      IncomingMessage,
    ];
    return answer;
  };

  it('of which somebody reads too little says where to go on, and ends: nothing is passed over', async () => {
    const sent: string[] = [];
    const { promise: isOver, resolve: end } = Promise.withResolvers<undefined>();
    write = async (stream) => {
      for (let n = 1; n < 10_000; n += 1) {
        const id = `e-${n}`;
        sent.push(id);
        if (!(await stream.send([{ id, json: JSON.stringify({ PIECE }) }]))) break;
      }
      end(undefined);
    };
    const answer = await opened();
    await isOver;
    const blocks = (await text(answer)).split('\n\n').filter((block) => block.includes('data: '));
    const ids = blocks.flatMap((block) => /^id: (.*)$/m.exec(block)?.[1] ?? []);
    expect(ids).toEqual(sent);
    expect(blocks.at(-1)).toBe(`event: fell-behind\ndata: {"lastEventId":"${sent.at(-1)!}"}`);
    expect(sent.length).toBeLessThan(9_999);
  });

  it('that nobody reads any more is written to no longer', async () => {
    const { promise: outcome, resolve } = Promise.withResolvers<boolean>();
    write = async (stream) => {
      for (let n = 1; n < 10_000; n += 1) {
        if (!(await stream.send([{ id: `e-${n}`, json: JSON.stringify({ PIECE }) }]))) {
          resolve(true);
          return;
        }
      }
      resolve(false);
    };
    (await opened()).destroy();
    expect(await outcome).toBe(true);
  });

  it('says that there is nothing new, and why nothing more is told', async () => {
    write = async (stream) => {
      await stream.send([]);
      stream.refuse({ status: 403, code: 'INTEGRATION_WITHDRAWN', detail: 'It was withdrawn.' });
    };
    expect((await text(await opened())).split('\n\n').slice(1)).toEqual([
      ': nothing new',
      'event: refused\ndata: {"status":403,"code":"INTEGRATION_WITHDRAWN","detail":"It was withdrawn."}',
      '',
    ]);
  });
});

async function text(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
