import { rmSync } from 'node:fs';
import { seedAgenda } from './support/agenda.ts';
import { Api } from './support/api.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, runCliForJson, startServerProcess } from './support/processes.ts';
import { askForRebuild, endOfRebuild } from './support/rebuilds.ts';

const LONGEST_MS = 180_000;

describe('a rebuild that a server was asked for', () => {
  const directory = temporaryDirectory();

  beforeAll(async () => {
    ensureBuilt();
    const application = await startApplication({ directory });
    await seedAgenda(await application.as(), { slots: 10, capacity: 10 });
    await application.close();
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    rmSync(directory, { recursive: true });
  });

  it(
    'is done though the server is killed right after its answer: the next one does it, and knows it under its key',
    async () => {
      const first = await startServerProcess(directory);
      const { token } = await runCliForJson<{ token: string }>('token', '--data', directory, '--role', 'central');
      const key = 'rebuild-before-the-crash';
      const location = await askForRebuild(new Api(first.url, token), 'availability', key);
      first.kill('SIGKILL');
      await first.ended;

      const second = await startServerProcess(directory);
      const central = new Api(second.url, token);
      const { state, result } = await endOfRebuild(central, location);
      expect(state).toBe('done');
      expect(await askForRebuild(central, 'availability', key)).toBe(location);
      const { items } = (await central.get('/rest/operations/v1/projections')).body as {
        items: { projection: string; build: string }[];
      };
      expect(items.find(({ projection }) => projection === 'availability')?.build).toBe(result?.build);
      second.kill('SIGTERM');
      expect((await second.ended).code).toBe(0);
    },
    LONGEST_MS,
  );
});
