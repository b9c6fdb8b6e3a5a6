import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NumberedEvent } from '#use-cases';
import { isHoliday } from '#agenda';
import { romeDateOf, weekdayOf } from '#italy';
import {
  accepted,
  AGENDAS,
  establishUnits,
  freePlaces,
  seedAgenda,
  SERVICE_OF,
  TERRITORY,
  workingDay,
} from '../e2e/support/agenda.ts';
import { Api } from '../e2e/support/api.ts';
import { fictitiousBodyCode, fictitiousPerson } from '../e2e/support/people.ts';
import { establishedPuntoInps, PUNTI_INPS } from '../e2e/support/punto-inps.ts';
import { until } from '../e2e/support/until.ts';
import { Messages } from './support/messages.ts';
import { TestServer } from './support/server.ts';

const INTEGRATION = '/rest/integration/v1';
/** Of one region. */
const [ROME, RIETI] = [
  { region: '12', province: '058', municipality: 'H501' },
  { region: '12', province: '057', municipality: 'H282' },
];

/** What is read in each of the ways. */
type Seen = Readonly<Record<'feed' | 'stream' | 'numbers' | 'webhooks', readonly NumberedEvent[]>>;

const WAYS = ['feed', 'stream', 'numbers', 'webhooks'] as const;

interface Subscriber {
  readonly api: Api;
  readonly subscription: string;
  readonly path: string;
  /** The place from which on its events have numbers. */
  readonly opensAfter: string;
  /** What has come by the stream from there on. */
  readonly streamed: readonly NumberedEvent[];
}

function typesOf(events: readonly NumberedEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** What a stream brings, for as long as it is there. */
function keptOf(stream: Messages): readonly NumberedEvent[] {
  const kept: NumberedEvent[] = [];
  const keep = async (): Promise<void> => {
    for (let message = await stream.next(); message; message = await stream.next()) {
      kept.push(JSON.parse(message.data ?? '') as NumberedEvent);
    }
  };
  // It ends with an error when it is left.
  keep().catch(() => undefined);
  return kept;
}

/** Each number once: things are sent beside each other, and again. */
function inOrder(events: readonly NumberedEvent[]): readonly NumberedEvent[] {
  const byNumber = new Map(events.map((event) => [event.number, event]));
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

describe('what subscribers see, in each of the ways', () => {
  let server: TestServer;
  let central: Api;
  let receiver: Server;
  const received: { readonly path: string; readonly event: NumberedEvent }[] = [];
  const streams: Messages[] = [];
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
    for (const stream of streams) stream.leave();
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
    const token = await server.token({ role: 'integration', integration: integrationId });
    const api = central.with(token);
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
    const stream = new Messages(`${server.running.url}${INTEGRATION}/events/stream?lastEventId=${opensAfter}`, token);
    streams.push(stream);
    return { api, subscription, path, opensAfter, streamed: keptOf(stream) };
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
    await until(() => who.streamed.length >= feed.length || undefined);
    return { feed, stream: who.streamed, numbers, webhooks: inOrder(sentTo(who)) };
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
    const move = typesOf(all.feed).findIndex((type) => type.includes('.relocated.'));
    expect(move).toBeGreaterThan(0);
    expect(typesOf(all.feed).length).toBeGreaterThan(move + 1);
    for (const [who, from, to] of [
      [lazio, 0, Infinity],
      [rome, 0, move + 1],
      [rieti, move, Infinity],
      [elsewhere, 0, 0],
    ] as const) {
      const told = await seen(who);
      for (const way of WAYS) expect(typesOf(told[way])).toEqual(typesOf(all.feed).slice(from, to));
    }
    ({ position } = await accepted(
      central.post(`/rest/organisation/v1/host-bodies/${host.id}/corrections`, { name: 'Comune di Altra Prova' }),
    ));
    for (const who of [lazio, rome, rieti, elsewhere]) {
      const told = await seen(who);
      for (const way of WAYS) {
        expect(told[way].at(-1)).toMatchObject({ subject: host.id, data: { name: 'Comune di Altra Prova' } });
      }
    }
  });

  it('follows an agenda that passes to a point of another province, with its appointments: before there, after here', async () => {
    const { unit } = TERRITORY;
    await establishUnits(central);
    const office = { aooCode: 'AOO', pec: 'sede@pec.example.org' };
    const established = (code: string, kind: string, parent: string, place: object) =>
      accepted(
        central.post('/rest/organisation/v1/territorial-units', {
          code,
          kind,
          name: code,
          parent,
          ...place,
          ...office,
        }),
      );
    await established('DP-057', 'DIREZIONE_PROVINCIALE', 'E2E-DR-12', RIETI);
    await established('AG-058', 'AGENZIA_TERRITORIALE', unit, ROME);
    const [rome, rieti, lazio, elsewhere] = await Promise.all([
      subscriber({ provinces: [ROME.province] }),
      subscriber({ provinces: [RIETI.province] }),
      subscriber({ regions: [ROME.region] }),
      subscriber({ regions: ['08'] }),
    ]);
    const agenda = await accepted(
      central.post(AGENDAS, {
        ...{ owner: { kind: 'UNIT_DESK', unit: 'AG-058' }, name: 'Sportello', serviceLine: 'SERVIZI_GENERALI' },
        ...{ slotMinutes: 10, modes: ['IN_PERSON'] },
      }),
    );
    // Each place has holidays of its own.
    const date = [7, 8, 9, 10, 11].map((ahead) => workingDay(ahead)).find((one) => !isHoliday(one, RIETI))!;
    await accepted(
      central.post(`${AGENDAS}/${agenda.id}/opening-bands`, {
        ...{ weekday: weekdayOf(date), from: '09:00', to: '10:00', capacity: 1, validFrom: romeDateOf(Date.now()) },
      }),
    );
    const day = `${AGENDAS}/${agenda.id}/days/${date}/appointments`;
    const book = async (start: string, who: number): Promise<string> => {
      await until(async () => ((await freePlaces(central, agenda.id, date)) === undefined ? undefined : true));
      const booking = {
        start,
        mode: 'IN_PERSON',
        serviceId: SERVICE_OF.SERVIZI_GENERALI,
        citizen: fictitiousPerson(who),
      };
      return (await accepted(central.post(day, booking))).id;
    };
    const before = await book('09:00', 11);
    const point = await movedTo(RIETI, agenda.id);
    await until(async () => {
      const { body } = await central.get(`${AGENDAS}/${agenda.id}`);
      return (body as { readonly owner: { readonly point?: string } }).owner.point === point ? true : undefined;
    });
    const after = await book('09:10', 12);
    ({ position } = await accepted(central.post(`${day}/${before}/cancellation`, { reason: 'CANNOT_ATTEND' })));
    const told = [
      ...[`agenda.opened ${agenda.id}`, `appointment.booked ${before}`, `agenda.transferred ${agenda.id}`],
      ...[`appointment.booked ${after}`, `appointment.cancelled ${before}`],
    ];
    for (const [who, from, to] of [
      [lazio, 0, 5],
      [rome, 0, 3],
      [rieti, 2, 5],
      [elsewhere, 0, 0],
    ] as const) {
      const all = await seen(who);
      for (const way of WAYS) {
        const ofAgenda = all[way].filter(({ subject = '' }) => [agenda.id, before, after].includes(subject));
        expect([
          way,
          ofAgenda.map(({ type, subject }) => `${type.split('.').slice(3, 5).join('.')} ${String(subject)}`),
        ]).toEqual([way, told.slice(from, to)]);
      }
    }
    expect((await seen(elsewhere)).feed).toEqual([]);
  });

  /** An agency becomes a Punto INPS elsewhere in its region, to which its agenda passes. */
  const movedTo = async (place: typeof RIETI, agendaId: string): Promise<string> => {
    const { id } = await establishedPuntoInps(central, 'Punto INPS ex agenzia', {
      ...{ ...place, referenceUnit: 'DP-057', replaces: 'AG-058' },
    });
    const of = `${PUNTI_INPS}/${id}`;
    await accepted(
      central.post(`${of}/demand-analyses`, {
        ...{ periodFrom: '2025-01-01', periodUntil: '2025-12-31', source: 'Accessi 2025' },
        demand: [{ serviceId: 'duplicato-certificazione-unica', accesses: 420 }],
      }),
    );
    const services = ['accoglienza-orientamento', 'delega-identita-digitale'].map((serviceId) => ({ serviceId }));
    await accepted(central.post(`${of}/services`, { services }));
    await accepted(central.post(`${of}/opening`, { agendaId }));
    return id;
  };

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
