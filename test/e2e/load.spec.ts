import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './support/api.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt, ROOT } from './support/build.ts';
import { runCli, startServerProcess } from './support/processes.ts';

const UNITS = join(ROOT, 'docs/examples/units.csv');
const HOSTS = join(ROOT, 'docs/examples/hosts.csv');
const PROTOCOLS = join(ROOT, 'docs/examples/protocols.csv');
const POINTS = join(ROOT, 'docs/examples/points.csv');
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

  it(
    'tells of a row with a cell too many, and from where on a quote is open, and loads the others',
    async () => {
      const directory = await newInstallation();
      const [columns = '', first = '', second = ''] = readFileSync(HOSTS, 'utf8').trimEnd().split('\n');
      const broken = join(directory, 'broken.csv');
      writeFileSync(broken, [columns, `${first},1`, second, `"${first}`, second].join('\n'));
      const report = await load(directory, 'hosts', broken);
      expect(report).toMatchObject({ code: 2, loaded: 1 });
      expect(report.refused.map(({ line, code }) => [line, code])).toEqual([
        [2, 'ROW_OF_OTHER_LENGTH'],
        [4, 'ROWS_NOT_TOLD_APART'],
      ]);
      await expect(load(directory, 'hosts', HOSTS)).resolves.toEqual({ code: 0, loaded: 2, refused: [] });
    },
    LONGEST_MS,
  );

  it(
    'P10: loads acts of before with their legal dates, once; known before the load, there was nothing',
    async () => {
      const directory = await newInstallation();
      for (const [what, file] of [
        ['units', UNITS],
        ['hosts', HOSTS],
      ] as const) {
        expect(await load(directory, what, file)).toMatchObject({ code: 0, refused: [] });
      }

      // Points whose protocols are not there yet are refused, each with its reason, and loaded once they are.
      const early = await load(directory, 'points', POINTS);
      expect(early).toMatchObject({ code: 2, loaded: 0 });
      expect(early.refused.map(({ line, row, code }) => [line, row, code])).toEqual([
        [2, 'PC-IMOLA-1', 'PROTOCOL_NOT_LOADED'],
        [3, 'PC-IMOLA-1', 'PROTOCOL_NOT_LOADED'],
        [4, 'PC-IMOLA-2', 'PROTOCOL_NOT_LOADED'],
        [5, 'PC-MO-1', 'PROTOCOL_NOT_LOADED'],
      ]);
      expect(early.refused[3]?.why).toContain('No protocol PA-2013-2 of this host is loaded');
      expect(await load(directory, 'protocols', PROTOCOLS)).toEqual({ code: 0, loaded: 4, refused: [] });

      const server = await startServerProcess(directory);
      expect(await load(directory, 'points', POINTS)).toEqual({ code: 0, loaded: 4, refused: [] });

      // Loaded again with rows that cannot be taken: one more act under entries of another, one with a host of nobody.
      const [columns = '', renewing = '', ...others] = readFileSync(PROTOCOLS, 'utf8').trimEnd().split('\n');
      const more = join(directory, 'more.csv');
      const copied = [renewing.replace('PI-2015-3', 'PI-2015-4'), renewing.replace('80078750587', '00144460019')];
      writeFileSync(more, [columns, renewing, ...others, ...copied].join('\n'));
      const again = await load(directory, 'protocols', more);
      expect(again).toMatchObject({ code: 2, loaded: 4 });
      expect(again.refused.map(({ line, row, code }) => [line, row, code])).toEqual([
        [6, 'PI-2015-4', 'VALUE_ALREADY_TAKEN'],
        [7, 'PI-2015-3', 'HOST_BODY_NOT_REGISTERED'],
      ]);
      expect(await load(directory, 'points', POINTS)).toEqual({ code: 0, loaded: 4, refused: [] });

      const { stdout } = await runCli(['token', '--data', directory, '--role', 'central']);
      const central = new Api(server.url, stdout.trim());
      const list = async (path: string): Promise<readonly Record<string, unknown>[]> =>
        (await central.get(`/rest/${path}`)).body.items as Record<string, unknown>[];
      const acts = await list('protocols/v1/protocols');
      expect(Object.fromEntries(acts.map(({ loadedAs, state }) => [loadedAs, state]))).toEqual({
        ...{ 'PI-2012-17': 'RENEWED', 'PI-2015-3': 'EXPIRED', 'PI-2024-8': 'IN_FORCE', 'PA-2013-2': 'TERMINATED' },
      });
      const points = await list('service-points/v1/punti-cliente');
      expect(Object.fromEntries(points.map(({ loadedAs, state }) => [loadedAs, state]))).toEqual({
        ...{ 'PC-IMOLA-1': 'DEACTIVATED', 'PC-IMOLA-2': 'ACTIVE', 'PC-MO-1': 'DEACTIVATED' },
      });
      const periods = points.find(({ loadedAs }) => loadedAs === 'PC-IMOLA-1')?.periods as Record<string, unknown>[];
      expect(periods.map(({ from, until, reason }) => [from, until, reason])).toEqual([
        ['2012-03-15', '2015-03-01', null],
        ['2015-03-01', '2018-03-01', 'PROTOCOL_EXPIRED'],
        ['2024-06-01', '2025-01-01', 'HOST_REQUEST'],
      ]);
      const codes = new Map(points.map(({ id, loadedAs }) => [id, loadedAs]));
      const activeOn = async (on: string, knownAt?: string): Promise<unknown[]> => {
        const known = knownAt === undefined ? '' : `&knownAt=${knownAt}`;
        return (await list(`audit/v1/points?region=08&on=${on}${known}`)).map(({ id }) => codes.get(id)).sort();
      };
      expect(await activeOn('2013-06-30')).toEqual(['PC-IMOLA-1', 'PC-MO-1']);
      expect(await activeOn('2016-06-30')).toEqual(['PC-IMOLA-1']);
      expect(await activeOn('2019-06-30')).toEqual([]);
      expect(await activeOn('2024-06-30')).toEqual(['PC-IMOLA-1', 'PC-IMOLA-2']);
      // Everything was recorded by now, and nothing a day ago.
      const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
      for (const on of ['2013-06-30', '2024-06-30']) expect(await activeOn(on, yesterday)).toEqual([]);
      expect(await list('mail/v1/mails')).toEqual([]);
      const reminders = (await list('protocols/v1/forwardings?state=NOT_FORWARDED')).map(({ reminders: sent }) => sent);
      expect(reminders).toEqual([0, 0]);
    },
    LONGEST_MS,
  );
});
