import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedKeyStore } from './embedded-key-store.ts';

interface Person {
  readonly pseudonym: string;
  readonly subject: string;
  readonly key: Uint8Array;
}

describe('keys in SQLite', () => {
  let directory: string;
  let file: string;
  let store: EmbeddedKeyStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rete-punti-'));
    file = join(directory, 'keys.db');
    store = new EmbeddedKeyStore(file, { busyTimeout: 0 });
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  const people = (count: number): Person[] =>
    Array.from({ length: count }, () => ({
      pseudonym: randomBytes(32).toString('hex'),
      subject: randomUUID(),
      key: Uint8Array.from(randomBytes(60)),
    }));
  const add = ({ pseudonym, subject, key }: Person): Promise<string> => store.addSubject(pseudonym, subject, key);

  /** How many of these people's keys or pseudonyms have bytes in the files of the directory. */
  function leftIn(persons: readonly Person[], place = directory): number {
    const files = readdirSync(place).filter((name) => name.startsWith('keys.db'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(place, name))));
    const starts = new Set<bigint>();
    for (let at = 0; at + 8 <= bytes.length; at += 1) starts.add(bytes.readBigUInt64LE(at));
    const has = (secret: Uint8Array, at: number): boolean => starts.has(Buffer.from(secret).readBigUInt64LE(at));
    // Sixteen bytes: eight of a pseudonym, which is hexadecimal, are found among thousands of others by chance.
    const found = (secret: Uint8Array): boolean => [0, 16, 32, 44].some((at) => has(secret, at) && has(secret, at + 8));
    return persons.filter(({ pseudonym, key }) => found(key) || found(Buffer.from(pseudonym))).length;
  }

  it('leave no byte of an erased subject in any file', async () => {
    // Many, and one by one: pages are split, and the split pages keep copies of what they held.
    const all = people(3000);
    for (let next = 0; next < all.length; next += 100) await Promise.all(all.slice(next, next + 100).map(add));
    expect(leftIn(all)).toBe(all.length);
    const erased = all.filter((_, index) => index % 3 === 0);

    await Promise.all(erased.map(({ subject }) => store.erase(subject)));

    expect(leftIn(erased)).toBe(0);
    expect(leftIn(all)).toBe(all.length - erased.length);
  });

  it('leave no byte of a destroyed secret in any file', async () => {
    const secret = Uint8Array.from(randomBytes(60));
    await store.secret('old', async () => secret);
    const left = () => leftIn([{ pseudonym: randomBytes(32).toString('hex'), subject: '', key: secret }]);
    expect(left()).toBe(1);

    await store.destroySecret('old');

    expect(left()).toBe(0);
  });

  it('say so when another program keeps the bytes of an erased subject, and take them out at the next try', async () => {
    const [person] = people(1) as [Person];
    await add(person);
    const reader = new DatabaseSync(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM subjects').get();

    await expect(store.erase(person.subject)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.keyOf(person.subject)).toEqual({ erased: true });
    expect(leftIn([person])).toBe(1);

    reader.close();
    await store.erase(person.subject);
    expect(leftIn([person])).toBe(0);
  });

  it('take the bytes out when they are opened, if that was interrupted', async () => {
    const [person] = people(1) as [Person];
    await add(person);
    const reader = new DatabaseSync(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM subjects').get();
    await expect(store.erase(person.subject)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    // The files as a process leaves them that is killed here: closing would have moved the WAL.
    const left = join(directory, 'left');
    await mkdir(left);
    for (const suffix of ['', '-wal']) await copyFile(file + suffix, join(left, `keys.db${suffix}`));
    reader.close();
    expect(leftIn([person], left)).toBe(1);

    const next = new EmbeddedKeyStore(join(left, 'keys.db'));

    expect(leftIn([person], left)).toBe(0);
    await next.close();
  });

  it('are added together, those of one turn', async () => {
    await Promise.all(people(50).map(add));

    expect(store.commits).toBe(1);
  });

  it('are taken over in place from a file of the version that counted no changes of secrets', async () => {
    const [person] = people(1) as [Person];
    await add(person);
    await store.secret('pepper', async () => person.key);
    await store.close();
    const earlier = new DatabaseSync(file);
    earlier.exec('ALTER TABLE erasures DROP COLUMN secret_changes; PRAGMA user_version = 1');
    earlier.close();

    store = new EmbeddedKeyStore(file);

    expect(await store.subjectOf(person.pseudonym)).toBe(person.subject);
    expect(await store.secretChanges()).toBe(0);
    expect(await store.replaceSecret('pepper', person.key, Uint8Array.of(1))).toBe(true);
    expect(await store.secretChanges()).toBe(1);
  });

  it('may be read by their owner only', async () => {
    await add(people(1)[0]!);

    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o077).toBe(0);
  });
});
