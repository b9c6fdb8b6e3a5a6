import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { STORE_FILES } from '#store-embedded';
import type { NumberedEvent } from '#use-cases';
import { accepted } from './support/agenda.ts';
import { Api, expectProblem } from './support/api.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { fictitiousBodyCode } from './support/people.ts';
import { endProcesses, runCli, runCliForJson, startServerProcess, type ServerProcess } from './support/processes.ts';
import { until } from './support/until.ts';

const INTEGRATION = '/rest/integration/v1';
const HERE = { region: '12', province: '058' };
const ENVIRONMENT = { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };

/** The running hash as docs/integration.md tells it. */
function hashOf(book: string, events: readonly NumberedEvent[]): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return events.reduce(
    (before, { number, id, type }) => sha256(`${before}\n${String(number)}\n${id}\n${type}\n`),
    sha256(`rete-punti book ${book}`),
  );
}

describe('a subscription, where an older copy of the log is put back and accepted', () => {
  const directory = temporaryDirectory();
  const received: { readonly webhook: string; readonly event: NumberedEvent }[] = [];
  let receiver: Server;
  let server: ServerProcess;
  let central: Api;
  let owner: Api;
  let subscription: string;
  let host: string;

  const at = (path: string): string => `${INTEGRATION}/subscriptions/${subscription}/${path}`;
  const tokenOf = async (...who: string[]): Promise<string> =>
    (await runCliForJson<{ token: string }>('token', '--data', directory, ...who)).token;
  const open = (street: string): ReturnType<typeof accepted> =>
    accepted(
      central.post('/rest/service-points/v1/punti-cliente', {
        ...{ hostBodyId: host, kind: 'INFORMATIVO', ...HERE, municipality: 'H501' },
        address: { street, postalCode: '00100' },
      }),
    );
  const numbered = async (events: number): Promise<readonly NumberedEvent[]> =>
    until(async () => {
      const { status, body } = await owner.get(at('events?limit=1000'));
      const found = body as readonly NumberedEvent[];
      return status === 200 && found.length >= events ? found : undefined;
    });
  const sent = async (events: readonly NumberedEvent[]): Promise<void> => {
    await until(
      () =>
        events.every(({ book, number }) =>
          received.some(({ event }) => event.book === book && event.number === number),
        ) || undefined,
    );
  };
  const receipt = (book: string, events: readonly NumberedEvent[]): ReturnType<Api['post']> =>
    owner.post(at('receipts'), { book, number: events.length, hash: hashOf(book, events), points: [] });
  const restart = async (): Promise<void> => {
    server = await startServerProcess(directory, ENVIRONMENT);
    [central, owner] = [central.at(server.url), owner.at(server.url)];
  };
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await server.ended;
  };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        const event = JSON.parse(body) as NumberedEvent & { readonly challenge?: string };
        if (event.challenge === undefined) received.push({ webhook: String(request.headers['webhook-id']), event });
        response.end(event.challenge);
      })();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    server = await startServerProcess(directory, ENVIRONMENT);
    central = new Api(server.url, await tokenOf('--role', 'central', '--id', 'officer'));
    const body = { kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) };
    host = (await accepted(central.post('/rest/organisation/v1/host-bodies', { ...body, ipaCode: 'c_prova', ...HERE })))
      .id;
    const { id: integrationId } = await accepted(
      central.post(`${INTEGRATION}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    owner = new Api(server.url, await tokenOf('--role', 'integration', '--integration', integrationId));
    const opened = { integrationId, serial: 1, name: 'Prova', filter: {} };
    subscription = (await accepted(owner.post(`${INTEGRATION}/subscriptions`, opened))).id;
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
    await accepted(owner.post(at('endpoint'), { url }));
    await accepted(owner.post(at('endpoint/proof'), {}));
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    receiver.closeAllConnections();
    receiver.close();
    rmSync(directory, { recursive: true });
  });

  it(
    'begins a new book, of which whoever pulls and whoever is called are told: nothing is missing in it',
    async () => {
      await open('Via Prima 1');
      await open('Via Prima 2');
      const kept = await numbered(2);
      await sent(kept);
      await stop();
      const copy = join(directory, 'copy.db');
      cpSync(join(directory, STORE_FILES.events), copy);

      await restart();
      await open('Via Perduta 1');
      const before = await numbered(3);
      const [{ book: ended } = { book: '' }] = before;
      await sent(before);
      expect((await receipt(ended, before)).status).toBe(200);
      await stop();
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory, STORE_FILES.events + suffix), { force: true });
      cpSync(copy, join(directory, STORE_FILES.events));
      expect((await runCli(['accept-restore', '--data', directory])).code).toBe(0);

      await restart();
      await open('Via Seconda 1');
      const after = await numbered(3);
      const [{ book } = { book: '' }] = after;
      expect(book).not.toBe(ended);
      expect(after.map(({ number }) => number)).toEqual([1, 2, 3]);
      expect(after.slice(0, 2).map(({ subject }) => subject)).toEqual(kept.map(({ subject }) => subject));
      // Whoever has the book of before is told, however they ask.
      expectProblem(await owner.get(at(`events?after=3&book=${ended}`)), 409, 'BOOKS_BEGUN_ANEW');
      expectProblem(await receipt(ended, before), 409, 'BOOKS_BEGUN_ANEW');
      await sent(after);
      expect((await receipt(book, after)).body).toMatchObject({ book, number: 3, skipped: [] });
      const webhooks = new Map(
        received.map(({ webhook, event }) => [webhook, `${event.book} ${String(event.number)}`]),
      );
      expect(new Set(webhooks.values())).toEqual(
        new Set([...before, ...after].map((event) => `${event.book} ${String(event.number)}`)),
      );
    },
    BUILD_TIMEOUT_MS,
  );
});
