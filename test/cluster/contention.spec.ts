import type { StoredEvent } from '#kernel/ports';
import { seedAgenda, TERRITORY, workingDay, type SeededAgenda } from '../e2e/support/agenda.ts';
import type { Api } from '../e2e/support/api.ts';
import { BUILD_TIMEOUT_MS } from '../e2e/support/build.ts';
import { SEED } from '../e2e/support/crowd.ts';
import { expectSameAsRebuilt } from '../e2e/support/documents.ts';
import { eventsOf, openCommitments } from '../e2e/support/log.ts';
import { dayIn, itOversoldNothing, mixedRush, type AfterMixedRush } from '../e2e/support/mixed-rush.ts';
import { bookingsIn, itSoldEveryPlaceOnce, rush, type AfterRush } from '../e2e/support/rush.ts';
import { describeWithServer, serverUnderTest } from '../mongodb/server-under-test.ts';
import { Balanced } from './support/balanced.ts';
import { Cluster, type PartProcess, type WorkerProcess } from './support/cluster.ts';
import { lookedAt } from './support/random-day.ts';
import { RandomLife } from './support/random-life.ts';

const mongo = await serverUnderTest();

const ATTEMPTS = 10_000;
/** Of every kind; CI has the time for fewer, and CONTENTION_ATTEMPTS=10000 makes it as many. */
const MIXED_ATTEMPTS = Number(process.env.CONTENTION_ATTEMPTS ?? 500);
/** Fewer than attempts, who try again: FerretDB reads all subjects there are to find one by a codice fiscale. */
const CITIZENS = 300;
const PLACES = 100;
const SLOTS = 10;
/** As few that each tries often, and as many that few attempts of one person are under way at a time. */
const MIXED_CITIZENS = Math.min(CITIZENS, Math.ceil(MIXED_ATTEMPTS / 10));
/** Persons in a slot: what is left is not offered again for some minutes, so that slots fill up as they move. */
const MIXED_CAPACITY = Math.ceil(MIXED_CITIZENS / 5);
/** FerretDB answers as many as ten thousand attempts on a slow machine. */
const LONGEST_MS = 3 * BUILD_TIMEOUT_MS;
/** Acts that chance chooses, and how many of them at any time. */
const ACTS = 300;
const ACTS_AT_ONCE = 12;
const DESK = { role: 'desk-operator', id: 'desk', province: TERRITORY.province } as const;

describeWithServer(mongo, `${String(ATTEMPTS)} attempts at two servers for ${String(PLACES)} places of one day`, () => {
  let cluster: Cluster;
  let servers: readonly PartProcess[];
  let worker: WorkerProcess;
  let desks: readonly Api[];
  let after: AfterRush;

  beforeAll(async () => {
    cluster = await Cluster.over(mongo!.url);
    servers = [await cluster.startServer(), await cluster.startServer()];
    worker = await cluster.startActiveWorker();
    await cluster.ready(servers[0]!);
    const agenda = await seedAgenda(await cluster.as(servers[0]!), { slots: SLOTS, capacity: PLACES / SLOTS });
    desks = await Promise.all(servers.map((server) => cluster.as(server, DESK)));
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

  describe('the same servers afterwards', () => {
    let agendas: readonly SeededAgenda[];
    let life: RandomLife;
    let log: readonly StoredEvent[];
    let mixed: AfterMixedRush;

    beforeAll(async () => {
      const central = await cluster.as(servers[0]!);
      const date = workingDay(21);
      // Other days and service lines than before: what citizens have binds nobody here.
      const seed = { slots: 6, capacity: 2, date, serviceLine: 'SERVIZI_GENERALI', holdMinutes: 60 } as const;
      agendas = [
        await seedAgenda(central, { ...seed, name: 'Primo' }),
        await seedAgenda(central, { ...seed, name: 'Secondo' }),
      ];
      const centre = new Balanced(await Promise.all(servers.map((server) => cluster.as(server))));
      const senders = { desk: new Balanced(desks), centre, reader: desks[1]! };
      life = new RandomLife(senders, { agendas, people: 40, seed: SEED });
      await life.live(ACTS, ACTS_AT_ONCE);

      const agenda = await seedAgenda(central, {
        ...{ slots: SLOTS, capacity: MIXED_CAPACITY, holdMinutes: 60 },
        ...{ date: workingDay(14), serviceLine: 'CONTRIBUTI', name: 'Sportello contributi' },
      });
      const rushed = { citizens: MIXED_CITIZENS, attempts: MIXED_ATTEMPTS };
      const outcome = await mixedRush(new Balanced(desks), agenda, rushed);

      const stores = await cluster.settled(worker);
      log = await eventsOf(stores.eventStore);
      mixed = {
        ...{ ...outcome, stores, log: await dayIn(stores, agenda) },
        documents: await expectSameAsRebuilt(stores.eventStore, stores.readModels),
      };
    }, LONGEST_MS);

    describe(`A8: ${String(MIXED_ATTEMPTS)} attempts of every kind on one day`, () => {
      itOversoldNothing(() => mixed);
    });

    describe(`${String(ACTS)} acts that chance has chosen (seed ${String(SEED)}), on two agendas of one day`, () => {
      it('answers each with what it did or why not', () => {
        expect(life.answers.filter(({ status }) => ![200, 201, 404, 409, 422].includes(status))).toEqual([]);
      });

      it('A6, A8, A9: takes no place twice, has nobody at two places or beyond the limit, ends each appointment once and keeps the order of lists', () => {
        const { seen } = lookedAt(log, agendas).lists;
        expect([...seen]).toContain('WaitlistJoined');
      });

      it('tells the same in read models as in the log, and binds the time of nobody who has nothing', async () => {
        const { standing, commitments } = lookedAt(log, agendas).ledger;
        const shown = mixed.documents
          .get('appointments')!
          .map(({ document }) => document as { appointmentId: string; agendaId: string; state: string })
          .filter(({ agendaId, state }) => agendas.some((one) => one.agendaId === agendaId) && state === 'BOOKED');
        expect(shown.map(({ appointmentId }) => appointmentId).toSorted()).toEqual(standing.toSorted());
        const open = await Promise.all(
          agendas.map(({ agendaId, date }) =>
            openCommitments(mixed.stores.eventStore, `AgendaDay-${agendaId}_${date}`),
          ),
        );
        expect(open.flatMap((ids) => [...ids]).toSorted()).toEqual([...new Set(commitments)].toSorted());
      });
    });
  });
});
