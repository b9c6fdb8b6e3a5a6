import { rmSync } from 'node:fs';
import { openStores } from '#composition';
import { readConfiguration } from '#platform';
import { accepted, seedAgenda, TERRITORY, workingDay, type SeededAgenda } from '../e2e/support/agenda.ts';
import { expectProblem, type Answer, type Api } from '../e2e/support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../e2e/support/application.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';
import { ALL } from '../eventstoredb/traffic.ts';

const BEFORE = 'Specification-before';

describe('what a booking at a desk asks of EventStoreDB', () => {
  const directory = temporaryDirectory();
  const installation = freshPrefix();
  let log: TestEventStoreDb;
  let application: TestApplication;
  let desk: Api;
  let pensions: SeededAgenda;
  let contributions: SeededAgenda;
  /** Of requests; it stands still unless it is told. */
  const clock = { time: Date.now(), now: () => clock.time };

  const start = async (): Promise<void> => {
    const stores = await openStores(
      readConfiguration({
        ...{ RETE_PUNTI_MODE: 'clustered', RETE_PUNTI_EVENTSTOREDB: log.connectionString },
        ...{ RETE_PUNTI_DATA: directory, RETE_PUNTI_INSTALLATION: installation },
      }),
    );
    application = await startApplication({ directory, stores, clock });
    desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });
  };
  /** Another process, with nothing in memory. */
  const restart = async (): Promise<void> => {
    await application.close();
    await start();
  };

  beforeAll(async () => {
    log = await startTestEventStoreDb();
    await start();
    const central = await application.as();
    const seed = { slots: 2, capacity: 100, holdMinutes: 60 };
    pensions = await seedAgenda(central, seed);
    const others = { name: 'Sportello contributi', serviceLine: 'CONTRIBUTI', date: workingDay(14) } as const;
    contributions = await seedAgenda(central, { ...seed, ...others });
  });
  afterAll(async () => {
    await application.close();
    await log.stop();
    rmSync(directory, { recursive: true });
  });

  const booking = (citizen: number, at = pensions, more: object = {}): Promise<Answer> =>
    desk.post(`${at.day}/appointments`, {
      ...{ serviceId: at.serviceId, citizen: fictitiousPerson(citizen) },
      ...('holdId' in more ? {} : { start: at.starts[0], mode: 'IN_PERSON' }),
      ...more,
    });
  const book = (...how: Parameters<typeof booking>) => accepted(booking(...how));
  const hold = (citizen: number): Promise<string> => {
    const { fiscalCode } = fictitiousPerson(citizen);
    const wish = { start: pensions.starts[1], mode: 'IN_PERSON', citizen: { fiscalCode } };
    return accepted(desk.post(`${pensions.day}/holds`, wish)).then(({ id }) => id);
  };

  let citizens = 0;
  /**
   * The calls until the answer: of persons and of days on which somebody is received, by category, with `$$` for the settings
   * of a stream. Every two seconds the process looks at the end of the log, and reads the last event again that it knows:
   * where that comes between, it is tried with somebody else.
   * @param prepared makes ready what is asked then, for somebody who was not seen before
   */
  const callsOf = async (
    prepared: (citizen: number) => Promise<() => Promise<unknown>>,
  ): Promise<readonly string[]> => {
    for (;;) {
      const asking = await prepared((citizens += 1));
      await application.settled();
      const end = log.traffic.watch();
      // What a look before this has still to read comes before the answer.
      await application.stores.eventStore.readStream(BEFORE);
      await asking();
      const calls = end();
      if (calls.some(({ stream }) => stream === ALL)) continue;
      return calls.flatMap(({ kind, stream }) => {
        const [, settings = '', category = '', id = ''] = /^(\$\$)?[^.]*\.([^-]*)-(.*)$/.exec(stream) ?? [];
        const isDay = [pensions, contributions].some(({ agendaId, date }) => id === `${agendaId}_${date}`);
        return isDay || category === 'Subject' ? [`${kind} ${settings}${category}`] : [];
      });
    }
  };
  /** Somebody books so that the day is in memory. */
  const known = (at = pensions) => book((citizens += 1), at);

  it('of somebody new', async () => {
    const calls = await callsOf(async (citizen) => {
      await known();
      return () => book(citizen);
    });

    expect(calls).toEqual(['read AgendaDay', 'append Subject', 'append Subject', 'append AgendaDay']);
  });

  it('of somebody who is registered and not in memory, on a day that is', async () => {
    const calls = await callsOf(async (citizen) => {
      await book(citizen);
      await restart();
      await known(contributions);
      return () => book(citizen, contributions);
    });

    expect(calls).toEqual(['read AgendaDay', 'read Subject', 'append Subject', 'append AgendaDay']);
  });

  it('of somebody who is in memory, on a day that is', async () => {
    const calls = await callsOf(async (citizen) => {
      await book(citizen);
      await known(contributions);
      return () => book(citizen, contributions);
    });

    expect(calls).toEqual(['read AgendaDay', 'append Subject', 'append AgendaDay']);
  });

  it('of somebody of whom the log was not asked for two seconds', async () => {
    const calls = await callsOf(async (citizen) => {
      await book(citizen);
      await known(contributions);
      clock.time += 2_000;
      return () => book(citizen, contributions);
    });

    expect(calls).toEqual(['read AgendaDay', 'read Subject', 'append Subject', 'append AgendaDay']);
  });

  it('of somebody new, on a day that is not in memory', async () => {
    const calls = await callsOf(async (citizen) => {
      await restart();
      return () => book(citizen);
    });

    expect(calls).toEqual([
      ...['read AgendaDay', 'append Subject', 'read AgendaDay'],
      ...['append Subject', 'append AgendaDay'],
    ]);
  });

  it('of a hold', async () => {
    const calls = await callsOf(async (citizen) => {
      const holdId = await hold(citizen);
      return () => book(citizen, pensions, { holdId });
    });

    expect(calls).toEqual(['read AgendaDay', 'append AgendaDay']);
  });

  it('of somebody who may have no more: both streams that it was decided on are read before that is told', async () => {
    const calls = await callsOf(async (citizen) => {
      await book(citizen);
      return async () =>
        expectProblem(await booking(citizen, pensions, { start: pensions.starts[1] }), 422, 'TOO_MANY_ON_SERVICE_LINE');
    });

    expect(calls).toEqual(['read AgendaDay', 'read Subject', 'read AgendaDay']);
  });
});
