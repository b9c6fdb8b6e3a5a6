import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NumberedEvent } from '#use-cases';
import { accepted } from '../e2e/support/agenda.ts';
import type { Api } from '../e2e/support/api.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { fictitiousBodyCode } from '../e2e/support/people.ts';
import { until } from '../e2e/support/until.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster, type WorkerProcess } from './support/cluster.ts';

const mongo = await serverUnderTest();

const INTEGRATION = '/rest/integration/v1';
const HERE = { region: '12', province: '058' };
/** What a worker takes over of subscriptions. */
const PARTS = ['books', 'deliveries'] as const;

describeWithServer(mongo, 'the subscriptions of a worker that falls silent in the midst of its deliveries', () => {
  const taken: { readonly webhook: string; readonly event: NumberedEvent }[] = [];
  const unanswered: ServerResponse[] = [];
  let isHolding = false;
  let receiver: Server;
  let cluster: Cluster;
  let active: WorkerProcess;
  let central: Api;
  let owner: Api;
  let subscription: string;
  let host: string;

  const at = (path: string): string => `${INTEGRATION}/subscriptions/${subscription}/${path}`;
  const pulled = async (): Promise<readonly NumberedEvent[]> => {
    return (await owner.get(at('events?limit=1000'))).body as readonly NumberedEvent[];
  };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        const event = JSON.parse(body) as NumberedEvent & { readonly challenge?: string };
        if (event.challenge !== undefined) {
          response.end(JSON.stringify({ challenge: event.challenge }));
          return;
        }
        taken.push({ webhook: String(request.headers['webhook-id']), event });
        if (isHolding) unanswered.push(response);
        else response.writeHead(204).end();
      })();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    cluster = await Cluster.over(mongo!.url, { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' });
    active = await cluster.startActiveWorker();
    await Promise.all(PARTS.map((part) => active.took(part)));
    const server = await cluster.startServer();
    await cluster.ready(server);
    central = await cluster.as(server);
    const body = { kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) };
    host = (await accepted(central.post('/rest/organisation/v1/host-bodies', { ...body, ipaCode: 'c_prova', ...HERE })))
      .id;
    const { id: integrationId } = await accepted(
      central.post(`${INTEGRATION}/integrations`, { name: 'Prova', contact: 'Ufficio', scope: { nation: true } }),
    );
    owner = await cluster.as(server, { role: 'integration', integration: integrationId });
    const opened = { integrationId, serial: 1, name: 'Prova', filter: {} };
    subscription = (await accepted(owner.post(`${INTEGRATION}/subscriptions`, opened))).id;
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
    await accepted(owner.post(at('endpoint'), { url }));
    await accepted(owner.post(at('endpoint/proof'), {}));
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await cluster.close();
    await mongo?.close();
  });

  /** Opens some points, each of which is published. */
  async function open(points: number): Promise<void> {
    for (let point = 0; point < points; point += 1) {
      await accepted(
        central.post('/rest/service-points/v1/punti-cliente', {
          ...{ hostBodyId: host, kind: 'INFORMATIVO', ...HERE, municipality: 'H501' },
          address: { street: `Via Nuova ${String(point)}`, postalCode: '00100' },
        }),
      );
    }
  }

  /** Resolves when so many events were numbered and delivered. */
  async function delivered(events: number): Promise<void> {
    await until(async () => {
      const { body } = await owner.get(at('endpoint'));
      const { through, held } = body as { readonly through: number; readonly held: readonly unknown[] };
      return (through >= events && held.length === 0) || undefined;
    });
  }

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'by %s are numbered and delivered by another: complete, in order, and each event under one id',
    async (signal) => {
      const before = (await pulled()).length;
      const waiting = await cluster.startWorker();
      isHolding = true;
      await open(6);
      await until(() => unanswered.length > 0 || undefined);
      const silent = active;
      active = waiting;
      silent.kill(signal);
      // Whatever it had out was taken, and it can no longer write that down.
      isHolding = false;
      for (const response of unanswered.splice(0)) response.writeHead(204).end();
      await open(6);
      await Promise.all(PARTS.map((part) => waiting.took(part)));
      await delivered(before + 12);
      if (signal === 'SIGSTOP') {
        silent.kill('SIGCONT');
        await Promise.all(PARTS.map((part) => silent.gaveUp(part)));
        await open(2);
        await delivered(before + 14);
      }
      silent.kill('SIGKILL');

      const events = await pulled();
      expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
      const feed = (await owner.get(`${INTEGRATION}/events?limit=1000`)).body as readonly NumberedEvent[];
      expect(events.map(({ id }) => id)).toEqual(feed.map(({ id }) => id));
      // After removing repeats by the id of the webhook, exactly those remain; and some were repeated.
      const byWebhook = new Map(taken.map(({ webhook, event }) => [webhook, event]));
      expect(byWebhook.size).toBe(events.length);
      expect(taken.length).toBeGreaterThan(byWebhook.size);
      const received = [...byWebhook.values()].toSorted((one, other) => one.number - other.number);
      expect(received.map(({ number, id, book }) => ({ number, id, book }))).toEqual(
        events.map(({ number, id, book }) => ({ number, id, book })),
      );
    },
    BUILD_TIMEOUT_MS,
  );
});
