import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStoresToRead } from '#composition';
import { readConfiguration } from '#platform';
import type { DemoSummary } from '../../apps/cli/src/demo/summary.ts';
import { temporaryDirectory } from '../e2e/support/application.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { runCliForJson } from '../e2e/support/processes.ts';
import { dropInstallation, freshInstallation } from '../mongodb/mongo-harness.ts';
import { RELEASES, type Release } from '../eventstoredb/release.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { expectSameAsEmbedded } from './support/embedded.ts';
import { startLogServer } from './support/log-server.ts';

/** The whole demonstration has 100,000 events: `DEMO_EVENTS=100000 npm run test:cluster -- demonstration`. */
const { DEMO_EVENTS } = process.env;
/** FerretDB reads all documents of a collection to replace one: beyond this it takes minutes. */
const EVENTS_IN_MONGODB = Number(DEMO_EVENTS ?? 800);
const EVENTS_IN_FILES = Number(DEMO_EVENTS ?? 3_000);
const MS_PER_EVENT = 20;
/** A first day: small, as only the beginning of the log is of interest. */
const EVENTS_OF_FIRST_DAY = 700;

const mongo = await serverUnderTest();
afterAll(() => mongo?.close());

/** Plays the demonstration, and compares what it leaves with what the embedded mode makes of its events. */
async function playAndCompare(wanted: number, mongoUrl?: string): Promise<void> {
  await using cleanUp = new AsyncDisposableStack();
  const servers = temporaryDirectory();
  cleanUp.defer(() => rmSync(servers, { recursive: true }));
  const logServer = await startLogServer(servers);
  cleanUp.defer(() => logServer.close());
  const installation = freshInstallation();
  if (mongoUrl !== undefined) cleanUp.defer(() => dropInstallation(mongoUrl, installation));
  const options = {
    ...{ mode: 'clustered', eventstoredb: logServer.connectionString, installation },
    ...(mongoUrl === undefined ? {} : { mongodb: mongoUrl }),
    data: join(servers, 'demonstration'),
  };

  const { events, eventsByType, appointments } = await runCliForJson<DemoSummary>(
    ...['demo', '--events', String(wanted), '--exit'],
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  );

  // Citizens come by chance: the month ends with about as many.
  expect(events).toBeGreaterThan(wanted * 0.99);
  expect(appointments.booked).toBeGreaterThan(0);
  const variables = Object.entries(options).map(([name, value]) => [`RETE_PUNTI_${name.toUpperCase()}`, value]);
  const { eventStore, readModels, close } = await openStoresToRead(readConfiguration(Object.fromEntries(variables)));
  cleanUp.defer(close);
  const types = Map.groupBy(await eventsOf(eventStore), ({ type }) => type);
  expect(Object.fromEntries([...types].map(([type, { length }]) => [type, length]))).toEqual(eventsByType);
  await expectSameAsEmbedded(eventStore, readModels);
}

describeWithServer(mongo, 'the demonstration of the clustered mode', () => {
  it(
    'leaves in MongoDB the read models that the embedded mode makes of its events',
    () => playAndCompare(EVENTS_IN_MONGODB, mongo!.url),
    BUILD_TIMEOUT_MS + EVENTS_IN_MONGODB * MS_PER_EVENT,
  );
});

describe('the demonstration of the clustered mode without MongoDB', () => {
  it(
    'leaves in files the read models that the embedded mode makes of its events',
    () => playAndCompare(EVENTS_IN_FILES),
    BUILD_TIMEOUT_MS + EVENTS_IN_FILES * MS_PER_EVENT,
  );
});

describe.each(process.env.EVENTSTOREDB_URL ? RELEASES.slice(0, 1) : RELEASES)(
  'the first demonstration on a new server, as release %s',
  (release: Release) => {
    it(
      'books and refuses what the embedded mode does for the same seed and day',
      async () => {
        await using cleanUp = new AsyncDisposableStack();
        const directory = temporaryDirectory();
        cleanUp.defer(() => rmSync(directory, { recursive: true }));
        const logServer = await startLogServer(directory, release);
        cleanUp.defer(() => logServer.close());
        const play = async (data: string, ...options: readonly string[]): Promise<object> => {
          const { seconds, eventsPerSecond, ...summary } = await runCliForJson<DemoSummary>(
            ...['demo', '--events', String(EVENTS_OF_FIRST_DAY), '--seed', '12', '--exit'],
            ...['--data', join(directory, data), ...options],
          );
          expect([seconds, eventsPerSecond].every((number) => number > 0)).toBe(true);
          return summary;
        };

        const clustered = ['--mode', 'clustered', '--eventstoredb', logServer.connectionString];
        const there = await play('clustered', ...clustered, '--installation', freshInstallation());

        expect(there).toEqual(await play('embedded'));
      },
      BUILD_TIMEOUT_MS + 2 * EVENTS_OF_FIRST_DAY * MS_PER_EVENT,
    );
  },
);
