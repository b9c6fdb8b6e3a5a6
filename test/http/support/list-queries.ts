import { randomUUID } from 'node:crypto';
import { contexts } from '#composition';
import { romeDateOf } from '#italy';
import { ProjectionReader } from '#kernel/execution';
import type { DocumentQuery, ReadModelStore } from '#kernel/ports';
import type { TokenRequest } from '#platform';
import { establishUnits } from '../../e2e/support/agenda.ts';
import { Api } from '../../e2e/support/api.ts';
import { establishedPuntoInps } from '../../e2e/support/punto-inps.ts';
import { DATE, fiscalCode, MONDAY, openCounter } from './counter.ts';
import { TestServer } from './server.ts';
import type { QueryShape } from './serving-index.ts';

/** A query as a route of the product asks it, and of which projection. */
export interface ListQuery extends QueryShape {
  readonly projection: string;
}

/** What the routes that give lists asked the read models for. */
export interface ListQueries {
  /** Each shape once. */
  readonly queries: readonly ListQuery[];
  /** Routes that nobody got a list from. */
  readonly refused: readonly string[];
}

const TERRITORY = { region: '12', province: '058' } as const;
const HOST = randomUUID();
const EVERY_KIND_OF_READER: readonly TokenRequest[] = [
  { role: 'central' },
  { role: 'regional', region: '12' },
  { role: 'provincial', ...TERRITORY },
  { role: 'desk-operator', ...TERRITORY },
  { role: 'desk-operator', ...TERRITORY, unit: 'T-RM' },
  { role: 'host-operator', host: HOST },
  { role: 'citizen', fiscalCode: fiscalCode(1) },
];

type Asked = Readonly<Record<string, string>>;

/** What has to be asked of a list. */
const NEEDED: Readonly<Record<string, Asked>> = {
  'audit/v1/points': { region: '12', on: DATE },
  'agenda/v1/appointments/of-competence': { unit: 'T-RM' },
  'agenda/v1/first-free': { serviceId: 'cedolino-pensione', mode: 'IN_PERSON' },
  'agenda/v1/displaced-appointments': { purpose: 'AVVISO' },
  'proximity/v1/municipalities': { km: '30' },
};

/** What else can be asked of each list of the product: all of it may be left out. */
const LISTS: Readonly<Record<string, Asked>> = {
  'organisation/v1/territorial-units': { ...TERRITORY, kind: 'DIREZIONE_PROVINCIALE', parent: 'T-12' },
  'organisation/v1/public-units': { ...TERRITORY, municipality: 'H501', kind: 'DIREZIONE_PROVINCIALE' },
  'organisation/v1/host-bodies': { ...TERRITORY, kind: 'PUBLIC_ADMINISTRATION' },
  'protocols/v1/protocols': {
    ...{ region: '12', host: HOST, state: 'DRAFT', point: randomUUID() },
    ...{ expiresBefore: DATE, forwarding: 'NOT_FORWARDED', sort: 'expiresOn' },
    frameworkAgreementId: randomUUID(),
  },
  'protocols/v1/forwardings': { region: '12', state: 'FORWARDED', signedBefore: DATE },
  'integration/v1/integrations': { state: 'REGISTERED' },
  'integration/v1/subscriptions': { state: 'OPEN', integrationId: randomUUID() },
  'inbox/v1/items': { region: '12', kind: 'FORWARDED_PROTOCOL' },
  'protocols/v1/framework-agreements': {},
  'protocols/v1/templates': {},
  'protocols/v1/point-coverages': { region: '12', host: HOST, point: randomUUID() },
  'service-points/v1/punti-cliente': {
    ...TERRITORY,
    ...{ state: 'ACTIVE', kind: 'SERVIZIO', host: HOST, protocol: randomUUID(), activeOn: romeDateOf(MONDAY) },
  },
  'service-points/v1/punti-inps': { ...TERRITORY, state: 'OPEN', referenceUnit: 'E2E-DP-058' },
  'service-points/v1/public-punti-inps': { ...TERRITORY, municipality: 'H501', state: 'OPEN' },
  'service-points/v1/public-points': { ...TERRITORY, municipality: 'H501', kind: 'SERVIZIO', state: 'ACTIVE' },
  'service-points/v1/operator-authorizations': {
    ...TERRITORY,
    ...{ state: 'GRANTED', point: randomUUID(), host: HOST, reviewBy: DATE },
  },
  'service-points/v1/network-overview': { region: '12', level: 'province' },
  'proximity/v1/municipalities': {},
  'audit/v1/dashboard': {},
  'audit/v1/regions/12/dashboard': {},
  'audit/v1/points': { province: '058', knownAt: DATE },
  'mail/v1/mails': { region: '12', state: 'ACCEPTED', about: randomUUID() },
  'communications/v1/communications': {
    ...{ region: '12', kind: 'SUPPORT', state: 'OPEN', personInCharge: 'centre-1', sort: 'waitingSince' },
  },
  'agenda/v1/desks': { ...TERRITORY, unit: 'T-RM' },
  'agenda/v1/agendas': { ...TERRITORY, unit: 'T-RM', serviceLine: 'PENSIONI', name: 'Sportello' },
  'agenda/v1/services-for-review': {},
  'agenda/v1/unit-closures': { ...TERRITORY, unit: 'T-RM' },
  'agenda/v1/first-free': {},
  'agenda/v1/displaced-appointments': {
    ...TERRITORY,
    ...{ unit: 'T-RM', agenda: randomUUID(), from: DATE, to: DATE },
  },
  'agenda/v1/loads': { ...TERRITORY, unit: 'T-RM' },
  'agenda/v1/holds/mine': {},
  'agenda/v1/waiting/mine': {},
  'agenda/v1/appointments/mine': {},
  'agenda/v1/appointments/as-second-person': {},
  'agenda/v1/appointments/booked': {},
  'agenda/v1/appointments/of-competence': {},
};
const SEARCH = 'agenda/v1/appointments/search';
const SOUGHT = [
  { bookingCode: 'ABCDEFGH', purpose: 'AUDIT' },
  { citizen: { fiscalCode: fiscalCode(1) }, purpose: 'AUDIT' },
];
/** What the feed is asked for, by integrations of every scope, and by the centre. */
const EVENTS = 'integration/v1/events';
const OPENED = 'it.inps.retepunti.service-point.opened.v1';
const SCOPES = [
  { nation: true },
  { nation: false, regions: [TERRITORY.region] },
  { nation: false, provinces: [TERRITORY.province] },
  { nation: false, hosts: [HOST] },
];
const PRODUCT = new Set(contexts.flatMap(({ projections = [] }) => projections.map(({ name }) => name)));

/** Asks every list for all that can be asked of it, as every kind of reader. */
export async function collectListQueries(): Promise<ListQueries> {
  const server = await TestServer.start({ clock: { now: () => MONDAY } });
  try {
    const day = await openCounter(server, await server.token(), 1);
    const needed: Readonly<Record<string, Asked>> = {
      ...NEEDED,
      'agenda/v1/services-for-review': { point: await somePoint(server) },
    };
    const lists = Object.entries(LISTS).flatMap(([path, asked]) =>
      everyChoiceOf(asked, needed[path]).map((choice): [string, string] => [
        path,
        `/rest/${path}?${choice.toString()}`,
      ]),
    );
    const integrations = await Promise.all(SCOPES.map((scope) => integrationOf(server, scope)));
    const tokens = await Promise.all(EVERY_KIND_OF_READER.map((reader) => server.token(reader)));
    const asked = recordFinds(server.running.stores.readModels);
    await prepareAgain(server);
    const answered = new Set<string>();
    for (const [path, request] of [
      ...lists,
      ['sheet', `${day}/sheet?purpose=SPORTELLO`],
      ['holds', `${day}/holds`],
      ['queue', `${day}/queue`],
      ['accesses', `${day}/accesses`],
      ['waiting-list', `${day.split('/days/')[0] ?? ''}/waiting-list?purpose=SPORTELLO`],
      ['waiting-list', `${day.split('/days/')[0] ?? ''}/waiting-list?purpose=AVVISO&leftBecause=AGENDA_CLOSED`],
      [
        'waiting-list',
        `${day.split('/days/')[0] ?? ''}/waiting-list?purpose=AVVISO&leftBecause=SERVICE_NOT_OFFERED&from=2026-01-01&to=2026-12-31`,
      ],
    ] as const) {
      for (const token of tokens) {
        const { status, body } = await server.call('GET', request, { token });
        if (status === 200) answered.add(path);
        else if (status !== 403) throw new Error(`GET ${request} answered ${status}: ${JSON.stringify(body)}`);
      }
    }
    for (const body of SOUGHT) {
      for (const token of tokens) {
        const { status } = await server.call('POST', `/rest/${SEARCH}`, { token, key: null, body });
        if (status === 200) answered.add(SEARCH);
      }
    }
    await somebodyErased(server);
    for (const token of [...integrations, ...tokens]) {
      for (const choice of everyChoiceOf({ ...TERRITORY, host: HOST, types: OPENED })) {
        const { status } = await server.call('GET', `/rest/${EVENTS}?${choice.toString()}`, { token });
        if (status === 200) answered.add(EVENTS);
      }
    }
    const refused = [
      ...Object.keys(LISTS),
      EVENTS,
      SEARCH,
      'sheet',
      'holds',
      'queue',
      'accesses',
      'waiting-list',
    ].filter((path) => !answered.has(path));
    const shapes = new Map<string, ListQuery>();
    for (const [build, { where = {}, orderBy = [] }] of asked) {
      const query = { projection: build.slice(0, build.indexOf('@')), where, orderBy };
      if (PRODUCT.has(query.projection)) shapes.set(shapeOf(query), query);
    }
    return { queries: [...shapes.values()], refused };
  } finally {
    await server.close();
  }
}

/** Id of a point at which people are received. */
async function somePoint(server: TestServer): Promise<string> {
  const central = new Api(server.running.url, await server.token());
  await establishUnits(central);
  const { id, position } = await establishedPuntoInps(central);
  await server.running.projections.caughtUp(position);
  return id;
}

/** What a start has made ready, for a reader that has read nothing yet. */
async function prepareAgain(server: TestServer): Promise<void> {
  const { eventStore: log, readModels: store } = server.running.stores;
  const parts = { reader: new ProjectionReader({ log, store }), clock: { now: () => MONDAY } };
  const { signal } = new AbortController();
  for (const { preparations } of contexts) for (const prepare of preparations) await prepare({ ...parts, signal });
}

/** Somebody was erased: whom that concerns is looked up. */
async function somebodyErased(server: TestServer): Promise<void> {
  const token = await server.token();
  const whom = { fiscalCode: fiscalCode(7) };
  await server.call('POST', '/rest/privacy/v1/subjects', { token, body: whom });
  const body = { ...whom, ground: 'OBJECTION', reason: 'Prova' };
  const { status, body: erased } = await server.call('POST', '/rest/privacy/v1/erasures', { token, body });
  if (status !== 200) throw new Error(`the erasure answered ${status}: ${JSON.stringify(erased)}`);
  await server.running.projections.caughtUp(String(erased.position));
}

/** A token of an integration that may read so much. */
async function integrationOf(server: TestServer, scope: object): Promise<string> {
  const body = { name: 'Sistema di prova', contact: 'Ufficio di prova', scope };
  const { body: registered } = await server.call('POST', '/rest/integration/v1/integrations', {
    ...{ token: await server.token(), body },
  });
  return server.token({ role: 'integration', integration: String(registered.id) });
}

/** Which projection is asked for which fields, in which order. */
export function shapeOf({ projection, where = {}, orderBy = [] }: ListQuery): string {
  const asked = Object.entries(where).map(([field, condition]) => {
    return typeof condition === 'object' ? `${field} ${Object.keys(condition).join()}` : field;
  });
  const order = orderBy.map(({ field, descending }) => (descending ? `${field} from the end` : field));
  return `${projection} by ${asked.sort().join(' and ') || 'nothing'}, in the order of ${order.join(', ') || 'keys'}`;
}

/** Writes down what the store is asked from here on, and lets it answer. */
function recordFinds(store: ReadModelStore): readonly (readonly [build: string, query: DocumentQuery])[] {
  const asked: [string, DocumentQuery][] = [];
  const [find, findTexts] = [store.find.bind(store), store.findTexts.bind(store)];
  store.find = (build, query) => {
    asked.push([build, query]);
    return find(build, query);
  };
  store.findTexts = (build, query) => {
    asked.push([build, query]);
    return findTexts(build, query);
  };
  return asked;
}

/** None, some and all of what can be asked. */
function everyChoiceOf(asked: Asked, needed: Asked = {}): readonly URLSearchParams[] {
  let choices: [string, string][][] = [Object.entries(needed)];
  for (const parameter of Object.entries(asked)) {
    choices = [...choices, ...choices.map((choice) => [...choice, parameter])];
  }
  return choices.map((choice) => new URLSearchParams(choice));
}
