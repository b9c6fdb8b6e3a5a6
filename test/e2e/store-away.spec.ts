import { openMasterKey } from '#composition';
import type { KeyStore } from '#kernel/ports';
import { EmbeddedKeyStore, STORE_FILES } from '#store-embedded';
import { openMongoStores } from '#store-mongodb';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PersistentSubscriptionInfo } from '#store-eventstoredb';
import { setStage, type Stage } from '../eventstoredb-faults/stage.ts';
import { dropInstallation, freshInstallation, REACHED_WITHIN_MS } from '../mongodb/mongo-harness.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { runCliForJsonIn } from './support/processes.ts';

/** Nobody listens there. */
const LOG_AWAY = ['--eventstoredb', 'esdb://127.0.0.1:1?tls=false'];
const MONGODB_AWAY = ['--mongodb', 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100'];
const LONGEST_MS = 180_000;

const mongo = await serverUnderTest();
afterAll(() => mongo?.close());

let directory: string;
beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const environment = { RETE_PUNTI_MASTER_KEY: randomBytes(32).toString('base64') };
/** Runs a command about a cluster. */
const cli = <T>(...args: readonly string[]): Promise<T> =>
  runCliForJsonIn<T>(environment, ...args, '--mode', 'clustered', '--data', directory);
const token = async (...args: readonly string[]): Promise<string> =>
  (await cli<{ token: string }>('token', '--role', 'central', ...args)).token;

/** Makes the keys of an installation, as its first start does. */
async function begun(keys: KeyStore): Promise<void> {
  await openMasterKey({ dataDirectory: directory }, keys, environment);
  await keys.close();
}

describe('while the server of the log is away', () => {
  it(
    'a token is signed all the same, where the keys are a file',
    async () => {
      await begun(new EmbeddedKeyStore(join(directory, STORE_FILES.keys)));
      expect(await token(...LOG_AWAY)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    },
    LONGEST_MS,
  );
});

describeWithServer(mongo, 'while the server of the log is away, and MongoDB is not,', () => {
  it(
    'a token is signed, and read models tell of themselves',
    async () => {
      const installation = freshInstallation();
      const stores = await openMongoStores({
        url: mongo!.url,
        installation,
        serverSelectionTimeout: REACHED_WITHIN_MS,
      });
      await begun(stores.keys);
      await stores.close();
      const there = ['--mongodb', mongo!.url, '--installation', installation, ...LOG_AWAY];

      expect(await token(...there)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await cli('projections', 'list', ...there)).toEqual([]);
      expect(await cli('projections', 'parked', 'availability', ...there)).toEqual([]);
      await dropInstallation(mongo!.url, installation);
    },
    LONGEST_MS,
  );
});

describe('while MongoDB is away', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.close());

  it(
    'the log is replayed, and its subscriptions are made',
    async () => {
      const { store, server, prefix } = stage;
      const logId = await store.logId();
      const there = ['--eventstoredb', server.connectionString, '--installation', prefix, ...MONGODB_AWAY];

      const replayed = await cli<{ logId: string; documents: number }>('replay', 'availability', ...there);
      const [made] = await cli<PersistentSubscriptionInfo[]>('subscriptions', 'create', 'outside', ...there);

      expect(replayed).toMatchObject({ logId, documents: 0 });
      expect(made).toMatchObject({ name: 'outside', parked: 0 });
    },
    LONGEST_MS,
  );
});
