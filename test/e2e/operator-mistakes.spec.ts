import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, runCli, runUnprivileged, startCli, type Ended } from './support/processes.ts';

const LONGEST_MS = 180_000;

/** Commands that look after an installation, or look at it, and never make one. */
const ON_EXISTING: readonly (readonly string[])[] = [
  ['token', '--role', 'analyst'],
  ['token', 'revoke', '--subject', 'somebody'],
  ['keys', 'list'],
  ['keys', 'rotate', 'token'],
  ['keys', 'rotate', 'master'],
  ['keys', 'rotate', 'pepper'],
  ['accept-loss', 'work'],
  ['projections', 'list'],
  ['projections', 'status'],
  ['projections', 'rebuild', 'availability'],
  ['projections', 'parked', 'availability'],
  ['projections', 'retry', 'availability'],
  ['replay', 'availability'],
  ['verify', '--json'],
  ['accept-restore', '--json'],
];

describe('whoever runs the command line is told what is wrong, in words and without a stack', () => {
  let scratch: string;
  let installation: string;

  beforeAll(async () => {
    ensureBuilt();
    scratch = temporaryDirectory();
    // What bars another user is what the specification bars.
    chmodSync(scratch, 0o755);
    installation = await newInstallation('installation');
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    chmodRecursively(scratch);
    rmSync(scratch, { recursive: true });
  });

  const path = (...names: readonly string[]): string => join(scratch, ...names);

  async function newInstallation(name: string): Promise<string> {
    const directory = path(name);
    await (await startApplication({ directory })).close();
    return directory;
  }

  function aFile(name: string): string {
    writeFileSync(path(name), 'no directory, no database');
    return path(name);
  }

  function expectWords({ code, stdout, stderr }: Ended, words: RegExp | string): void {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at |node:internal/);
    // A server that was about to listen has begun its log, and a token that was made for one command is told of.
    const lines = stderr.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('{'))).toHaveLength(1);
  }

  it.each(ON_EXISTING)(
    '%s %s refuses a directory that is mistyped, and does not make it',
    async (...command) => {
      const mistyped = path('mistyped');
      const refused = await runCli([...command, '--data', mistyped]);

      expectWords(refused, `There is no installation in ${mistyped}`);
      expect(existsSync(mistyped)).toBe(false);
    },
    LONGEST_MS,
  );

  it('a directory that is there and holds no installation stays as it is', async () => {
    mkdirSync(path('other'));
    writeFileSync(path('other', 'letter.txt'), 'not ours');

    expectWords(await runCli(['token', '--role', 'analyst', '--data', path('other')]), /There is no installation in/);
    expect(readdirSync(path('other'))).toEqual(['letter.txt']);
  });

  it('a port that is in use', async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    try {
      const refused = await runCli(['serve', '--data', installation, '--port', String(port)]);
      expectWords(refused, /EADDRINUSE.*another program listens there: end it, or choose another port/);
    } finally {
      taken.close();
    }
  });

  it.each<[string, readonly string[], () => readonly string[], RegExp]>([
    [
      'an address that is not of this machine',
      ['serve'],
      () => ['--host', '192.0.2.1', '--port', '0'],
      /check it \(--host/,
    ],
    ['a port that is none', ['serve'], () => ['--port', '70000'], /The configuration is wrong:.*RETE_PUNTI_PORT/s],
    [
      'a master key that is a directory',
      ['serve'],
      () => ['--data', withMasterKey('key-is-a-directory')],
      /master\.key/,
    ],
    [
      'a server that is none',
      ['projections', 'status'],
      () => ['--server', 'nonsense'],
      /No server answers at nonsense/,
    ],
    [
      'a server that is not there',
      ['projections', 'status'],
      () => ['--server', 'http://127.0.0.1:1'],
      /No server answers at http:\/\/127\.0\.0\.1:1/,
    ],
    [
      'a file in the place of the directory',
      ['serve'],
      () => ['--data', aFile('file')],
      /is no directory: check the path/,
    ],
    [
      'a directory below a file',
      ['serve'],
      () => ['--data', join(aFile('file'), 'x')],
      /is no directory: check the path/,
    ],
    ['a directory that nobody can make', ['serve'], () => ['--data', '/proc/x'], /\/proc\/x/],
    ['the same for the demonstration', ['demo', '--exit'], () => ['--data', '/proc/x/y'], /\/proc\/x/],
    ['a log that is none', ['serve'], () => ['--data', withBrokenLog('broken')], /no database of rete-punti/],
    ['the same to be read', ['replay', 'availability'], () => ['--data', withBrokenLog('broken')], /no database of/],
    ...['rebuild', 'retry', 'parked'].map((what): [string, readonly string[], () => readonly string[], RegExp] => [
      `a projection that is none, to ${what}: those there are are named`,
      ['projections', what, 'nope'],
      () => [],
      /o projection is called nope: there are .*availability/,
    ]),
    [
      'a place for documents that is not empty',
      ['replay', 'availability'],
      () => ['--into', installation],
      /is not empty/,
    ],
    ['one that nobody can make', ['replay', 'availability'], () => ['--into', '/proc/x'], /\/proc\/x/],
    ['one that is a file', ['replay', 'availability'], () => ['--into', aFile('file')], /is no directory/],
    [
      'a time without an offset, which would be another in each zone',
      ['replay', 'availability'],
      () => ['--until', '2026-11-26T00:45:00'],
      /neither a position nor a time.*an offset/,
    ],
    [
      'a day that does not exist',
      ['replay', 'availability'],
      () => ['--until', '2026-02-30T00:00:00Z'],
      /neither a position nor a time/,
    ],
  ])(
    '%s',
    async (_what, command, options, words) => {
      const given = options();
      const where = given.includes('--data') ? [] : ['--data', installation];
      const { stderr, ...refused } = await runCli([...command, ...given, ...where]);

      // A configuration is told line by line.
      expectWords({ ...refused, stderr: stderr.replace(/:\n {2}/g, ': ') }, words);
    },
    LONGEST_MS,
  );

  function withMasterKey(name: string): string {
    mkdirSync(path(name, 'master.key'), { recursive: true });
    return path(name);
  }

  function withBrokenLog(name: string): string {
    mkdirSync(path(name), { recursive: true });
    writeFileSync(path(name, 'events.db'), 'this is no database, whatever its name says'.repeat(40));
    return path(name);
  }

  it(
    'a directory and files that this user may neither write nor read',
    async () => {
      const closed = await newInstallation('closed');
      chmodSync(closed, 0o555);
      expectWords(await runUnprivileged(['serve', '--data', closed, '--port', '0']), /closed.*(permission|this user)/);
      chmodSync(closed, 0o000);
      expectWords(await runUnprivileged(['serve', '--data', closed, '--port', '0']), /this user may not use it/);
      expectWords(await runUnprivileged(['projections', 'list', '--data', closed]), /this user may not use it/);
    },
    LONGEST_MS,
  );

  it(
    'but a log that this user may only read is replayed, also as a server that was killed left it',
    async () => {
      const stopped = await newInstallation('stopped');
      const killed = path('killed');
      const server = startCli(['serve', '--data', killed, '--port', '0']);
      await server.said(/answers at/);
      server.kill('SIGKILL');
      await server.ended;
      expect(statSync(join(killed, 'events.db-wal')).size).toBeGreaterThan(0);

      for (const directory of [stopped, killed]) {
        rmSync(join(directory, 'events.db-shm'), { force: true });
        for (const file of readdirSync(directory)) chmodSync(join(directory, file), 0o444);
        chmodSync(directory, 0o555);
        const before = readdirSync(directory);
        const { code, stderr } = await runUnprivileged(['replay', 'availability', '--data', directory, '--json']);
        expect({ code, stderr: /STORE|Error|cannot/.test(stderr) }).toEqual({ code: 0, stderr: false });
        expect(readdirSync(directory)).toEqual(before);
      }
    },
    LONGEST_MS,
  );

  it(
    'a demonstration that was interrupted: serve says so, and the next demonstration begins anew',
    async () => {
      const directory = path('demonstration');
      const interrupted = startCli(['demo', '--data', directory, '--exit', '--events', '100000']);
      await interrupted.complained(/playing a month/);
      interrupted.kill('SIGINT');
      await interrupted.ended;
      const interruptedLog = logIdIn(directory);

      const server = startCli(['serve', '--data', directory, '--port', '0']);
      await server.complained(/The demonstration in .* was interrupted .*rete-punti demo --data/);
      await server.said(/answers at/);
      server.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);

      const again = await runCli(['demo', '--data', directory, '--exit', '--events', '2000', '--json']);
      expect(again.code).toBe(0);
      expect(again.stderr).not.toMatch(/NFs|NaN|NULL/);
      expect(logIdIn(directory)).not.toBe(interruptedLog);
      const served = startCli(['serve', '--data', directory, '--port', '0']);
      await served.said(/answers at/);
      served.kill('SIGTERM');
      expect((await served.ended).stderr).not.toContain('interrupted');
    },
    LONGEST_MS,
  );
});

describe('a data directory is private', () => {
  let scratch: string;
  beforeEach(() => {
    scratch = temporaryDirectory();
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  const modesIn = (directory: string): object =>
    Object.fromEntries(readdirSync(directory).map((file) => [file, modeOf(join(directory, file))]));
  const PRIVATE = {
    ...{ 'events.db': '600', 'events.db-shm': '600', 'events.db-wal': '600' },
    ...{ 'keys.db': '600', 'keys.db-shm': '600', 'keys.db-wal': '600' },
    ...{ 'read-models.db': '600', 'read-models.db-shm': '600', 'read-models.db-wal': '600' },
    ...{ 'work.db': '600', 'work.db-shm': '600', 'work.db-wal': '600' },
    ...{ 'master.key': '600', 'server.lock': '600' },
  };

  it('from the start: it and every file in it are for their owner alone', async () => {
    const directory = join(scratch, 'new', 'data');
    const application = await startApplication({ directory });
    const found = [modeOf(join(scratch, 'new')), modeOf(directory), modesIn(directory)];
    await application.close();

    expect(found).toEqual(['700', '700', PRIVATE]);
  });

  it('also one of before: what others could read is taken from them', async () => {
    const directory = join(scratch, 'data');
    await (await startApplication({ directory })).close();
    for (const file of readdirSync(directory)) chmodSync(join(directory, file), 0o644);

    const application = await startApplication({ directory });
    const found = modesIn(directory);
    await application.close();
    expect(found).toEqual(PRIVATE);
  });
});

/** What was closed is opened again, to be removed. */
function chmodRecursively(directory: string): void {
  chmodSync(directory, 0o700);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) chmodRecursively(join(directory, entry.name));
  }
}

/** Each log has an identity of its own, from its first day. */
function logIdIn(directory: string): unknown {
  const log = new DatabaseSync(join(directory, 'events.db'), { readOnly: true });
  try {
    return log.prepare('SELECT log_id FROM log').get()?.log_id;
  } finally {
    log.close();
  }
}
