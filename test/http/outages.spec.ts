import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Part } from '#composition';
import type { Lines } from '#platform';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { dropInstallation } from '../mongodb/mongo-harness.ts';
import { describeWithServer, serverUnderTest, type ServerUnderTest } from '../mongodb/server-under-test.ts';
import { TestServer } from './support/server.ts';

const given = await serverUnderTest();
const mongo = given?.stop ? (given as Required<ServerUnderTest>) : undefined;
if (given && !mongo) console.warn('SKIPPED: the outage of MongoDB, which this run may not stop: unset MONGODB_URL');

/** The driver of MongoDB looks after a server that nobody asks for every ten seconds. */
const LONGEST_MS = 180_000;
const TIME = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;

/** Lines as they are written, to be waited for. */
class Written implements Lines {
  readonly all: string[] = [];
  readonly #more = new EventEmitter();

  log(line: string): void {
    this.all.push(line);
    this.#more.emit('line');
  }

  warn(line: string): void {
    this.log(`WARN ${line}`);
  }

  /** Resolves with the first line that has these words. */
  async first(words: string): Promise<string> {
    for (;;) {
      const found = this.all.find((line) => line.includes(words));
      if (found !== undefined) return found;
      await once(this.#more, 'line');
    }
  }
}

let log: TestEventStoreDb;
let installation: string;
let started: TestServer[];

beforeAll(async () => {
  log = await startTestEventStoreDb();
});
afterAll(async () => {
  await log.stop();
  await given?.close();
});
beforeEach(() => {
  installation = freshPrefix();
  started = [];
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});

/** Starts a part of an installation. @returns the lines that it writes about the servers of its stores */
async function start(part: Part, shared: Record<string, string>): Promise<Written> {
  const outages = new Written();
  const server = await TestServer.start(
    { part, environment: shared, outages },
    {
      ...shared,
      RETE_PUNTI_MODE: 'clustered',
      RETE_PUNTI_EVENTSTOREDB: log.connectionString,
      RETE_PUNTI_INSTALLATION: installation,
    },
  );
  started.push(server);
  return outages;
}

/** A line for the loss of it and one for its return, whatever repeats and other servers there are. */
async function expectLossAndReturn(lines: Written, name: string, giveBack: () => void | Promise<void>): Promise<void> {
  const lost = await lines.first(`${name} has been away`);
  expect(lost).toMatch(new RegExp(`^WARN ${name} has been away since ${TIME}.*: \\S+`));

  await giveBack();

  const returned = await lines.first(`${name} is back`);
  expect(returned).toMatch(new RegExp(`^${name} is back: it was away from ${TIME} to ${TIME} \\(\\d+ s\\)$`));
  expect(lines.all.filter((line) => line.includes(`${name} has been away`))).toHaveLength(1);
  expect(lines.all.filter((line) => line.includes(`${name} is back`))).toHaveLength(1);
}

function freshKey(): Record<string, string> {
  return { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
}

describe('a process of its own over EventStoreDB', () => {
  it.each<[string, () => void | Promise<void>, () => void | Promise<void>]>([
    ['gone', () => log.down(), () => log.up()],
    [
      'frozen',
      () => {
        log.freeze();
      },
      () => {
        log.thaw();
      },
    ],
  ])('writes when EventStoreDB is lost and when it is back: %s', async (_how, lose, giveBack) => {
    const lines = await start('everything', freshKey());
    await lose();

    await expectLossAndReturn(lines, `EventStoreDB at 127.0.0.1:${log.port}`, giveBack);
  });
});

describeWithServer(mongo, 'processes that share stores', () => {
  afterEach(async () => {
    for (const server of started.splice(0)) await server.close();
    await dropInstallation(mongo!.url, installation);
  });

  it.each(['api', 'worker'] as const)(
    'write when a store is lost and when it is back: %s',
    async (part) => {
      const lines = await start(part, { ...freshKey(), RETE_PUNTI_MONGODB: mongo!.url });
      await mongo!.stop();
      await expectLossAndReturn(lines, `MongoDB at ${new URL(mongo!.url).host}`, () => mongo!.start());

      await log.down();
      await expectLossAndReturn(lines, `EventStoreDB at 127.0.0.1:${log.port}`, () => log.up());
    },
    LONGEST_MS,
  );
});
