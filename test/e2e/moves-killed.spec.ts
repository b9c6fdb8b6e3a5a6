import { cpSync, rmSync } from 'node:fs';
import { openDirectory } from '#composition';
import type { StoredEvent } from '#kernel/ports';
import { accepted, AGENDAS, seedAgenda, TERRITORY, type SeededAgenda } from './support/agenda.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { eventsOf, openCommitments } from './support/log.ts';
import { placesOf } from './support/places-in-log.ts';
import { fictitiousPerson } from './support/people.ts';
import { endProcesses, startProgram } from './support/processes.ts';

const SERVER = 'test/e2e/programs/dying-server.ts';
/** More than anything here writes: what never comes to its end fails. */
const MOST_DEATHS = 120;
const LONGEST_MS = 600_000;

interface Cause {
  readonly path: string;
  readonly body: object;
}

describe('A7, A8: killed after every append and every save of a process', () => {
  const template = temporaryDirectory();
  const directories = [template];
  let from: SeededAgenda;
  let to: SeededAgenda;
  let appointmentId: string;

  beforeAll(async () => {
    ensureBuilt();
    const application = await startApplication({ directory: template });
    try {
      const central = await application.as();
      from = await seedAgenda(central, { slots: 2 });
      to = await seedAgenda(central, { slots: 2, name: 'Altro sportello' });
      const desk = await application.as({ role: 'desk-operator', id: 'desk', province: TERRITORY.province });
      const wish = { start: from.starts[0], mode: 'IN_PERSON', serviceId: 'quesito', citizen: fictitiousPerson(1) };
      ({ id: appointmentId } = await accepted(desk.post(`${from.day}/appointments`, wish)));
      await application.settled();
    } finally {
      await application.close();
    }
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  const copy = (): string => {
    const directory = temporaryDirectory();
    directories.push(directory);
    cpSync(template, directory, { recursive: true });
    return directory;
  };
  const run = async (directory: string, diesAfter: number, { path, body }: Cause): Promise<'killed' | 'done'> => {
    const told = [directory, String(diesAfter), path, JSON.stringify(body)];
    const { code, signal, stdout, stderr } = await startProgram(SERVER, told).ended;
    if (signal === 'SIGKILL') return 'killed';
    if (code !== 0 || !stdout.includes('nothing is left to do')) throw new Error(`it ended with ${stdout}${stderr}`);
    return 'done';
  };
  /** Each process dies after its first write; the next is given the same command under the same key. */
  const dieOnTheWay = async (directory: string, cause: Cause): Promise<number> => {
    let deaths = 0;
    while ((await run(directory, 1, cause)) === 'killed') {
      deaths += 1;
      if (deaths > MOST_DEATHS) throw new Error('it never comes to its end');
    }
    return deaths;
  };
  const logOf = async (directory: string): Promise<{ log: readonly StoredEvent[]; bound: number }> => {
    const stores = openDirectory(directory);
    try {
      return { log: await eventsOf(stores.eventStore), bound: (await openCommitments(stores.eventStore)).size };
    } finally {
      await stores.close();
    }
  };
  const count = (log: readonly StoredEvent[], type: string): number =>
    log.filter((event) => event.type === type).length;

  it(
    'a move loses and doubles no appointment, and leaves its place after it stands at the new one',
    async () => {
      const move = {
        path: `${from.day}/appointments/${appointmentId}/rescheduling`,
        body: { to: { agendaId: to.agendaId, date: to.date, start: to.starts[1] } },
      };
      const onTheWay = copy();
      expect(await dieOnTheWay(onTheWay, move)).toBeGreaterThan(3);
      const stopped: string[] = [];
      for (let writes = 1; writes <= 4; writes += 1) {
        const directory = copy();
        if ((await run(directory, writes, move)) === 'killed') await run(directory, 0, move);
        stopped.push(directory);
      }
      for (const directory of [onTheWay, ...stopped]) {
        const { log, bound } = await logOf(directory);
        const places = placesOf(log, appointmentId);
        // Booked and claimed: one; there and not left yet: two; left: one.
        expect(Math.min(...places)).toBe(1);
        expect(places.at(-1)).toBe(1);
        expect(count(log, 'AppointmentRescheduled')).toBe(1);
        expect(count(log, 'AppointmentMovedAway')).toBe(1);
        expect(bound).toBe(1);
      }
    },
    LONGEST_MS,
  );

  it(
    'a displacement loses and doubles no appointment, and gives the time of the person back',
    async () => {
      const end = {
        path: `${AGENDAS}/${from.agendaId}/termination`,
        body: { effectiveDate: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(Date.now()) },
      };
      const directory = copy();
      expect(await dieOnTheWay(directory, end)).toBeGreaterThan(2);
      const { log, bound } = await logOf(directory);
      expect(count(log, 'AgendaClosed')).toBe(1);
      expect(count(log, 'AppointmentDisplacedByClosure')).toBe(1);
      expect(placesOf(log, appointmentId).at(-1)).toBe(0);
      expect(bound).toBe(0);
    },
    LONGEST_MS,
  );
});
