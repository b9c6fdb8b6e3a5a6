import { rmSync } from 'node:fs';
import { openStores } from '#composition';
import { readConfiguration } from '#platform';
import { accepted, seedAgenda, TERRITORY, workingDay, type SeededAgenda } from '../e2e/support/agenda.ts';
import { expectProblem, type Answer, type Api } from '../e2e/support/api.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../e2e/support/application.ts';
import { fictitiousPerson } from '../e2e/support/people.ts';
import { freshPrefix } from '../eventstoredb/server-under-test.ts';
import { startTestEventStoreDb, type TestEventStoreDb } from '../eventstoredb/server.ts';

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
    const seed = { slots: 2, capacity: 20, holdMinutes: 60 };
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

  /**
   * The calls until the answer: of persons and of days on which somebody is received, by category, with `$$` for the settings
   * of a stream. Other days are planned meanwhile, and the identity of the log is read every few seconds, whoever asks.
   */
  const callsFor = async (asking: () => Promise<unknown>): Promise<readonly string[]> => {
    await application.settled();
    const end = log.traffic.watch();
    await asking();
    return end().flatMap(({ kind, stream }) => {
      const [, settings = '', category = '', id = ''] = /^(\$\$)?[^.]*\.([^-]*)-(.*)$/.exec(stream) ?? [];
      const isDay = [pensions, contributions].some(({ agendaId, date }) => id === `${agendaId}_${date}`);
      return isDay || category === 'Subject' ? [`${kind} ${settings}${category}`] : [];
    });
  };

  it('of somebody new', async () => {
    await book(1);

    expect(await callsFor(() => book(2))).toEqual([
      'read AgendaDay',
      ...['append Subject', 'append Subject', 'append AgendaDay'],
    ]);
  });

  it('of somebody who is registered and not in memory, on a day that is', async () => {
    await book(3);
    await restart();
    await book(4, contributions);

    expect(await callsFor(() => book(3, contributions))).toEqual([
      ...['read AgendaDay', 'read Subject'],
      ...['append Subject', 'append AgendaDay'],
    ]);
  });

  it('of somebody who is in memory, on a day that is', async () => {
    await book(5);
    await book(6, contributions);

    expect(await callsFor(() => book(5, contributions))).toEqual([
      'read AgendaDay',
      ...['append Subject', 'append AgendaDay'],
    ]);
  });

  it('of somebody of whom the log was not asked for two seconds', async () => {
    await book(11);
    await book(12, contributions);
    clock.time += 2_000;

    expect(await callsFor(() => book(11, contributions))).toEqual([
      ...['read AgendaDay', 'read Subject', 'append Subject'],
      'append AgendaDay',
    ]);
  });

  it('of somebody new, on a day that is not in memory', async () => {
    await restart();

    expect(await callsFor(() => book(10))).toEqual([
      ...['read AgendaDay', 'append Subject', 'read AgendaDay'],
      ...['append Subject', 'append AgendaDay'],
    ]);
  });

  it('of a hold', async () => {
    await hold(7);
    const holdId = await hold(8);

    expect(await callsFor(() => book(8, pensions, { holdId }))).toEqual(['read AgendaDay', 'append AgendaDay']);
  });

  it('of somebody who may have no more', async () => {
    await book(9);

    const refused = async (): Promise<void> =>
      void expectProblem(await booking(9, pensions, { start: pensions.starts[1] }), 422, 'TOO_MANY_ON_SERVICE_LINE');
    // Before it is told both streams are read that it was decided on.
    expect(await callsFor(refused)).toEqual(['read AgendaDay', 'read Subject', 'read AgendaDay']);
  });
});
