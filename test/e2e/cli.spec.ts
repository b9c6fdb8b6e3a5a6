import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildInfo, StoredDocument } from '#kernel/ports';
import type { ProjectionStatus } from '#kernel/execution';
import { EmbeddedReadModelStore, openEmbeddedStores, STORE_FILES, type EmbeddedStores } from '#store-embedded';
import type { DemoSummary } from '../../apps/cli/src/demo/summary.ts';
import { accepted, seedAgenda, type SeededAgenda } from './support/agenda.ts';
import { Api, expectProblem, type Answer } from './support/api.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { allDocuments, expectSameAsRebuiltSoFar, projections, rebuildFromNothing } from './support/documents.ts';
import { HOST_BODIES } from './support/load.ts';
import { eventsOf } from './support/log.ts';
import { fictitiousBodyCode, fictitiousPerson } from './support/people.ts';
import { endProcesses, runCli, runCliForJson, startServerProcess, type ServerProcess } from './support/processes.ts';

const LONGEST_MS = 180_000;
const NAMES = projections.map(({ name }) => name).sort();

describe('the command line', () => {
  const directories: string[] = [];

  beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  function newDirectory(): string {
    const directory = temporaryDirectory();
    directories.push(directory);
    return directory;
  }

  /** A directory with an agenda of 100 places, of which 20 are booked. */
  async function seededDirectory(): Promise<{ directory: string; agenda: SeededAgenda; central: Api }> {
    const application = await startApplication({ directory: newDirectory() });
    const central = await application.as();
    const agenda = await seedAgenda(central, { slots: 10, capacity: 10 });
    await Promise.all(Array.from({ length: 20 }, (_, number) => accepted(book(central, agenda, number))));
    await application.close();
    return { directory: application.directory, agenda, central };
  }

  function book(api: Api, agenda: SeededAgenda, number: number): Promise<Answer> {
    return api.post(`${agenda.day}/appointments`, {
      start: agenda.starts[number % agenda.starts.length],
      mode: 'IN_PERSON',
      serviceId: 'cedolino-pensione',
      citizen: fictitiousPerson(number),
    });
  }

  const tokenOf = async (directory: string, ...claims: readonly string[]): Promise<string> =>
    (await runCliForJson<{ token: string }>('token', '--data', directory, ...claims)).token;

  /** Looks at the files of a directory, whether or not somebody serves it. */
  async function inFilesOf<T>(directory: string, look: (stores: EmbeddedStores) => Promise<T>): Promise<T> {
    const stores = openEmbeddedStores(directory, { readOnly: true });
    try {
      return await look(stores);
    } finally {
      await stores.close();
    }
  }

  /** The read models of a directory that nobody serves are those of its log, as far as they have read it. */
  async function expectConsistent(directory: string): Promise<void> {
    await inFilesOf(directory, ({ eventStore, readModels }) => expectSameAsRebuiltSoFar(eventStore, readModels));
  }

  async function end(server: ServerProcess, signal: 'SIGINT' | 'SIGTERM'): Promise<void> {
    server.kill(signal);
    expect(await server.ended).toMatchObject({ code: 0, signal: null });
    expect(existsSync(join(server.directory, 'server.json'))).toBe(false);
    await expectConsistent(server.directory);
  }

  async function expectRefused(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at /);
    return stderr;
  }

  describe('demo', () => {
    it(
      'plays the same month for the same seed',
      async () => {
        const play = async (): Promise<Pick<DemoSummary, 'eventsByType'>> => {
          const directory = newDirectory();
          const { seconds, eventsPerSecond, ...summary } = await runCliForJson<DemoSummary>(
            ...['demo', '--data', directory, '--exit', '--events', '2000', '--seed', '7'],
          );
          await expectConsistent(directory);
          expect(Object.values(summary.eventsByType).reduce((sum, count) => sum + count, 0)).toBe(summary.events);
          expect([seconds, eventsPerSecond, summary.appointments.booked].every((number) => number > 0)).toBe(true);
          expect(summary.events).toBeGreaterThanOrEqual(2_000);
          return summary;
        };
        const [first, second] = await Promise.all([play(), play()]);

        expect(first).toEqual(second);
        // All of the network and its agreements: expiring, not forwarded, suspended with what follows, asked and answered.
        expect(Object.keys(first.eventsByType)).toEqual(
          expect.arrayContaining([
            ...['ProtocolExpiryNoticed', 'ProtocolForwardingOverdueNoticed', 'ProtocolTerminated'],
            ...['ProtocolSuspended', 'PuntoClienteSuspended', 'OperatorAuthorizationSuspended'],
            ...['PuntoInpsProposed', 'PuntoInpsOpened', 'PuntoInpsSuspended', 'PuntoInpsClosed'],
            ...['CommunicationAnswered', 'CommunicationClosed'],
          ]),
        );
        // All that agendas do, with what becomes of people: received, not come, displaced, moved, waiting, without a booking.
        expect(Object.keys(first.eventsByType)).toEqual(
          expect.arrayContaining([
            ...['DeskOpened', 'DeskTimeClaimed', 'OpeningBandSplit', 'OpeningBandWithdrawn'],
            ...['AppointmentCheckedIn', 'AppointmentCalled', 'AppointmentStarted', 'AppointmentCompleted'],
            ...['AppointmentMarkedNoShow', 'AppointmentRescheduled', 'AppointmentCancelled'],
            ...['AccessRegistered', 'AccessStarted', 'AccessCompleted', 'SlotHoldExpired'],
            ...['ClosureDeclared', 'UnitClosureDeclared', 'ClosureWithdrawn'],
            ...['AppointmentDisplacedByClosure', 'AppointmentReinstated', 'WaitlistJoined', 'WaitlistLeft'],
          ]),
        );
        const { CommunicationSent: asked = 0, CommunicationAnswered: answered = 0 } = first.eventsByType;
        expect(asked - answered).toBe(1);
      },
      LONGEST_MS,
    );

    it('fails, after its summary, when nothing was booked', async () => {
      const { code, stdout, stderr } = await runCli([
        ...['demo', '--data', newDirectory(), '--exit', '--json', '--events', '1'],
      ]);

      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ appointments: { booked: 0 } });
      expect(stderr).toContain('The demonstration failed: nothing was booked.');
    });

    it('leaves alone a directory that no demonstration made', async () => {
      const { directory } = await seededDirectory();

      expect(await expectRefused('demo', '--data', directory, '--exit', '--events', '2000')).toBe(
        `${directory} holds data that no demonstration made. Give another directory with --data.\n`,
      );
      await expectConsistent(directory);
    });
  });

  describe('token', () => {
    it(
      'signs what the server takes, with and without a server, within its bounds',
      async () => {
        const { directory } = await seededDirectory();
        const before = await tokenOf(directory, '--role', 'regional', '--region', '08');
        const server = await startServerProcess(directory);
        const beside = await tokenOf(directory, '--role', 'analyst');

        for (const token of [before, beside]) {
          expect((await new Api(server.url, token).get(`${HOST_BODIES}?region=08`)).status).toBe(200);
        }
        expectProblem(await new Api(server.url).get(HOST_BODIES), 401, 'TOKEN_MISSING');
        const body = {
          ...{ kind: 'PUBLIC_ADMINISTRATION', name: 'Comune di prova', fiscalCode: fictitiousBodyCode(1) },
          ...{ ipaCode: 'prova', region: '12', province: '058' },
        };
        expectProblem(await new Api(server.url, before).post(HOST_BODIES, body), 403, 'OUTSIDE_TERRITORY');
        await end(server, 'SIGINT');
      },
      LONGEST_MS,
    );

    it('says what a role lacks', async () => {
      const refusal = await expectRefused('token', '--data', (await seededDirectory()).directory, '--role', 'regional');

      expect(refusal).toBe('role regional needs the claim region\n');
    });

    it.each<[readonly string[], string]>([
      [['--role', 'regional', '--region', '99'], 'the claim region must be'],
      [['--role', 'provincial', '--region', '08', '--province', '058'], 'the claim province must be of a province in'],
      [['--role', 'citizen', '--fiscal-code', 'RSSMRA01B29H501Z'], 'the fiscal number is not a codice fiscale'],
      [['--role', 'central', '--id', 'rss.mra.80a01.h501u'], 'must not be a codice fiscale'],
    ])('signs nothing that the API would refuse: %j', async (claims, reason) => {
      const refusal = await expectRefused('token', '--data', (await seededDirectory()).directory, ...claims);

      expect(refusal).toContain(reason);
      expect(refusal.toUpperCase()).not.toContain('RSS');
    });
  });

  describe('serve', () => {
    it('is refused on a directory that has a server, and says whose it is', async () => {
      const server = await startServerProcess(newDirectory());

      expect(await expectRefused('serve', '--data', server.directory, '--port', '0')).toBe(
        `the directory ${server.directory} is in use by the server with process id ${String(server.pid)}: ` +
          'stop that one first, or give this one a directory of its own\n',
      );
      await end(server, 'SIGTERM');
    });

    it(
      'ends at Ctrl-C in the middle of requests: what it accepted is there, and everything is consistent',
      async () => {
        const { directory, agenda, central } = await seededDirectory();
        const server = await startServerProcess(directory);
        const desk = central.at(server.url);
        const firstAnswer = Promise.withResolvers<undefined>();
        const asked = Array.from({ length: 60 }, async (_, number) => {
          const answer = await book(desk, agenda, 20 + number);
          firstAnswer.resolve(undefined);
          return answer;
        });

        await firstAnswer.promise;
        // As soon as the connections of requests that are under way are answered, it ends: a client that keeps its
        // connections open does not hold it.
        await end(server, 'SIGINT');

        const answers = await Promise.allSettled(asked);
        const given = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
        const accepted = given.filter(({ status }) => status === 201);
        // Requests that it had not begun with.
        expect(given.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
        const booked = await inFilesOf(directory, ({ eventStore }) => eventsOf(eventStore, 'AppointmentBooked'));
        expect(booked.map(({ position }) => position)).toEqual(
          expect.arrayContaining(accepted.map(({ body }) => (body as { position: string }).position)),
        );
        const again = await startServerProcess(directory);
        const last = booked.at(-1)?.position ?? '';
        const sheet = `${agenda.day}/sheet?purpose=VERIFICA&minPosition=${last}`;
        expect(await central.at(again.url).list(sheet)).toHaveLength(booked.length);
        await end(again, 'SIGINT');
      },
      LONGEST_MS,
    );
  });

  describe.each(['beside a server', 'without a server'])('projections, %s,', (how) => {
    let directory: string;
    let server: ServerProcess | undefined;

    beforeAll(async () => {
      ({ directory } = await seededDirectory());
      server = how === 'without a server' ? undefined : await startServerProcess(directory);
    }, LONGEST_MS);
    afterAll(async () => {
      if (server) await end(server, 'SIGINT');
      await expectConsistent(directory);
    }, LONGEST_MS);

    const cli = <T>(...args: readonly string[]): Promise<T> =>
      runCliForJson<T>('projections', ...args, '--data', directory);
    const live = async (): Promise<readonly BuildInfo[]> =>
      (await cli<BuildInfo[]>('list')).filter((build) => build.live);

    it('list and status name every projection, and the build that answers', async () => {
      const [statuses, builds] = [await cli<ProjectionStatus[]>('status'), await live()];

      expect(builds.map(({ projection }) => projection).sort()).toEqual(NAMES);
      expect(statuses.map(({ projection }) => projection).sort()).toEqual(NAMES);
      const buildOf = new Map(builds.map(({ projection, build }) => [projection, build]));
      for (const { projection, state, parked, build } of statuses) {
        expect({ projection, state, parked, build }).toEqual({
          ...{ projection, state: 'live', parked: 0 },
          build: buildOf.get(projection),
        });
      }
      const { code, stdout } = await runCli(['projections', 'list', '--data', directory]);
      expect(code).toBe(0);
      for (const name of NAMES) expect(stdout).toContain(name);
    });

    it('rebuild switches to a build of the whole log', async () => {
      const buildOf = (builds: readonly BuildInfo[]) => builds.find(({ projection }) => projection === 'appointments');
      const before = buildOf(await live());
      const rebuilt = await cli<{ build: string; events: number }>('rebuild', 'appointments');
      const after = buildOf(await live());

      expect(rebuilt.build).not.toBe(before?.build);
      expect(after?.build).toBe(rebuilt.build);
      const log = await inFilesOf(directory, ({ eventStore }) => eventsOf(eventStore));
      expect(rebuilt.events).toBeLessThanOrEqual(log.length);
      expect(after?.checkpoint?.position).toBe(log.at(-1)?.position);
    });

    it('parked and retry find nothing to repair', async () => {
      expect(await cli('parked', 'availability')).toEqual([]);
      expect(await cli('retry', 'availability')).toEqual({ healed: [], stillParked: [] });
    });

    it('an unknown projection is refused', async () => {
      expect(await expectRefused('projections', 'rebuild', 'nothing', '--data', directory)).toMatch(/projection/);
    });
  });

  describe('replay', () => {
    interface Replayed {
      readonly build: string;
      readonly position: string;
      readonly documents: number;
      readonly into: string;
    }

    async function documentsIn({ into, build }: Replayed): Promise<readonly StoredDocument[]> {
      const store = new EmbeddedReadModelStore(join(into, STORE_FILES.readModels), { readOnly: true });
      try {
        return await allDocuments(store, build);
      } finally {
        await store.close();
      }
    }

    const taken = (documents: readonly StoredDocument[]): number =>
      (documents as readonly StoredDocument<{ slots: { taken: number }[] }>[])
        .flatMap(({ document }) => document?.slots ?? [])
        .reduce((sum, slot) => sum + slot.taken, 0);

    it(
      'shows what was at a position and what was known at a time, while a server takes bookings',
      async () => {
        const { directory, agenda, central } = await seededDirectory();
        const server = await startServerProcess(directory);
        const desk = central.at(server.url);
        const replay = (...args: readonly string[]): Promise<Replayed> =>
          runCliForJson<Replayed>('replay', 'availability', '--data', directory, '--into', newDirectory(), ...args);
        const past = await inFilesOf(directory, ({ eventStore }) => eventsOf(eventStore));
        const half = past.filter(({ type }) => type === 'AppointmentBooked')[9];
        const last = past.at(-1);

        const busy = new AbortController();
        const bookings = (async () => {
          for (let number = 20; !busy.signal.aborted; number += 1) await book(desk, agenda, number);
        })();
        const [atHalf, atLast, now] = await Promise.all([
          replay('--until', half?.position ?? ''),
          replay('--until', last?.recordedAt ?? ''),
          replay(),
        ]);
        busy.abort();
        await bookings;
        await end(server, 'SIGINT');

        const log = await inFilesOf(directory, ({ eventStore }) => eventsOf(eventStore));
        expect(atHalf.position).toBe(half?.position);
        expect(taken(await documentsIn(atHalf))).toBe(10);
        expect(atLast.position).toBe(
          log.findLast(({ recordedAt }) => recordedAt <= (last?.recordedAt ?? ''))?.position,
        );
        expect(taken(await documentsIn(atLast))).toBe(20);
        expect(Number(now.position)).toBeGreaterThanOrEqual(Number(last?.position));
        for (const replayed of [atHalf, atLast, now]) {
          const rebuilt = await inFilesOf(directory, ({ eventStore }) =>
            rebuildFromNothing(eventStore, replayed.position),
          );
          const documents = await documentsIn(replayed);
          expect(documents).toEqual(rebuilt.get('availability'));
          expect(documents.filter(({ document }) => document !== undefined)).toHaveLength(replayed.documents);
        }
      },
      LONGEST_MS,
    );

    it('refuses a time that is none, a projection that is none, and to write beside anything', async () => {
      const { directory } = await seededDirectory();
      const [time, projection, place] = await Promise.all([
        expectRefused('replay', 'availability', '--data', directory, '--until', 'yesterday'),
        expectRefused('replay', 'nothing', '--data', directory),
        expectRefused('replay', 'availability', '--data', directory, '--into', directory),
      ]);

      expect(time).toMatch(/^"yesterday" is neither a position nor a time/);
      expect(projection).toMatch(/^No projection is called "nothing"\. There are: .*availability/);
      expect(place).toContain('is not empty');
    });
  });
});
