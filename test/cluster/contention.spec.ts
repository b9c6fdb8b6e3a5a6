import { seedAgenda, TERRITORY } from '../e2e/support/agenda.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { expectSameAsRebuilt } from '../e2e/support/documents.ts';
import { bookingsIn, itSoldEveryPlaceOnce, rush, type AfterRush } from '../e2e/support/rush.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Balanced } from './support/balanced.ts';
import { Cluster } from './support/cluster.ts';

const mongo = await serverUnderTest();

const ATTEMPTS = 10_000;
/** Fewer than attempts, who try again: FerretDB reads all subjects there are to find one by a codice fiscale. */
const CITIZENS = 300;
const PLACES = 100;
const SLOTS = 10;
const DESK = { role: 'desk-operator', id: 'desk', province: TERRITORY.province } as const;

describeWithServer(mongo, `${String(ATTEMPTS)} attempts at two servers for ${String(PLACES)} places of one day`, () => {
  let cluster: Cluster;
  let after: AfterRush;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    const servers = [await cluster.startServer(), await cluster.startServer()] as const;
    const worker = await cluster.startActiveWorker();
    await cluster.ready(servers[0]);
    const agenda = await seedAgenda(await cluster.as(servers[0]), { slots: SLOTS, capacity: PLACES / SLOTS });
    const desks = [await cluster.as(servers[0], DESK), await cluster.as(servers[1], DESK)];
    const outcome = await rush(new Balanced(desks), agenda, { citizens: CITIZENS, attempts: ATTEMPTS });

    const stores = await cluster.settled(worker);
    after = {
      ...{ ...outcome, stores, desks, bookings: await bookingsIn(stores) },
      documents: await expectSameAsRebuilt(stores.eventStore, stores.readModels),
    };
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await cluster.close();
    await mongo?.close();
  });

  itSoldEveryPlaceOnce(() => after);
});
