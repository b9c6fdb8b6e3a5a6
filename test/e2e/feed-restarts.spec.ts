import { rmSync } from 'node:fs';
import { contexts, openStoresToRead } from '#composition';
import { readConfiguration } from '#platform';
import { drawn } from '#service-points/specification';
import { PUBLISHED_PREFIX, type PublishedType } from '#use-cases';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { liveDocuments } from './support/documents.ts';
import { PollingReader, StreamReader, type FeedReader, type ReadEvent } from './support/feed-readers.ts';
import { eventsOf } from './support/log.ts';
import { endProcesses, runCliForJson, startServerProcess } from './support/processes.ts';
import { until } from './support/until.ts';

/** Events of the demonstration, of all types: `FEED_EVENTS=100000 npm run test:e2e -- feed-restarts` for all it has. */
const EVENTS = Number(process.env.FEED_EVENTS ?? 20_000);
const KILLS = 10;
/** Events that a reader has read since the last start, before the server is killed again. */
const READ_BEFORE_KILL = 200;

/** A point that is open, where it is, and what is done there. */
interface OpenPoint {
  readonly id: string;
  readonly place: object;
  readonly services: readonly string[];
}

describe(`${String(EVENTS)} events of a month, read while the server is killed ${String(KILLS)} times`, () => {
  const directory = temporaryDirectory();
  const readers = new Map<string, FeedReader>();
  /** Ids and types, as they follow from the log and what contexts declare. */
  let published: readonly string[];
  let openPoints: readonly OpenPoint[];

  const isThrough = ({ events }: FeedReader): boolean => events.length >= published.length;
  const look = async (): Promise<void> => {
    const { eventStore, readModels, close } = await openStoresToRead(readConfiguration({ RETE_PUNTI_DATA: directory }));
    published = publishedOf(await eventsOf(eventStore));
    openPoints = openIn(await liveDocuments(readModels));
    await close();
  };

  beforeAll(async () => {
    await runCliForJson('demo', '--data', directory, '--events', String(EVENTS), '--exit');
    await look();
    const { token } = await runCliForJson<{ token: string }>('token', '--data', directory, '--role', 'central');
    let server = await startServerProcess(directory);
    const address = { url: server.url, token };
    readers.set('feed', new PollingReader(address)).set('stream', new StreamReader(address));
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = [...readers.values()].map((reader) => ({ reader, read: reader.received }));
      await until(
        () =>
          before.every(({ reader, read }) => isThrough(reader) || reader.received > read + READ_BEFORE_KILL) ||
          undefined,
      );
      server.kill('SIGKILL');
      await server.ended;
      server = await startServerProcess(directory);
      address.url = server.url;
    }
    server.kill('SIGINT');
    await server.ended;
    await look();
    server = await startServerProcess(directory);
    address.url = server.url;
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
    await endProcesses();
    rmSync(directory, { recursive: true });
  });

  it.each(['feed', 'stream'])('%s: whoever read has exactly what is published, in order', async (name) => {
    const reader = readers.get(name)!;
    await until(() => isThrough(reader) || undefined);
    expect(reader.events.map(({ id, type }) => `${id.slice(id.indexOf('-') + 1)} ${type}`)).toEqual(published);
    expect(reader.losses).toBeGreaterThan(0);
  });

  it.each(['feed', 'stream'])('%s: the map of open points that is drawn of it is that of the registers', (name) => {
    expect(openPoints.length).toBeGreaterThan(10);
    expect(drawnOf(readers.get(name)!.events)).toEqual(openPoints);
  });
});

/** Which events of a log are published, and as what. */
function publishedOf(log: Awaited<ReturnType<typeof eventsOf>>): readonly string[] {
  const types = contexts.flatMap(({ publishes = [] }): readonly PublishedType[] => publishes);
  const names = new Map(types.flatMap(({ name, made }) => made.map(({ definition }) => [definition.type, name])));
  return log.flatMap(({ type, position }) => {
    const name = names.get(type);
    return name === undefined ? [] : [`${BigInt(position).toString(16).padStart(16, '0')} ${name}`];
  });
}

/** The map of whoever knows nothing but what was told. */
function drawnOf(events: readonly ReadEvent[]): readonly OpenPoint[] {
  const about = events.filter(({ type }) => type.startsWith(`${PUBLISHED_PREFIX}service-point.`));
  const points = [...Map.groupBy(about, ({ subject = '' }) => subject)].map(([id, told]) => {
    const { isOpen, place, services } = drawn(
      told.map(({ type, sequence, legaldate = null, data }) => ({
        ...{ type, sequence: Number(sequence), legalDay: legaldate },
        data: data as Readonly<Record<string, unknown>>,
      })),
    );
    return { isOpen, point: openPoint(id, place as Placed, services) };
  });
  return inOrder(points.flatMap(({ isOpen, point }) => (isOpen ? [point] : [])));
}

interface Placed {
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
  readonly address: object;
}

/** The map as the registers have it, of Punti Cliente and of Punti INPS. */
function openIn(documents: Awaited<ReturnType<typeof liveDocuments>>): readonly OpenPoint[] {
  const open = (register: string, state: string): OpenPoint[] =>
    documents.get(register)!.flatMap(({ key, document }) => {
      const point = document as (Placed & { readonly state: string; readonly services: readonly Service[] }) | null;
      return point?.state === state ? [openPoint(key, point, point.services.map(idOfService))] : [];
    });
  return inOrder([...open('service-point-register', 'ACTIVE'), ...open('punto-inps-register', 'OPEN')]);
}

type Service = string | { readonly serviceId: string };

function idOfService(service: Service): string {
  return typeof service === 'string' ? service : service.serviceId;
}

function openPoint(
  id: string,
  { region, province, municipality, address }: Placed,
  services: readonly string[],
): OpenPoint {
  return { id, place: { region, province, municipality, address }, services: services.toSorted() };
}

function inOrder(points: readonly OpenPoint[]): readonly OpenPoint[] {
  return points.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
