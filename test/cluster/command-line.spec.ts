import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildInfo } from '#kernel/ports';
import type { ProjectionStatus } from '#kernel/execution';
import { EmbeddedReadModelStore, STORE_FILES } from '#store-embedded';
import { accepted, freePlaces, seedAgenda, type SeededAgenda } from '../e2e/support/agenda.ts';
import { Api, expectProblem } from '../e2e/support/api.ts';
import { temporaryDirectory } from '../e2e/support/application.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { allDocuments, expectSameAsRebuilt, projections, rebuildFromNothing } from '../e2e/support/documents.ts';
import { expectHealthy } from '../e2e/support/health.ts';
import { eventsOf } from '../e2e/support/log.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Cluster, type PartProcess, type WorkerProcess } from './support/cluster.ts';

const mongo = await serverUnderTest();

const NAMES = projections.map(({ name }) => name).sort();
const BOOKED = 20;
const LONGEST_MS = 180_000;

describeWithServer(mongo, 'the command line, about a cluster,', () => {
  let cluster: Cluster;
  let server: PartProcess;
  let worker: WorkerProcess;
  let central: Api;
  let agenda: SeededAgenda;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    server = await cluster.startServer();
    worker = await cluster.startActiveWorker();
    await cluster.ready(server);
    const { token } = await cluster.cli<{ token: string }>('token', '--role', 'central', '--id', 'central-officer');
    central = new Api(server.url, token);
    agenda = await seedAgenda(central, { slots: 10, capacity: 10 });
    for (let number = 0; number < BOOKED; number += 1) await accepted(book(number));
    await cluster.settled(worker);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await cluster.close();
    await mongo?.close();
  });

  const book = (number: number) =>
    central.post(
      `${agenda.day}/appointments`,
      {
        ...{ start: agenda.starts[number % agenda.starts.length], mode: 'IN_PERSON' },
        ...{ serviceId: 'cedolino-pensione', citizen: fictitiousPerson(number) },
      },
      { key: `booking-${String(number)}` },
    );
  const ofProjections = <T>(...args: readonly string[]): Promise<T> => cluster.cli<T>('projections', ...args);
  const live = async (): Promise<readonly BuildInfo[]> =>
    (await ofProjections<BuildInfo[]>('list')).filter((build) => build.live);

  it(
    'tells how projections stand, beside whoever runs them',
    async () => {
      const [statuses, builds] = [await ofProjections<ProjectionStatus[]>('status'), await live()];

      expect(builds.map(({ projection }) => projection).sort()).toEqual(NAMES);
      const buildOf = new Map(builds.map(({ projection, build }) => [projection, build]));
      expect(statuses.map(({ projection }) => projection).sort()).toEqual(NAMES);
      const head = await (await cluster.stores()).eventStore.head();
      for (const { projection, state, parked, build, position } of statuses) {
        expect({ projection, state, parked, build, position }).toEqual({
          ...{ projection, state: 'live', parked: 0, position: head },
          build: buildOf.get(projection),
        });
      }
      expect(await ofProjections('parked', 'availability')).toEqual([]);
    },
    LONGEST_MS,
  );

  it(
    'has repairs done by the worker that runs the projections, and by nobody else',
    async () => {
      const buildOf = async () => (await live()).find(({ projection }) => projection === 'appointments');
      const before = await buildOf();
      const byWorker = ['--server', worker.url];
      const rebuilt = await ofProjections<{ build: string; events: number }>('rebuild', 'appointments', ...byWorker);
      const after = await buildOf();

      expect(after?.build).toBe(rebuilt.build);
      expect(after?.build).not.toBe(before?.build);
      expect(rebuilt.events).toBe((await eventsOf((await cluster.stores()).eventStore)).length);
      expect(await ofProjections('retry', 'appointments', ...byWorker)).toEqual({ healed: [], stillParked: [] });

      const rebuild = ['projections', 'rebuild', 'appointments'];
      expect(await cluster.refusedCli(...rebuild)).toContain('--server');
      expect(await cluster.refusedCli(...rebuild, '--server', server.url)).toContain('the worker that runs it');
      expect(await central.list(`${agenda.day}/sheet?purpose=VERIFICA`)).toHaveLength(BOOKED);
    },
    LONGEST_MS,
  );

  it(
    'replays into files what was at a position',
    async () => {
      const { eventStore } = await cluster.stores();
      const half = (await eventsOf(eventStore, 'AppointmentBooked'))[BOOKED / 2 - 1]?.position ?? '';
      const into = temporaryDirectory();
      const { build, position } = await cluster.cli<{ build: string; position: string }>(
        ...['replay', 'availability', '--until', half, '--into', into],
      );

      expect(position).toBe(half);
      const store = new EmbeddedReadModelStore(join(into, STORE_FILES.readModels), { readOnly: true });
      const documents = await allDocuments(store, build);
      await store.close();
      expect(documents).toEqual((await rebuildFromNothing(eventStore, half)).get('availability'));
      rmSync(into, { recursive: true });
    },
    LONGEST_MS,
  );

  it(
    'accepts a restored log: nothing that was given out on the one before is mistaken for it',
    async () => {
      const { eventStore, readModels } = await cluster.stores();
      const identities = async (): Promise<string[]> =>
        (await eventsOf(eventStore)).map(({ eventId }) => eventId).sort();
      const before = await identities();
      const given = await accepted(book(0));
      await cluster.end(server, worker);

      const { logId } = await cluster.cli<{ logId: string }>('accept-restore');
      expect(logId).not.toBe(given.logId);
      server = await cluster.startServer();
      expectProblem(await new Api(server.url).get('/health/ready'), 503, 'NOT_READY');
      worker = await cluster.startActiveWorker();
      await cluster.ready(server);
      await cluster.settled(worker);

      central = central.at(server.url);
      expect(await identities()).toEqual(before);
      const { id, revision, position } = given;
      expect((await book(0)).body).toMatchObject({ id, revision, position, logId });
      const since = `minPosition=${position}&logId=${given.logId}`;
      expectProblem(await central.get(`${agenda.day}/sheet?purpose=VERIFICA&${since}`), 409, 'LOG_REPLACED');
      expect(await freePlaces(central, agenda.agendaId, agenda.date)).toBe(agenda.places - BOOKED);
      await expectSameAsRebuilt(eventStore, readModels);
      await expectHealthy(central);
    },
    LONGEST_MS,
  );
});
