import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './support/api.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt, ROOT } from './support/build.ts';
import { runCli, startServerProcess } from './support/processes.ts';

const UNITS = join(ROOT, 'docs/examples/units.csv');
const HOSTS = join(ROOT, 'docs/examples/hosts.csv');
const LONGEST_MS = 180_000;

interface Report {
  readonly loaded: number;
  readonly refused: readonly {
    readonly line: number;
    readonly row: string;
    readonly code: string;
    readonly why: string;
  }[];
}

describe('load', () => {
  const directories: string[] = [];
  beforeAll(ensureBuilt, BUILD_TIMEOUT_MS);
  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true });
  });

  async function newInstallation(): Promise<string> {
    const directory = temporaryDirectory();
    directories.push(directory);
    await (await startApplication({ directory })).close();
    return directory;
  }

  const load = async (
    directory: string,
    what: string,
    file: string,
  ): Promise<Report & { readonly code: number | null }> => {
    const { code, stdout, stderr } = await runCli(['load', what, file, '--data', directory, '--json']);
    if (stdout === '') throw new Error(stderr);
    return { code, ...(JSON.parse(stdout) as Report) };
  };

  it(
    'makes a thing of each row, once, with a server and without, and tells why a row was refused',
    async () => {
      const directory = await newInstallation();
      expect(await load(directory, 'units', UNITS)).toEqual({ code: 0, loaded: 5, refused: [] });

      // Loaded again with rows that cannot be taken: what is there stays, and each of the others is told why.
      const wrong = join(directory, 'wrong.csv');
      const rows = [
        'AG-NIENTE,AGENZIA_TERRITORIALE,Agenzia,DP-099,08,037,E289,AOO-DP037,x@pec.example.org,2015-09-01',
        'DP-037,DIREZIONE_PROVINCIALE,Un altro nome,DR-08,08,037,A944,AOO-DP037,dp037@pec.example.org,2010-02-01',
        'ag,AGENZIA,Agenzia,DP-037,08,037,E289,AOO-DP037,x,2015-09-31',
      ];
      writeFileSync(wrong, readFileSync(UNITS, 'utf8') + rows.join('\n'));
      const server = await startServerProcess(directory);
      const again = await load(directory, 'units', wrong);
      expect(again).toMatchObject({ code: 2, loaded: 5 });
      expect(again.refused.map(({ line, row, code }) => [line, row, code])).toEqual([
        [7, 'AG-NIENTE', 'PARENT_NOT_FOUND'],
        [8, 'DP-037', 'TERRITORIAL_UNIT_CODE_TAKEN'],
        [9, 'ag', 'INVALID_REQUEST'],
      ]);
      expect(again.refused[0]?.why).toBe('There is no unit DP-099: establish it first, or correct the code.');
      for (const field of ['code', 'kind', 'pec', 'establishedOn'])
        expect(again.refused[2]?.why).toContain(`${field}: `);

      expect(await load(directory, 'hosts', HOSTS)).toEqual({ code: 0, loaded: 2, refused: [] });
      expect(await load(directory, 'hosts', HOSTS)).toEqual({ code: 0, loaded: 2, refused: [] });
      const { stdout } = await runCli(['token', '--data', directory, '--role', 'central']);
      const central = new Api(server.url, stdout.trim());
      const count = async (path: string): Promise<number> =>
        ((await central.get(`/rest/organisation/v1/${path}`)).body.items as unknown[]).length;
      expect([await count('territorial-units'), await count('host-bodies')]).toEqual([5, 2]);
      expect((await central.get('/rest/organisation/v1/territorial-units/AG-IMOLA')).body).toMatchObject({
        ...{ parent: 'DP-037', municipality: 'E289', establishedOn: '2015-09-01' },
      });
    },
    LONGEST_MS,
  );
});
