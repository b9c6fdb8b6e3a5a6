import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { MemoryWorkStore } from '#store-memory';
import { endpointRefusals } from '#webhooks';
import { sendSubscriptionExample } from '../read-models/delivery-queries.ts';
import { proveSubscriptionEndpoint } from '../use-cases/prove-subscription-endpoint.ts';
import { EndpointKeys } from './endpoint-keys.ts';
import { Desk } from './webhook-desk.ts';

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string;
}

describe('what is sent to an endpoint by hand', () => {
  const keys = new EndpointKeys(new Uint8Array(32).fill(1));
  const endpoints = { allowsPrivate: true, timeoutMs: 5_000 };
  const desk = new Desk({ work: new MemoryWorkStore(), keys, clock: { now: () => Date.now() }, endpoints });
  let server: Server;
  let sent: Sent[];
  let answers: (challenge: string, response: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        sent.push({ headers: request.headers as Record<string, string>, body });
        answers((JSON.parse(body) as { readonly challenge: string }).challenge, response);
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => (sent = []));
  afterAll(async () => {
    await desk.close();
    server.close();
  });

  const challenged = () => {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
    return desk.challenge({ subscriptionId: 's', url, keys: [1] });
  };

  it.each<[string, boolean, typeof answers]>([
    ['repeats the challenge', true, (challenge, response) => response.end(challenge)],
    ['repeats it in JSON', true, (challenge, response) => response.end(JSON.stringify({ challenge }))],
    ['says yes to all', false, (_challenge, response) => response.end('ok')],
    ['says nothing', false, (_challenge, response) => response.writeHead(204).end()],
    ['repeats another', false, (_challenge, response) => response.end('0b8e3c8e-4d5f-4a7b-8c9d-0e1f2a3b4c5d')],
    ['repeats it and fails', false, (challenge, response) => response.writeHead(500).end(challenge)],
    ['sends on', false, (challenge, response) => response.writeHead(302, { location: '/' }).end(challenge)],
  ])('proves one that %s: %s', async (_what, isProven, answer) => {
    answers = answer;
    expect((await challenged()).isProven).toBe(isProven);
    expect(sent.length).toBe(1);
  });

  it('is another challenge each time, signed like everything that comes after it', async () => {
    answers = (challenge, response) => response.end(challenge);
    await challenged();
    await challenged();
    expect(new Set(sent.map(({ body }) => body)).size).toBe(2);
    const { shared } = keys.of('s', 1);
    for (const { headers, body } of sent) {
      expect(new Webhook(shared).verify(body, headers)).toMatchObject({
        type: 'it.inps.retepunti.endpoint.challenge',
      });
    }
  });

  it('is sent nowhere that the rules have excluded since, as what sends it says that it may be refused', async () => {
    const strict = new Desk({
      ...{ work: new MemoryWorkStore(), keys, clock: { now: () => Date.now() } },
      endpoints: { ...endpoints, allowsPrivate: false },
    });
    const to = { subscriptionId: 's', keys: [1] };
    const codes = Object.keys(endpointRefusals);
    for (const url of ['http://example.org/', 'https://127.0.0.1/', 'https://example.org:25/']) {
      for (const send of [() => strict.challenge({ ...to, url }), () => strict.example({ ...to, url })]) {
        await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(codes.join('|')) });
      }
    }
    for (const { refuses } of [proveSubscriptionEndpoint, sendSubscriptionExample]) {
      expect(refuses.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
    }
    await strict.close();
  });
});
