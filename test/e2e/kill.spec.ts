import { rmSync } from 'node:fs';
import { commandIdOf, type StoredEvent } from '#kernel';
import type { CommandAnswer } from '#platform';
import { Random } from '../../apps/cli/src/demo/random.ts';
import { seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { ShiftedClock, startApplication, temporaryDirectory, type TestApplication } from './support/application.ts';
import { BUILD_TIMEOUT_MS } from './support/build.ts';
import { expectSameAsRebuilt, type Documents } from './support/documents.ts';
import { HOST_BODIES, LoadingClient, type Wish } from './support/load.ts';
import { eventsOf, openCommitments, openReservations } from './support/log.ts';
import { endProcesses, runCliForJson, startServerProcess } from './support/processes.ts';

const ROUNDS = 20;
const CLIENTS = 8;
/** Answers after which the server of a round is killed. */
const ANSWERS = { least: 1, most: 120 };
/** Answers that are asked for again after each restart. */
const REPEATED = 5;
/** Holds have run out by then, and what was claimed for commands that never came is due. */
const LATER_MS = 15 * 60_000;
/** Each run makes its own choices; a failure names the seed that repeats them. */
const SEED = Number(process.env.RETE_PUNTI_SEED ?? Math.floor(Math.random() * 1_000_000));
const OFFICER = 'central-officer';

describe(`a server killed ${String(ROUNDS)} times under load (seed ${String(SEED)})`, () => {
  const random = new Random(SEED);
  const directory = temporaryDirectory();
  let agendas: SeededAgenda[];
  let clients: LoadingClient[];
  let wishes: Wish[];
  let unanswered = 0;
  /** After the last restart, when all is settled. */
  let application: TestApplication;
  let log: StoredEvent[];
  let documents: Documents;

  const day = ({ agendaId, date }: SeededAgenda): string => `AgendaDay-${agendaId}_${date}`;
  const accepted = (): Wish[] => wishes.filter(({ answer }) => (answer?.status ?? 500) < 300);
  const ofType = (...types: string[]): StoredEvent[] => log.filter(({ type }) => types.includes(type));

  beforeAll(async () => {
    let server = await startServerProcess(directory);
    const { token } = await runCliForJson<{ token: string }>(
      ...['token', '--data', directory, '--role', 'central', '--id', OFFICER],
    );
    const central = new Api(server.url, token);
    agendas = [
      await seedAgenda(central, { slots: 24, capacity: 10, holdMinutes: 5 }),
      await seedAgenda(central, { slots: 4, capacity: 3, serviceLine: 'NASPI' }),
    ];
    clients = Array.from(
      { length: CLIENTS },
      (_, index) => new LoadingClient(index, new Random(random.integer(0, 1_000_000)), agendas),
    );

    for (let round = 0; round < ROUNDS; round += 1) {
      let left = random.integer(ANSWERS.least, ANSWERS.most);
      const killed = server;
      const onAnswer = (): void => {
        left -= 1;
        if (left === 0) killed.kill('SIGKILL');
      };
      await Promise.all(clients.map((client) => client.work(central.at(killed.url), onAnswer)));
      expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
      unanswered += clients.flatMap((client) => client.wishes).filter(({ answer }) => !answer).length;
      server = await startServerProcess(directory);
      await repeatSome(central.at(server.url));
    }

    for (const client of clients) await client.finish(central.at(server.url));
    wishes = clients.flatMap((client) => client.wishes);
    server.kill('SIGINT');
    expect(await server.ended).toMatchObject({ code: 0, signal: null });

    application = await startApplication({ directory, clock: new ShiftedClock(LATER_MS) });
    const { processes, projections, stores } = application;
    do await processes.settled();
    while ((await processes.fireDue()) > 0);
    await projections.caughtUp(await stores.eventStore.head());
    log = await eventsOf(stores.eventStore);
    documents = await expectSameAsRebuilt(stores.eventStore, stores.readModels);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    await application.close();
    rmSync(directory, { recursive: true });
  });

  /** What was answered before a restart is answered in the same way after it. */
  async function repeatSome(api: Api): Promise<void> {
    const answered = clients.flatMap((client) => client.wishes).filter(({ answer }) => (answer?.status ?? 500) < 300);
    for (let count = 0; count < REPEATED && answered.length > 0; count += 1) {
      const wish = random.pick(answered);
      const again = await api.post(wish.path, wish.body, { key: wish.key });
      expect([again.status, again.body]).toEqual([wish.answer?.status, wish.answer?.body]);
    }
  }

  it('was killed while it was busy: some were left without an answer', () => {
    expect(unanswered).toBeGreaterThan(0);
    expect(new Set(accepted().map(({ kind }) => kind)).size).toBe(6);
  });

  it('answers nothing but that a command was carried out, or which rule it breaks', () => {
    const problems = wishes.filter(({ answer }) => (answer?.status ?? 500) >= 300);
    const byCode = Map.groupBy(problems, ({ answer }) => (answer?.body as { code: string }).code);
    const { SLOT_FULL = [], VALUE_ALREADY_TAKEN = [], COMMAND_ABANDONED = [], ...others } = Object.fromEntries(byCode);

    expect(Object.keys(others)).toEqual([]);
    expect([SLOT_FULL.length, VALUE_ALREADY_TAKEN.length]).not.toContain(0);
    // Its refusal was decided and its claims were given up, but the answer never left the killed server.
    const abandoned = ofType('CommandAbandoned').map(({ data }) => (data as WithAbandoned).abandonedCommandId);
    expect(abandoned).toEqual(expect.arrayContaining(COMMAND_ABANDONED.map(({ key }) => commandIdOf(OFFICER, key))));
  });

  it('has every command that was acknowledged in the log, once, where the answer says', () => {
    const byCommand = Map.groupBy(log, ({ metadata }) => (metadata as { commandId: string }).commandId);
    for (const { kind, key, answer } of accepted()) {
      const { revision, position } = answer?.body as CommandAnswer;
      const events = byCommand.get(commandIdOf(OFFICER, key)) ?? [];
      expect({ key, kind, events: events.map(({ type }) => type) }).toEqual({ key, kind, events: [ACTS[kind]] });
      expect(events[0]).toMatchObject({ revision, position });
    }
  });

  it('carries out no command twice, and none that it refused', () => {
    for (const [kind, type] of Object.entries(ACTS)) {
      const wanted = accepted().filter((wish) => ACTS[wish.kind] === type).length;
      expect({ kind, carriedOut: ofType(type).length }).toEqual({ kind, carriedOut: wanted });
    }
    expect(new Set(log.map(({ eventId }) => eventId)).size).toBe(log.length);
    expect(
      new Set(ofType('HostBodyRegistered').map(({ data }) => (data as { fiscalCode: string }).fiscalCode)).size,
    ).toBe(ofType('HostBodyRegistered').length);
  });

  it('never takes more places than there are', () => {
    for (const agenda of agendas) {
      const capacity = agenda.places / agenda.starts.length;
      const taken = new Map<string, number>();
      for (const { stream, type, data } of log) {
        const by = PLACES_BY[type];
        if (stream !== day(agenda) || by === undefined) continue;
        const { start, holdId } = data as { start: string; holdId?: string };
        // A booked hold took its place when it was made.
        if (type === 'AppointmentBooked' && holdId !== undefined) continue;
        taken.set(start, (taken.get(start) ?? 0) + by);
        expect(taken.get(start)).toBeLessThanOrEqual(capacity);
      }
    }
  });

  it('shows in its read models what the answers promised', async () => {
    const central = await application.as();
    const booked = ofType('AppointmentBooked').length - ofType('AppointmentCancelled').length;
    const sheets = await Promise.all(agendas.map((agenda) => central.list(`${agenda.day}/sheet?purpose=VERIFICA`)));

    expect(sheets.flat()).toHaveLength(booked);
    expect(documents.get('appointments')).toHaveLength(ofType('AppointmentBooked').length);
    const hosts = await central.list(`${HOST_BODIES}?region=${TERRITORY.region}`);
    expect(hosts).toHaveLength(accepted().filter(({ kind }) => kind === 'REGISTER_HOST').length);
  });

  it('leaves no process manager with something to do, and none parked', async () => {
    const { processes, projections, stores } = application;
    const head = await stores.eventStore.head();

    for (const { process, ...status } of await processes.status()) {
      expect({ process, ...status }).toEqual({ process, state: 'running', position: head, head, parked: [] });
      expect(await stores.work.unsent(process, 10)).toEqual([]);
    }
    for (const status of await projections.status()) expect(status).toMatchObject({ state: 'live', parked: 0 });
    for (const process of ['hold-expiry', 'commitment-sweeper', 'reservation-sweeper']) {
      expect({ process, nextDue: await stores.work.nextDue(process) }).toEqual({ process, nextDue: undefined });
    }
  });

  it('binds the time of those who have an appointment, and of nobody else', async () => {
    const cancelled = new Set(ofType('AppointmentCancelled').map(({ data }) => (data as WithCommitment).commitmentId));
    const bound = ofType('AppointmentBooked').map(({ data }) => (data as WithCommitment).commitmentId);

    expect([...(await openCommitments(application.stores.eventStore))].toSorted()).toEqual(
      bound.filter((commitmentId) => !cancelled.has(commitmentId)).toSorted(),
    );
  });

  it('keeps reserved the codes of the bodies that were registered, and no other', async () => {
    const registered = accepted().filter(({ kind }) => kind === 'REGISTER_HOST');
    const commands = registered.map(({ key }) => commandIdOf(OFFICER, key));
    // Two each: fiscal code and IPA code.
    expect((await openReservations(application.stores.eventStore)).toSorted()).toEqual(
      [...commands, ...commands].toSorted(),
    );
  });
});

interface WithCommitment {
  readonly commitmentId: string;
}

interface WithAbandoned {
  readonly abandonedCommandId: string;
}

/** The event that says that a wish was carried out. */
const ACTS: Readonly<Record<Wish['kind'], string>> = {
  BOOK: 'AppointmentBooked',
  HOLD: 'SlotHeld',
  BOOK_HELD: 'AppointmentBooked',
  RELEASE: 'SlotHoldReleased',
  CANCEL: 'AppointmentCancelled',
  REGISTER_HOST: 'HostBodyRegistered',
};

/** How events of a day change the places taken. */
const PLACES_BY: Readonly<Record<string, 1 | -1>> = {
  SlotHeld: 1,
  SlotHoldReleased: -1,
  SlotHoldExpired: -1,
  AppointmentBooked: 1,
  AppointmentCancelled: -1,
};
