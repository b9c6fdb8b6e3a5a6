import type { MongoStores } from '#store-mongodb';
import { onServer } from '../mongodb/mongo-harness.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { describeAccessLog } from './access-log.ts';
import { describeIdempotencyStore } from './idempotency-store.ts';
import type { StoreHarness } from './harness.ts';
import { describeKeyStore } from './key-store.ts';
import { describeLargestAgenda } from './largest-agenda.ts';
import { describeLeaseStore } from './lease-store.ts';
import { describeReadModelStore } from './read-model-store.ts';
import { describeWorkStore } from './work-store.ts';

const server = await serverUnderTest();
const over = <Store>(pick: (stores: MongoStores) => Store, monotonic?: () => number): Promise<StoreHarness<Store>> =>
  onServer(server!.url, pick, { monotonic });

describeWithServer(server, 'MongoDB', () => {
  afterAll(() => server?.close());

  describeReadModelStore('MongoReadModelStore', () => over(({ readModels }) => readModels));
  describeWorkStore('MongoWorkStore', () => over(({ work }) => work));
  describeLargestAgenda('MongoWorkStore', () => over(({ work }) => work));
  describeAccessLog('MongoAccessLog', () => over(({ accessLog }) => accessLog));
  describeKeyStore('MongoKeyStore', () => over(({ keys }) => keys));
  describeIdempotencyStore('MongoIdempotencyStore', () => over(({ idempotency }) => idempotency));
  describeLeaseStore('MongoLeaseStore', (monotonic) => over(({ leases }) => leases, monotonic));
});
