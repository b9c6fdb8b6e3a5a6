import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NumberedEvent } from '#use-cases';
import { accepted, seedAgenda } from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousBodyCode, fictitiousPerson } from '../e2e/support/people.ts';
import { until } from '../e2e/support/until.ts';
import { TestServer } from './support/server.ts';

const INTEGRATION = '/rest/integration/v1';
/** Of one region. */
const [ROME, RIETI] = [
  { region: '12', province: '058', municipality: 'H501' },
  { region: '12', province: '057', municipality: 'H282' },
];

/** What is read in each of the ways. */
type Seen = Readonly<Record<'feed' | 'numbers' | 'webhooks', readonly NumberedEvent[]>>;

interface Subscriber {
  readonly api: Api;
  readonly subscription: string;
  readonly path: string;
  /** The place from which on its events have numbers. */
  readonly opensAfter: string;
}

describe('what subscribers see, in each of the ways', () => {
  let server: TestServer;
  let central: Api;
  let receiver: Server;
  const received: { readonly path: string; readonly event: NumberedEvent }[] = [];
  let integrations = 0;
  let position: string;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        const event = JSON.parse(body) as NumberedEvent & { readonly challenge?: string };
        if (event.challenge === undefined) received.push({ path: request.url ?? '', event });
        response.end(event.challenge);
      })();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    server = await TestServer.start({ environment: { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' } });
    central = new Api(server.running.url, await server.token());
  });
  afterAll(async () => {
    await server.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  const subscriber = async (scope: object): Promise<Subscriber> => {
    const { id: integrationId } = await accepted(
      central.post(`${INTEGRATION}/integrations`, {
        ...{ name: 'Prova', contact: 'Ufficio', scope: { nation: false, ...scope } },
      }),
    );
    const api = central.with(await server.token({ role: 'integration', integration: integrationId }));
    const opened = { integrationId, serial: 1, name: 'Prova', filter: {} };
    const { id: subscription, position: minPosition } = await accepted(
      api.post(`${INTEGRATION}/subscriptions`, opened),
    );
    const { body } = await api.get(`${INTEGRATION}/subscriptions/${subscription}?minPosition=${minPosition}`);
    const { opensAfter } = body as { readonly opensAfter: string };
    const path = `/${String((integrations += 1))}`;
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}${path}`;
    await accepted(api.post(`${INTEGRATION}/subscriptions/${subscription}/endpoint`, { url }));
    await accepted(api.post(`${INTEGRATION}/subscriptions/${subscription}/endpoint/proof`, {}));
    return { api, subscription, path, opensAfter };
  };
  const feedOf = async ({ api, opensAfter }: Subscriber): Promise<readonly NumberedEvent[]> =>
    (await api.get(`${INTEGRATION}/events?limit=1000&lastEventId=${opensAfter}`)).body as readonly NumberedEvent[];
  const numberedOf = async ({ api, subscription }: Subscriber): Promise<readonly NumberedEvent[]> =>
    (await api.get(`${INTEGRATION}/subscriptions/${subscription}/events?limit=1000`)).body as readonly NumberedEvent[];
  const sentTo = ({ path }: Subscriber): readonly NumberedEvent[] =>
    received.filter((one) => one.path === path).map(({ event }) => event);
  /** What is read in each of the ways, once all that was done is published, numbered and delivered to everybody. */
  const seen = async (who: Subscriber): Promise<Seen> => {
    await server.running.projections.caughtUp(position);
    const { feed, numbers } = await until(async () => {
      const read = { feed: await feedOf(who), numbers: await numberedOf(who) };
      return read.numbers.length === read.feed.length ? read : undefined;
    });
    await until(() => new Set(sentTo(who).map(({ number }) => number)).size >= numbers.length || undefined);
    return { feed, numbers, webhooks: sentTo(who) };
  };

  it('stands within their scope, before and after a point moves: of another region nothing, of a province its own time', async () => {
    const [rome, rieti, lazio, elsewhere] = await Promise.all([
      subscriber({ provinces: [ROME.province] }),
      subscriber({ provinces: [RIETI.province] }),
      subscriber({ regions: [ROME.region] }),
      subscriber({ regions: ['08'] }),
    ]);
    const host = await accepted(
      central.post('/rest/organisation/v1/host-bodies', {
        ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di Prova', fiscalCode: fictitiousBodyCode(1) },
        ...{ ipaCode: 'c_prova', region: ROME.region, province: ROME.province },
      }),
    );
    const point = await accepted(
      central.post('/rest/service-points/v1/punti-cliente', {
        ...{ hostBodyId: host.id, kind: 'INFORMATIVO', ...ROME },
        address: { street: 'Via Nuova 1', postalCode: '00100' },
      }),
    );
    const of = `/rest/service-points/v1/punti-cliente/${point.id}`;
    await accepted(central.post(`${of}/approval`, {}));
    await accepted(
      central.post(`${of}/relocation`, {
        ...{ province: RIETI.province, municipality: RIETI.municipality },
        address: { street: 'Via Altra 1', postalCode: '02100' },
      }),
    );
    ({ position } = await accepted(
      central.post(`${of}/relocation`, {
        ...{ province: RIETI.province, municipality: RIETI.municipality },
        address: { street: 'Via Ultima 1', postalCode: '02100' },
      }),
    ));
    const all = await seen(lazio);
    const typesOf = (events: readonly NumberedEvent[]): readonly string[] => events.map(({ type }) => type);
    const move = typesOf(all.feed).findIndex((type) => type.includes('.relocated.'));
    expect(move).toBeGreaterThan(0);
    expect(typesOf(all.feed).length).toBeGreaterThan(move + 1);
    for (const [who, from, to] of [
      [lazio, 0, Infinity],
      [rome, 0, move + 1],
      [rieti, move, Infinity],
      [elsewhere, 0, 0],
    ] as const) {
      const { feed, numbers, webhooks } = await seen(who);
      expect(typesOf(feed)).toEqual(typesOf(all.feed).slice(from, to));
      expect(typesOf(numbers)).toEqual(typesOf(feed));
      expect(typesOf(webhooks.toSorted((one, other) => one.number - other.number))).toEqual(typesOf(feed));
    }
  });

  it('is nothing of a person who was erased, before or after, but that the one was erased whom they knew', async () => {
    const nation = await subscriber({ nation: true });
    const { day, starts, serviceId } = await seedAgenda(central);
    const citizen = fictitiousPerson(1);
    ({ position } = await accepted(
      central.post(`${day}/appointments`, { start: starts[0], mode: 'IN_PERSON', serviceId, citizen }),
    ));
    const before = await seen(nation);
    const personIn = (event: NumberedEvent): unknown =>
      (event.data as { readonly person?: string } | undefined)?.person;
    const person = before.webhooks.map(personIn).find((id) => id !== undefined);
    expect(person).toEqual(expect.any(String));
    ({ position } = await accepted(
      central.post('/rest/privacy/v1/erasures', {
        fiscalCode: citizen.fiscalCode,
        ground: 'OBJECTION',
        reason: 'Richiesta',
      }),
    ));
    const sent = sentTo(nation).length;
    const deliveries = `${INTEGRATION}/subscriptions/${nation.subscription}/deliveries`;
    await until(async () => (await numberedOf(nation)).some(({ type }) => type.includes('.erased.')) || undefined);
    await accepted(nation.api.post(`${deliveries}/replay`, { from: 1 }));
    const { length } = await numberedOf(nation);
    const replayed = (): readonly NumberedEvent[] => sentTo(nation).slice(sent);
    await until(() => new Set(replayed().map(({ number }) => number)).size >= length || undefined);
    const told = [...(await feedOf(nation)), ...(await numberedOf(nation))];
    for (const event of told) expect(personIn(event) === person).toBe(event.type.includes('.person.erased.'));
    // What was under way when they were erased is the first of two.
    const last = new Map(replayed().map((event) => [event.number, event]));
    for (const event of last.values()) expect(personIn(event) === person).toBe(event.type.includes('.person.erased.'));
    const kept = JSON.stringify((await nation.api.get(`${deliveries}?limit=100`)).body);
    for (const trace of [person as string, citizen.fiscalCode, citizen.familyName]) {
      expect(kept).not.toContain(trace);
      for (const file of readdirSync(server.directory).filter((name) => name.startsWith('work.db'))) {
        expect(readFileSync(join(server.directory, file)).includes(trace)).toBe(false);
      }
    }
  });
});
