import { commandIdOf } from '#kernel/domain';
import type { Environment } from '#platform';
import { ShiftedClock } from '../e2e/support/application.ts';
import { until } from '../e2e/support/until.ts';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { TestServer } from './support/server.ts';

const BOOTHS = '/rest/booths/v1/booths';
const GOOD = { region: '08', opening: { from: '2026-03-02', capacity: 2 } };
const KEY = 'once';
const DAY_MS = 86_400_000;

let log: TestEventStoreDb;
beforeAll(async () => {
  log = await startTestEventStoreDb();
});
afterAll(() => log.stop());

describe.each<[string, () => Environment]>([
  ['of one process', () => ({})],
  [
    'over EventStoreDB',
    () => ({
      RETE_PUNTI_MODE: 'clustered',
      RETE_PUNTI_EVENTSTOREDB: log.connectionString,
      RETE_PUNTI_INSTALLATION: freshPrefix(),
    }),
  ],
])('the Idempotency-Keys of an installation %s', (_mode, newInstallation) => {
  let environment: Environment;
  let server: TestServer;
  beforeEach(async () => {
    environment = newInstallation();
    server = await TestServer.start({}, environment);
    const answer = await server.call('POST', BOOTHS, { token: await server.token(), key: KEY, body: GOOD });
    expect(answer.status).toBeLessThan(300);
  });
  afterEach(() => server.close());

  const startAfter = async (days: number, more: Environment = {}): Promise<void> => {
    await server.stop();
    await server.start({ clock: new ShiftedClock(days * DAY_MS) }, { ...environment, ...more });
  };
  const isKnown = async (): Promise<boolean> =>
    (await server.running.stores.eventStore.findIdempotencyRecord(commandIdOf('central-officer', KEY))) !== undefined;

  it('are remembered as many days as are configured, and then forgotten', async () => {
    await startAfter(29, { RETE_PUNTI_IDEMPOTENCY_DAYS: '30' });
    // What a start forgets it has forgotten when it ends.
    await startAfter(29, { RETE_PUNTI_IDEMPOTENCY_DAYS: '30' });
    expect(await isKnown()).toBe(true);

    await startAfter(31, { RETE_PUNTI_IDEMPOTENCY_DAYS: '30' });
    await until(async () => !(await isKnown()) || undefined);
  });

  it('are remembered for ever where nothing is configured', async () => {
    await startAfter(4_000);
    await startAfter(4_000);

    expect(await isKnown()).toBe(true);
  });
});
