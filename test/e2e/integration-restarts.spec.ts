import { rmSync } from 'node:fs';
import { openStoresToRead } from '#composition';
import { Random } from '#demonstration';
import { readConfiguration } from '#platform';
import { accepted } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { SEED } from './support/crowd.ts';
import { liveDocuments } from './support/documents.ts';
import { drawnOf, openIn, type OpenPoint } from './support/drawn-map.ts';
import { FailingReceiver } from './support/failing-receiver.ts';
import { PollingReader, StreamReader, type Address, type FeedReader } from './support/feed-readers.ts';
import { eventsOf } from './support/log.ts';
import { NumberedReader, type NumberedReadEvent } from './support/numbered-reader.ts';
import {
  endProcesses,
  runCliForJson,
  startProgram,
  startServerProcess,
  type ServerProcess,
} from './support/processes.ts';
import { publishedAs, publishedOf } from './support/published-in-log.ts';
import { askReceipt, firstDifference, hashesOf, saidBy, type BookedEvent } from './support/subscriber-books.ts';
import { until } from './support/until.ts';

/** Events of the month, of all types: `FEED_EVENTS=100000 npm run test:e2e -- integration-restarts` for more. */
const EVENTS = Number(process.env.FEED_EVENTS ?? 20_000);
const KILLS = 10;
/** Events that everybody has been given since the last start, before the server is killed again. */
const READ_BEFORE_KILL = 200;
const ENVIRONMENT = { RETE_PUNTI_WEBHOOK_PRIVATE: 'on' };
const SUBSCRIPTIONS = '/rest/integration/v1/subscriptions';

/** Who opened the subscriptions of the month. */
interface Subscribed {
  readonly integration: string;
  readonly subscriptions: readonly [read: string, sent: string];
}

/** What may go wrong in a subscriber's books at a number. */
const FAULTS: Readonly<Record<string, (events: readonly BookedEvent[], at: number) => readonly BookedEvent[]>> = {
  altered: (events, at) => events.map((event) => (event.number === at ? { ...event, type: `${event.type}x` } : event)),
  dropped: (events, at) => events.filter(({ number }) => number !== at),
  swapped: (events, at) =>
    events.map((event) => {
      const { number } = event;
      const other = number === at ? events[at] : number === at + 1 ? events[at - 1] : event;
      return { ...(other ?? event), number };
    }),
};

describe(`${String(EVENTS)} events of a month, read in every way while the server is killed ${String(KILLS)} times (seed ${String(SEED)})`, () => {
  const directory = temporaryDirectory();
  const random = new Random(SEED);
  const addresses: Address[] = [];
  const readers = new Map<string, FeedReader>();
  let numbered: NumberedReader;
  let receiver: FailingReceiver;
  let server: ServerProcess;
  let owner: Api;
  let subscribed: Subscribed;
  /** Ids and types, as they follow from the log and what contexts declare. */
  let published: readonly string[];
  let openPoints: readonly OpenPoint[];

  const look = async (): Promise<void> => {
    const { eventStore, readModels, close } = await openStoresToRead(readConfiguration({ RETE_PUNTI_DATA: directory }));
    published = publishedOf(await eventsOf(eventStore));
    openPoints = openIn(await liveDocuments(readModels));
    await close();
  };
  const addressFor = async (...who: string[]): Promise<Address> => {
    const { token } = await runCliForJson<{ token: string }>('token', '--data', directory, ...who);
    const address = { url: server.url, token };
    addresses.push(address);
    return address;
  };
  const restart = async (signal: NodeJS.Signals, meanwhile = (): Promise<void> => Promise.resolve()): Promise<void> => {
    server.kill(signal);
    await server.ended;
    await meanwhile();
    server = await startServerProcess(directory, ENVIRONMENT);
    for (const address of addresses) address.url = server.url;
    owner = owner.at(server.url);
  };
  const sent = (path: string): string => `${SUBSCRIPTIONS}/${subscribed.subscriptions[1]}/${path}`;
  /** What failed is tried at once, whatever it waits for. */
  const hurry = async (): Promise<void> => {
    await accepted(owner.post(sent('deliveries/pause'), { reason: 'Prova' }));
    await accepted(owner.post(sent('deliveries/resumption'), {}));
  };
  const delivered = async (isEnough: (held: number) => boolean): Promise<void> => {
    await until(async () => {
      const { body } = await owner.get(sent('endpoint'));
      const { through, held, restsUntil } = body as { through: number; held: readonly object[]; restsUntil: unknown };
      if (restsUntil !== null) await hurry();
      return (through === published.length && isEnough(held.length)) || undefined;
    });
  };

  beforeAll(async () => {
    receiver = await FailingReceiver.start(new Random(SEED));
    const month = await startProgram('test/e2e/programs/subscribed-month.ts', [directory, String(EVENTS)]).ended;
    if (month.code !== 0) throw new Error(month.stderr);
    subscribed = JSON.parse(month.stdout) as Subscribed;
    await look();
    server = await startServerProcess(directory, ENVIRONMENT);
    const centre = await addressFor('--role', 'central');
    const integration = await addressFor('--role', 'integration', '--integration', subscribed.integration);
    owner = new Api(server.url, integration.token);

    await accepted(owner.post(sent('endpoint'), { url: receiver.url }));
    receiver.trust(((await owner.post(sent('endpoint/secrets'), {})).body as { readonly shared: string }).shared);
    await accepted(owner.post(sent('endpoint/proof'), {}));
    numbered = new NumberedReader(integration, subscribed.subscriptions[0], new Random(SEED));
    readers.set('feed', new PollingReader(centre)).set('stream', new StreamReader(centre)).set('numbers', numbered);

    const everybody = [...readers.values(), receiver];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = everybody.map((one) => ({ one, had: one.received }));
      await until(
        () =>
          before.every(
            ({ one, had }) => one.events.length >= published.length || one.received > had + READ_BEFORE_KILL,
          ) || undefined,
      );
      await restart('SIGKILL');
    }
    await restart('SIGINT', look);
    await delivered(() => true);
    receiver.calmDown();
    await hurry();
    await delivered((held) => held === 0);
    const isThrough = ({ events }: FeedReader): boolean => events.length >= published.length;
    await until(() => [...readers.values()].every(isThrough) || undefined);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
    await endProcesses();
    receiver.close();
    rmSync(directory, { recursive: true });
  });

  it.each(['feed', 'stream', 'numbers'])('%s: whoever read has exactly what is published, in order', (name) => {
    const reader = readers.get(name)!;
    expect(reader.events.map(publishedAs)).toEqual(published);
    expect(reader.losses).toBeGreaterThan(0);
  });

  it('webhooks: whoever was called has exactly what is published, each event under one id however often it came', () => {
    expect(byNumber(receiver.events).map(publishedAs)).toEqual(published);
    expect(receiver.received).toBeGreaterThan(published.length);
    expect(receiver.failures).toBeGreaterThan(0);
    const ids = new Set(receiver.taken.map(({ id, event }) => `${id} ${String(event.number)}`));
    expect(ids.size).toBe(published.length);
  });

  it('webhooks: those about one thing came in order', () => {
    const about = Map.groupBy(receiver.events, ({ subject = '' }) => subject);
    for (const events of about.values()) expect(events).toEqual(byNumber(events));
  });

  it.each(['feed', 'stream', 'numbers', 'webhooks'])(
    '%s: the map of open points that is drawn of it is that of the registers',
    (name) => {
      expect(openPoints.length).toBeGreaterThan(10);
      expect(drawnOf(readers.get(name)?.events ?? byNumber(receiver.events))).toEqual(openPoints);
    },
  );

  describe.each(['numbers', 'webhooks'] as const)('%s: a subscriber', (way) => {
    const book = () => {
      const events = way === 'numbers' ? numbered.events : byNumber(receiver.events);
      const id = subscribed.subscriptions[way === 'numbers' ? 0 : 1];
      return { id, events, series: events[0]?.book ?? '' };
    };

    it('has each number from the first to the last, and a signed receipt that says so', async () => {
      const { id, events, series } = book();
      expect(events.map(({ number }) => number)).toEqual(published.map((_, index) => index + 1));
      const { hash } = hashesOf(series, events).at(-1)!;
      const { body } = await askReceipt(owner, id, series, [{ number: events.length, hash }]);
      const { statement } = body as { readonly statement: string };
      expect(await saidBy(statement, owner)).toMatchObject({
        ...{ subscription: id, book: series, number: published.length, hash, skipped: [] },
      });
    });

    it.each(Object.entries(FAULTS))('that has %s an event is told by which number it differs', async (_, spoil) => {
      const { id, events, series } = book();
      const at = random.integer(1, events.length - 1);
      expect(await firstDifference(owner, id, series, spoil(events, at))).toBe(at);
    });
  });
});

function byNumber(events: readonly NumberedReadEvent[]): readonly NumberedReadEvent[] {
  return events.toSorted((one, other) => one.number - other.number);
}
