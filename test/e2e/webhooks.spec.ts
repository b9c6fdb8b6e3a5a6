import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Random } from '#demonstration';
import { accepted } from './support/agenda.ts';
import { Api, expectProblem } from './support/api.ts';
import { temporaryDirectory } from './support/application.ts';
import { SEED } from './support/crowd.ts';
import { fictitiousBodyCode } from './support/people.ts';
import { runCliForJson, startServerProcess, type ServerProcess } from './support/processes.ts';
import { tracesInFiles } from './support/traces.ts';
import { until } from './support/until.ts';

const INTEGRATION = '/rest/integration/v1';
const ROUNDS = 10;
/** Things that are opened in a round; the server is killed in the midst of them. */
const OPENED_AT_ONCE = 6;
const HERE = { region: '12', province: '058' };
const ENVIRONMENT = { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };

/** Under which key its secrets are shown. */
const SHOWING = { key: 'showing' };

interface Told {
  readonly number: number;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
}

describe(`webhooks, where the server is killed ${String(ROUNDS)} times and the receiver fails at random (seed ${String(SEED)})`, () => {
  const directory = temporaryDirectory();
  const random = new Random(SEED);
  const taken: { readonly webhook: string; readonly event: Told }[] = [];
  let isFailing = true;
  let shown = { shared: '', privateKey: '' };
  let endpoint: Server;
  let server: ServerProcess;
  let central: Api;
  let owner: Api;
  let subscription: string;

  const tokenOf = async (...who: string[]): Promise<string> => {
    return (await runCliForJson<{ token: string }>('token', '--data', directory, ...who)).token;
  };
  const at = (path: string): string => `${INTEGRATION}/subscriptions/${subscription}/${path}`;

  beforeAll(async () => {
    endpoint = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        const said = JSON.parse(body) as Told & { readonly challenge?: string };
        if (said.challenge !== undefined) {
          response.end(JSON.stringify({ challenge: said.challenge }));
          return;
        }
        // Whoever forges something is found here.
        new Webhook(shown.shared).verify(body, request.headers as Record<string, string>);
        const luck = isFailing ? random.integer(0, 9) : 9;
        if (luck === 0) response.writeHead(503).end('not now');
        else if (luck === 1) request.socket.destroy();
        else {
          taken.push({ webhook: String(request.headers['webhook-id']), event: said });
          response.writeHead(204).end();
        }
      })();
    });
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    const url = `http://127.0.0.1:${String((endpoint.address() as AddressInfo).port)}/hook`;

    server = await startServerProcess(directory, ENVIRONMENT);
    central = new Api(server.url, await tokenOf('--role', 'central', '--id', 'officer'));
    const host = await accepted(
      central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
        ...{ ipaCode: 'c_prova', ...HERE },
      }),
    );
    const integration = await accepted(
      central.post(`${INTEGRATION}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    owner = new Api(server.url, await tokenOf('--role', 'integration', '--integration', integration.id));
    const opened = { integrationId: integration.id, serial: 1, name: 'Prova', filter: {} };
    subscription = (await accepted(owner.post(`${INTEGRATION}/subscriptions`, opened))).id;
    await accepted(owner.post(at('endpoint'), { url }));
    shown = (await owner.post(at('endpoint/secrets'), {}, SHOWING)).body as typeof shown;
    await accepted(owner.post(at('endpoint/proof'), {}));

    for (let round = 0; round < ROUNDS; round += 1) {
      const killAfter = random.integer(1, OPENED_AT_ONCE - 1);
      const opening = Array.from({ length: OPENED_AT_ONCE }, async (_, index) => {
        // What is answered by nobody may be there or not: the book knows.
        await central
          .post('/rest/service-points/v1/punti-cliente', {
            ...{ hostBodyId: host.id, kind: 'INFORMATIVO', ...HERE, municipality: 'H501' },
            address: { street: `Via ${String(round)} ${String(index)}`, postalCode: '00100' },
          })
          .catch(() => undefined);
        if (index === killAfter) server.kill('SIGKILL');
      });
      await Promise.all(opening);
      expect(await server.ended).toMatchObject({ signal: 'SIGKILL' });
      server = await startServerProcess(directory, ENVIRONMENT);
      [central, owner] = [central.at(server.url), owner.at(server.url)];
    }
    isFailing = false;
    // What failed is tried at once, whatever it waits for.
    await accepted(owner.post(at('deliveries/pause'), { reason: 'Prova' }));
    await accepted(owner.post(at('deliveries/resumption'), {}));
    await until(async () => {
      const { body } = await owner.get(at('endpoint'));
      const { through, held } = body as { readonly through: number; readonly held: readonly unknown[] };
      const all = await booked();
      return all.length > 0 && through === all.length && held.length === 0 ? true : undefined;
    });
  }, 300_000);
  afterAll(() => {
    server.kill('SIGKILL');
    endpoint.close();
  });

  const booked = async (): Promise<readonly Told[]> => {
    return (await owner.get(at('events?limit=1000'))).body as readonly Told[];
  };

  it('bring every event, complete by number, and each under one id however often it comes', async () => {
    const byNumber = new Map(taken.map(({ event: { number, id, type } }) => [number, { number, id, type }]));
    const received = [...byNumber.values()].sort((a, b) => a.number - b.number);
    expect(received).toEqual((await booked()).map(({ number, id, type }) => ({ number, id, type })));
    expect(received.length).toBeGreaterThan(ROUNDS);
    const ids = new Set(taken.map(({ webhook, event }) => `${String(event.number)} ${webhook}`));
    expect(ids.size).toBe(received.length);
  });

  it('bring those about one thing in order', () => {
    const had = new Set<number>();
    const last = new Map<string, number>();
    for (const { event } of taken) {
      if (had.has(event.number)) continue;
      had.add(event.number);
      expect(event.number).toBeGreaterThan(last.get(event.subject) ?? 0);
      last.set(event.subject, event.number);
    }
  });

  it('are signed by secrets that are shown again to the same request alone, whatever was killed since, and stand in no file', async () => {
    expect((await owner.post(at('endpoint/secrets'), {}, SHOWING)).body).toEqual(shown);
    expectProblem(await owner.post(at('endpoint/secrets'), {}), 409, 'SECRETS_SHOWN_ALREADY');
    const secrets = Object.entries({ shared: shown.shared, privateKey: shown.privateKey }).flatMap(([name, text]) => [
      { name, value: text },
      { name: `${name}, its bytes`, value: Buffer.from(text.slice(text.indexOf('_') + 1), 'base64') },
    ]);
    expect(tracesInFiles(directory, secrets)).toEqual([]);
  });

  it('are told of, every attempt that was written down, with what came of it', async () => {
    const { body } = await owner.get(at('deliveries?limit=100'));
    const { items } = body as {
      readonly items: readonly { readonly status: number | null; readonly failure: unknown }[];
    };
    expect(items.some(({ status }) => status === 204)).toBe(true);
    expect(items.some(({ status, failure }) => status === 503 || failure !== null)).toBe(true);
  });
});
