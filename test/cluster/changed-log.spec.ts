import type { CommandAnswer } from '#platform';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from '../e2e/support/agenda.ts';
import { expectProblem, type Answer, type Api } from '../e2e/support/api.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { expectSameAsRebuilt } from '../e2e/support/documents.ts';
import { expectHealthy } from '../e2e/support/health.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { until } from '../e2e/support/until.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster, type PartProcess, type WorkerProcess } from './support/cluster.ts';

const mongo = await serverUnderTest();
const isOurs = process.env.EVENTSTOREDB_URL === undefined;
if (!isOurs) console.warn('SKIPPED: an older log put back under a cluster: unset EVENTSTOREDB_URL');
const LONGEST_MS = 180_000;

describeWithServer(isOurs ? mongo : undefined, 'a cluster under which an older copy of its log is put back', () => {
  let cluster: Cluster;
  let servers: PartProcess[];
  let worker: WorkerProcess;
  let agenda: SeededAgenda;
  let central: Api;
  let lost: CommandAnswer;

  const book = (number: number, api = central): Promise<Answer> =>
    api.post(
      `${agenda.day}/appointments`,
      {
        ...{ start: agenda.starts[0], mode: 'IN_PERSON', serviceId: 'cedolino-pensione' },
        citizen: fictitiousPerson(number),
      },
      { key: `booking-${String(number)}` },
    );

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    servers = [await cluster.startServer(), await cluster.startServer()];
    worker = await cluster.startActiveWorker();
    await cluster.ready(servers[0]!);
    central = await cluster.as(servers[0]!);
    agenda = await seedAgenda(central, { slots: 1, capacity: 10 });
    await accepted(book(1));
    await cluster.settled(worker);
    const putBack = cluster.backUpLog();
    lost = await accepted(book(2));
    await cluster.settled(worker);
    await putBack();
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await cluster.close();
    await mongo?.close();
  });

  it(
    'has no process that goes on: each is alive, not ready, and refuses everything',
    async () => {
      for (const process of [...servers, worker]) {
        const api = central.at(process.url);
        await until(async () => (await api.get('/health/ready')).body.code === 'LOG_CHANGED' || undefined);
        expectProblem(await api.get('/health'), 503, 'LOG_CHANGED');
        expect((await api.get('/health/live')).status).toBe(200);
      }
      for (const { url } of servers) {
        const api = central.at(url);
        expectProblem(await book(3, api), 503, 'LOG_CHANGED');
        expectProblem(await book(2, api), 503, 'LOG_CHANGED');
        expectProblem(await api.get(`${agenda.day}/sheet?purpose=VERIFICA`), 503, 'LOG_CHANGED');
      }
    },
    LONGEST_MS,
  );

  it(
    'starts no process before that is accepted, and says how',
    async () => {
      await cluster.end(...servers, worker);

      const complaint = await cluster.refusedServer();
      expect(complaint).toContain(`the installation ${cluster.installation} in EventStoreDB at 127.0.0.1:`);
      expect(complaint).toContain('rete-punti accept-restore --mode clustered --eventstoredb ');
      expect(complaint).not.toMatch(/events\.db|^\s+at /m);
    },
    LONGEST_MS,
  );

  it(
    'books once what a client repeats after it was accepted, and goes on as one that was never restored',
    async () => {
      const { logId } = await cluster.cli<{ logId: string }>('accept-restore');
      worker = await cluster.startActiveWorker();
      servers = [await cluster.startServer()];
      await cluster.ready(servers[0]!);
      central = central.at(servers[0]!.url);

      const again = await accepted(book(2));
      expect(again).toMatchObject({ id: lost.id, logId });
      expect(await accepted(book(2))).toEqual(again);
      const { eventStore, readModels } = await cluster.settled(worker);
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(agenda.places - 2);
      await expectSameAsRebuilt(eventStore, readModels);
      await expectHealthy(central);
    },
    LONGEST_MS,
  );
});
