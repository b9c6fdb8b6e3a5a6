import { rmSync } from 'node:fs';
import { Random } from '#demonstration';
import { itKeptItsWord, LATER_MS, OFFICER, settleLater, type AfterLoad } from './support/after-load.ts';
import { Api } from './support/api.ts';
import { ShiftedClock, startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { Crowd, SEED } from './support/crowd.ts';
import { expectSameAsRebuilt } from './support/documents.ts';
import { PollingReader, StreamReader, type FeedReader } from './support/feed-readers.ts';
import { eventsOf } from './support/log.ts';
import { until } from './support/until.ts';
import { endProcesses, runCliForJson, startServerProcess } from './support/processes.ts';

/** KILLS=100 makes it as many; CI has the time for fewer. */
const ROUNDS = Number(process.env.KILLS ?? 20);
/** Of one round, the start of a server included. */
const ROUND_MS = 30_000;
/** Answers after which the server of a round is killed. */
const ANSWERS = { least: 1, most: 120 };

describe(`a server killed ${String(ROUNDS)} times under load (seed ${String(SEED)})`, () => {
  const directory = temporaryDirectory();
  let unanswered = 0;
  /** After the last restart, when all is settled. */
  let application: TestApplication;
  let after: AfterLoad;
  const readers = new Map<string, FeedReader>();

  beforeAll(
    async () => {
      const random = new Random(SEED);
      let server = await startServerProcess(directory);
      const { token } = await runCliForJson<{ token: string }>(
        ...['token', '--data', directory, '--role', 'central', '--id', OFFICER],
      );
      const central = new Api(server.url, token);
      const crowd = await Crowd.before(central, random);
      const address = { url: server.url, token };
      readers.set('feed', new PollingReader(address)).set('stream', new StreamReader(address));

      for (let round = 0; round < ROUNDS; round += 1) {
        let left = random.integer(ANSWERS.least, ANSWERS.most);
        const killed = server;
        await crowd.work(central.at(killed.url), () => {
          left -= 1;
          if (left === 0) killed.kill('SIGKILL');
        });
        expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
        unanswered += crowd.wishes.filter(({ answer }) => !answer).length;
        server = await startServerProcess(directory);
        address.url = server.url;
        await crowd.repeatSome(central.at(server.url));
      }

      await crowd.finish(central.at(server.url));
      server.kill('SIGINT');
      expect(await server.ended).toMatchObject({ code: 0, signal: null });

      application = await startApplication({ directory, clock: new ShiftedClock(LATER_MS) });
      address.url = application.url;
      await settleLater(application);
      const { eventStore, readModels } = application.stores;
      after = {
        ...{ wishes: crowd.wishes, agendas: crowd.agendas, application, central: await application.as() },
        log: await eventsOf(eventStore),
        documents: await expectSameAsRebuilt(eventStore, readModels),
      };
    },
    BUILD_TIMEOUT_MS + ROUNDS * ROUND_MS,
  );
  afterAll(async () => {
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
    await endProcesses();
    await application.close();
    rmSync(directory, { recursive: true });
  });

  it('was killed while it was busy: some were left without an answer', () => {
    expect(unanswered).toBeGreaterThan(0);
  });

  it.each(['feed', 'stream'])('%s: whoever read meanwhile has exactly what is published, in order', async (name) => {
    const reader = readers.get(name)!;
    const published = after.documents.get('published-events')!.map(({ key, document }) => {
      const { type } = document as { readonly type: string };
      return `${BigInt(key).toString(16).padStart(16, '0')} ${type}`;
    });
    expect(published.length).toBeGreaterThan(ROUNDS);
    await until(() => reader.events.length >= published.length || undefined);
    expect(reader.events.map(({ id, type }) => `${id.slice(id.indexOf('-') + 1)} ${type}`)).toEqual(published);
    expect(reader.losses).toBeGreaterThan(0);
  });

  itKeptItsWord(() => after);
});
