import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isConsistent, type LogFinding, type SignedHead } from '#kernel/ports';
import { EmbeddedEventStore, STORE_FILES } from '#store-embedded';
import { seedAgenda } from './support/agenda.ts';
import { startApplication, temporaryDirectory } from './support/application.ts';
import { BUILD_TIMEOUT_MS, ensureBuilt } from './support/build.ts';
import { endProcesses, runCli, startCli } from './support/processes.ts';

const LONGEST_MS = 180_000;

interface Verified {
  readonly result: string;
  readonly size: number;
  readonly root: string;
  readonly heads: readonly { readonly signature: string; readonly head: SignedHead }[];
  readonly findings: readonly LogFinding[];
  readonly consistencyProof?: readonly string[];
}

/** The keys lie beside the data directory here; elsewhere they lie on another machine. */
describe('the check of a log', () => {
  let outside: string;
  let data: string;
  let key: string;
  let events: string;

  beforeAll(async () => {
    ensureBuilt();
    [outside, data] = [temporaryDirectory(), temporaryDirectory()];
    [key, events] = [join(outside, 'heads.pem'), join(data, STORE_FILES.events)];
    const application = await startApplication({ directory: data });
    await seedAgenda(await application.as(), { slots: 4, capacity: 2 });
    await application.close();
    await ended('head-key', '--into', key);
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await endProcesses();
    for (const directory of [outside, data]) rmSync(directory, { recursive: true });
  });

  async function ended(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli([...args, '--data', data]);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${String(code)}\n${stdout}\n${stderr}`);
    return stdout;
  }

  async function verified(...args: readonly string[]): Promise<Verified & { code: number | null }> {
    const { code, stdout, stderr } = await runCli(['verify', '--data', data, '--json', ...args]);
    if (stdout === '') throw new Error(`${String(code)}: ${stderr}`);
    return { ...(JSON.parse(stdout) as Verified), code };
  }

  /** Serves the directory with the key until it has signed, then ends it. */
  async function serveAndSign(): Promise<string> {
    const server = startCli(['serve', '--data', data, '--port', '0'], { RETE_PUNTI_HEAD_KEY: key });
    await server.said(/answers at http/);
    server.kill('SIGTERM');
    const { stdout, stderr } = await server.ended;
    return `${stdout}\n${stderr}`;
  }

  /** What whoever may write the directory can do, and nobody else has to know: edits the log, or also its tree. */
  function tamper(edit: string, { treeToo = false } = {}): void {
    const database = new DatabaseSync(events);
    const [kept] = database.prepare('SELECT head FROM tree_head').all() as { head: string }[];
    database.exec(edit);
    const remake = 'DELETE FROM tree; DELETE FROM tree_head; INSERT INTO tree_debt SELECT max(position) FROM events';
    if (treeToo) database.exec(remake);
    database.close();
    if (!treeToo) return;
    void new EmbeddedEventStore(events).close();
    const again = new DatabaseSync(events);
    if (kept) again.prepare('INSERT INTO tree_head (head) VALUES (?)').run(kept.head);
    again.close();
  }

  /** Puts the log back as it is now. */
  function copied(): () => void {
    const copy = join(outside, `copy-${Math.random()}.db`);
    copyFileSync(events, copy);
    return () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(events + suffix, { force: true });
      copyFileSync(copy, events);
    };
  }

  const EDIT = `UPDATE events SET data = replace(data, '}', ',"more":1}') WHERE position = 2`;

  it(
    'has its key made away from the log, for its owner alone, and never over another',
    async () => {
      const inside = await runCli(['head-key', '--data', data, '--into', join(data, 'sub', 'heads.pem')]);
      const again = await runCli(['head-key', '--data', data, '--into', key]);

      // Of this directory nothing was said to the command: it sees what it is.
      const unsaid = await runCli(['head-key', '--into', join(data, 'sub', 'heads.pem')]);

      for (const refused of [inside, unsaid]) {
        expect(refused).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/lies in the data directory .* keep it elsewhere/),
        });
      }
      expect(existsSync(join(data, 'sub'))).toBe(false);
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(/EEXIST.*something has that name, and is not written over: give another name/);
      expect(again.stderr).not.toMatch(/ at |directory/);
      expect(statSync(key).mode & 0o077).toBe(0);
      expect(readFileSync(`${key}.pub`, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
    },
    LONGEST_MS,
  );

  it(
    'finds it whole, and says plainly that without a key or a head from outside that is not worth much',
    async () => {
      const { code, stdout } = await runCli(['verify', '--data', data]);

      expect(code).toBe(0);
      expect(stdout).toMatch(/WHOLE as far as the log itself can tell\. No signature was checked/);
    },
    LONGEST_MS,
  );

  it(
    'tells an edited event from a whole log, by its position, beside a server that runs',
    async () => {
      const back = copied();
      const server = startCli(['serve', '--data', data, '--port', '0']);
      await server.said(/answers at http/);
      const whole = await verified();
      tamper(EDIT);

      const changed = await verified();

      server.kill('SIGTERM');
      await server.ended;
      back();
      expect(whole).toMatchObject({ result: 'whole', code: 0 });
      expect(changed).toMatchObject({
        result: 'changed',
        code: 2,
        findings: [{ code: 'EVENT_CHANGED', position: '2' }],
      });
    },
    LONGEST_MS,
  );

  it(
    'has its head signed by the server, with a key that does not lie beside it, and logs it for the outside',
    async () => {
      const output = await serveAndSign();

      const { heads, result, size, code } = await verified('--public-key', `${key}.pub`);

      expect({ result, code }).toEqual({ result: 'whole', code: 0 });
      expect(heads).toMatchObject([{ signature: 'holds', head: { size } }]);
      const line = join(outside, 'line.log');
      writeFileSync(
        line,
        output.split('\n').find((one) => one.includes('head of the log'))!,
      );
      expect(await verified('--against', line, '--public-key', `${key}.pub`)).toMatchObject({
        result: 'whole',
        code: 0,
      });
    },
    LONGEST_MS,
  );

  it(
    'finds an edited log whose tree was made anew: by the signed head, and by one kept outside',
    async () => {
      await serveAndSign();
      const saved = join(outside, 'saved.json');
      const { root, size } = await verified('--save', saved);
      const back = copied();
      tamper(EDIT, { treeToo: true });

      const byKept = await verified('--public-key', `${key}.pub`);
      const output = await serveAndSign();
      const removed = new DatabaseSync(events);
      removed.exec('DELETE FROM tree_head');
      removed.close();
      const withoutHead = await verified('--public-key', `${key}.pub`);
      const alone = await verified();
      const bySaved = await verified('--against', saved);
      back();

      expect(byKept).toMatchObject({ code: 2, findings: [{ code: 'HEAD_DIFFERS' }] });
      // A server does not vouch for what it finds so.
      expect(output).toMatch(/the log does not go on from the head that was signed .*no head is signed/);
      expect(withoutHead).toMatchObject({ code: 2, findings: [{ code: 'HEAD_MISSING' }] });
      expect(alone).toMatchObject({ code: 0, result: 'whole' });
      expect(bySaved).toMatchObject({ code: 2, findings: [{ code: 'HEAD_DIFFERS' }] });
      expect(await verified('--against', saved)).toMatchObject({ code: 0, size, root });
    },
    LONGEST_MS,
  );

  it.each([
    ['the table of its tree is dropped', 'DROP TABLE tree', 'TREE_MISSING'],
    ['all tables of its tree are', 'DROP TABLE tree; DROP TABLE tree_head; DROP TABLE tree_debt', 'TREE_MISSING'],
    [
      'its leaves are deleted and said to be owed, beside a signed head',
      'DELETE FROM tree; INSERT INTO tree_debt SELECT max(position) FROM events',
      'TREE_MISSING',
    ],
    ['something else stands in the place of the signed head', `UPDATE tree_head SET head = 'x'`, 'HEAD_MISSING'],
    ['the table of its events is dropped', 'DROP TABLE events', 'LOG_CHANGED'],
    ['its identity is deleted', 'DELETE FROM log', 'LOG_CHANGED'],
  ])(
    'is found changed when %s, with the exit code for that',
    async (_what, change, code) => {
      await serveAndSign();
      const back = copied();
      tamper(change);

      const found = await verified();

      back();
      expect(found).toMatchObject({ result: 'changed', code: 2 });
      expect(found.findings).toContainEqual(expect.objectContaining({ code }));
    },
    LONGEST_MS,
  );

  it(
    'is not taken for one from before there were trees by who asks for signatures, or has a head of it',
    async () => {
      const saved = join(outside, 'of-before.json');
      await verified('--save', saved);
      const back = copied();
      tamper('DELETE FROM tree; DELETE FROM tree_head; INSERT INTO tree_debt SELECT max(position) FROM events');

      const alone = await runCli(['verify', '--data', data]);
      const byKey = await verified('--public-key', `${key}.pub`);
      const bySaved = await verified('--against', saved);

      back();
      expect(alone).toMatchObject({ code: 1, stderr: expect.stringContaining('start the server once') });
      expect(byKey).toMatchObject({ code: 2, findings: [{ code: 'HEAD_MISSING' }] });
      expect(bySaved).toMatchObject({ code: 2, findings: [{ code: 'TREE_MISSING' }] });
    },
    LONGEST_MS,
  );

  it(
    'shows by a proof that it goes on from a head that was saved before more was written',
    async () => {
      const saved = join(outside, 'earlier.json');
      const earlier = await verified('--save', saved);
      const application = await startApplication({ directory: data });
      await seedAgenda(await application.as(), { slots: 4, capacity: 2 });
      await application.close();

      const later = await verified('--against', saved);

      const sized = ({ size, root }: Verified) => ({ size, root: Buffer.from(root, 'hex') });
      const proof = later.consistencyProof!.map((hash) => Buffer.from(hash, 'hex'));
      expect(later.size).toBeGreaterThan(earlier.size);
      expect(isConsistent(sized(earlier), sized(later), proof)).toBe(true);
    },
    LONGEST_MS,
  );

  it(
    'ends with a sentence, and another code than for a changed log, where it cannot be made',
    async () => {
      const none = await runCli(['verify', '--data', data, '--against', join(outside, 'none.json')]);
      const other = await runCli(['verify', '--data', data, '--against', `${key}.pub`]);
      const noKey = await runCli(['verify', '--data', data, '--public-key', events]);

      for (const { code, stderr } of [none, other, noKey]) {
        expect(code).toBe(1);
        expect(stderr).not.toMatch(/^\s+at /m);
      }
      expect(other.stderr).toMatch(/holds no head of a log/);
      expect(noKey.stderr).toMatch(/cannot be read as an Ed25519 key/);
    },
    LONGEST_MS,
  );

  it(
    'ends, whatever the files that it is given stand for: a device that never ends, a directory, one of any size',
    async () => {
      const large = join(outside, 'large.json');
      writeFileSync(large, ' '.repeat(100_000));
      const given = (file: string) => runCli(['verify', '--data', data, '--against', file]);

      expect(await given('/dev/zero')).toMatchObject({ code: 1, stderr: expect.stringContaining('no regular file') });
      expect(await given(outside)).toMatchObject({ code: 1, stderr: expect.stringContaining('no regular file') });
      expect(await given(large)).toMatchObject({ code: 1, stderr: expect.stringContaining('more than 64 KB') });
      const key = await runCli(['verify', '--data', data, '--public-key', '/dev/zero']);
      expect(key).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read as an Ed25519 key') });
      const save = await runCli(['verify', '--data', data, '--save', large]);
      expect(save).toMatchObject({ code: 1, stderr: expect.stringContaining('something has that name') });
    },
    LONGEST_MS,
  );
});
