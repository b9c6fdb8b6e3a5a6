import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { STORE_FILES } from '#store-embedded';
import { accepted, seedAgenda } from './support/agenda.ts';
import { startApplication } from './support/application.ts';
import { allDocuments, projections } from './support/documents.ts';
import { Directories, readIn } from './support/dying.ts';
import { fictitiousPerson } from './support/people.ts';
import { startProgram } from './support/processes.ts';

const PROGRAM = 'test/e2e/programs/dying-rebuild.ts';
const APPOINTMENTS = 'appointments';
const BOOKINGS = 9;
/** More than there are: a rebuild that never comes to its end fails. */
const MOST_POINTS = 60;

describe('a rebuild whose process is killed', () => {
  const directories = new Directories();
  let origin: string;

  beforeAll(async () => {
    origin = directories.empty();
    const application = await startApplication({ directory: origin });
    const central = await application.as();
    const { day, starts } = await seedAgenda(central, { slots: 3, capacity: 3 });
    for (let index = 0; index < BOOKINGS; index += 1) {
      const body = { start: starts[index % starts.length], mode: 'IN_PERSON', serviceId: 'cedolino-pensione' };
      await accepted(central.post(`${day}/appointments`, { ...body, citizen: fictitiousPerson(index) }));
    }
    await application.settled();
    await application.projections.caughtUp(await application.stores.eventStore.head());
    await application.close();
  });
  afterAll(() => {
    directories.remove();
  });

  /** @returns whether it was killed, and where */
  async function rebuild(directory: string, diesAt: number): Promise<{ killed: boolean; points: readonly string[] }> {
    const program = startProgram(PROGRAM, [directory, APPOINTMENTS, String(diesAt)]);
    const { code, signal, stdout, stderr } = await program.ended;
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`it ended with ${stdout}${stderr}`);
    return { killed: signal === 'SIGKILL', points: stdout.split('\n').filter((line) => line.startsWith('point ')) };
  }

  /** The documents of each build of appointments that there is, that which answers first. */
  function documentsOf(directory: string): Promise<readonly (readonly unknown[])[]> {
    const { name, version } = projections.find((one) => one.name === APPOINTMENTS)!;
    return readIn(directory, async ({ readModels }) => {
      const live = await readModels.pointer(name, version);
      const builds = (await readModels.builds(name)).map(({ build }) => build);
      expect(builds).toContain(live);
      const found: (readonly unknown[])[] = [];
      for (const build of [live!, ...builds.filter((one) => one !== live)])
        found.push(await allDocuments(readModels, build));
      return found;
    });
  }

  it('leaves a build that answers and is whole, and none that is a part, at whichever point it dies', async () => {
    const [before] = await documentsOf(origin);
    expect(before).toHaveLength(BOOKINGS);
    const seen: string[] = [];

    for (let diesAt = 1; diesAt <= MOST_POINTS; diesAt += 1) {
      const directory = directories.copyOf(origin);
      const { killed, points } = await rebuild(directory, diesAt);
      seen.push(points.at(-1) ?? '');
      for (const documents of await documentsOf(directory))
        expect({ points, documents }).toEqual({ points, documents: before });
      expect(existsSync(join(directory, `${STORE_FILES.readModels}-aside`))).toBe(false);
      if (killed) continue;
      expect(seen.length).toBeGreaterThan(10);
      expect(seen.join('\n')).toMatch(/documents[^]*making it ready[^]*the switch/);
      return;
    }
    throw new Error(`it never comes to its end: ${seen.join(', ')}`);
  });

  it('is done by the next process that is asked for it, though one before died at the switch', async () => {
    const directory = directories.copyOf(origin);
    const { points } = await rebuild(directories.copyOf(origin), 0);
    const atSwitch = points.findIndex((point) => point.endsWith('before the switch')) + 1;
    expect(await rebuild(directory, atSwitch)).toMatchObject({ killed: true });

    expect(await rebuild(directory, 0)).toMatchObject({ killed: false });
    expect((await documentsOf(directory))[0]).toHaveLength(BOOKINGS);
  });
});
