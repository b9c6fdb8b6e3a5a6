import { createApplication, type RunningApplication } from '#composition';
import { Random } from '#demonstration';
import { itKeptItsWord, LATER_MS, settleLater, type AfterLoad } from '../e2e/support/after-load.ts';
import { Api } from '../e2e/support/api.ts';
import { ShiftedClock } from '../e2e/support/application.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { Crowd, SEED } from '../e2e/support/crowd.ts';
import { expectSameAsRebuilt } from '../e2e/support/documents.ts';
import { unhealthyInTheEnd } from '../e2e/support/health.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { until } from '../e2e/support/until.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Balanced } from './support/balanced.ts';
import { Cluster } from './support/cluster.ts';
import { expectSameAsEmbedded } from './support/embedded.ts';
import { Load } from './support/load.ts';
import { isSettled } from './support/settled.ts';

const mongo = await serverUnderTest();
const mayStop = mongo?.stop !== undefined;
if (mongo && !mayStop) console.warn('SKIPPED: the outage of MongoDB, which this run may not stop: unset MONGODB_URL');

/** Answers between two blows. */
const ANSWERS = 60;

describeWithServer(mongo, `a cluster whose parts fail under load (seed ${String(SEED)})`, () => {
  let cluster: Cluster;
  let balanced: Balanced;
  /** The worker that is left in the end. */
  let application: RunningApplication | undefined;
  let after: AfterLoad;
  /** What those say of their health who are not well again, before all but the last worker end. */
  let unhealthy: Awaited<ReturnType<typeof unhealthyInTheEnd>>;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    const servers = await Promise.all([cluster.startServer(), cluster.startServer()]);
    const first = await cluster.startActiveWorker();
    const clients = [await cluster.as(servers[0]), await cluster.as(servers[1])] as const;
    const [central] = clients;
    await cluster.ready(servers[0]);
    balanced = new Balanced(clients);
    const crowd = await Crowd.before(central, new Random(SEED));
    const load = new Load(crowd, balanced);

    const second = await cluster.startWorker();
    await load.answered(ANSWERS);
    first.kill('SIGKILL');
    await second.tookAll();

    const third = await cluster.startWorker();
    await load.answered(ANSWERS);
    second.kill('SIGSTOP');
    await third.tookAll();
    await load.answered(ANSWERS);
    second.kill('SIGCONT');
    await second.gaveUpAll();
    await load.answered(ANSWERS);

    if (mayStop) {
      const before = balanced.unavailable;
      await mongo.stop?.();
      await until(() => balanced.unavailable > before || undefined);
      await mongo.start?.();
      await load.answered(ANSWERS);
    }
    await load.end();
    await crowd.repeatSome(balanced);

    unhealthy = await unhealthyInTheEnd(...[...servers, second, third].map(({ url }) => new Api(url)));
    await cluster.end(second, third);
    application = await createApplication({
      configuration: cluster.configuration,
      environment: cluster.environment,
      part: 'worker',
      clock: new ShiftedClock(LATER_MS),
    });
    const last = application;
    await until(async () => (await isSettled(last.stores, new Api(last.url))) || undefined);
    await settleLater(last);
    const { eventStore, readModels } = last.stores;
    after = {
      ...{ wishes: crowd.wishes, agendas: crowd.agendas, application: last, central },
      log: await eventsOf(eventStore),
      documents: await expectSameAsRebuilt(eventStore, readModels),
    };
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await application?.close();
    await cluster.close();
    await mongo?.close();
  });

  it('keeps answering: only an outage of its stores is told', () => {
    expect(balanced.unavailable > 0).toBe(mayStop);
  });

  itKeptItsWord(() => after);

  it('is healthy in the end', () => {
    expect(unhealthy).toEqual([]);
  });

  it('has the read models that the embedded mode makes of the same events', async () => {
    const { eventStore, readModels } = after.application.stores;
    await expectSameAsEmbedded(eventStore, readModels);
  });
});
