import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { installationSecret } from '#kernel/ports';
import { MemoryKeyStore } from '#store-memory';
import { makeNextKey, MasterKeyError, nextFile, retireKeyFile } from './master-key-source.ts';
import { MasterKey } from './master-key.ts';
import { rewrap } from './rewrap.ts';
import { SubjectKeys, wrappedAs } from './subject-keys.ts';

/** More than one step. */
const PEOPLE = 600;

describe('the rotation of the master key', () => {
  const [old, next] = [randomBytes(32), randomBytes(32)];
  let store: MemoryKeyStore;
  let subjects: string[];

  /** A process that was given these keys, and has read the store. */
  async function given(...keys: readonly [Buffer, ...Buffer[]]): Promise<MasterKey> {
    const [first, ...others] = keys;
    const masterKey = new MasterKey(first, others);
    await masterKey.check(store);
    return masterKey;
  }
  const add = async (masterKey: MasterKey): Promise<string> => {
    const subject = randomUUID();
    await store.addSubject(randomUUID(), subject, masterKey.wrap(randomBytes(32), wrappedAs(subject)));
    return subject;
  };
  /** Whether a process opens the keys of all subjects, and the secrets. */
  async function opensAll(masterKey: MasterKey): Promise<boolean> {
    const keys = new SubjectKeys(store, masterKey);
    try {
      for (const subject of subjects) if (typeof (await keys.keyOf(subject)) !== 'object') return false;
      const pepper = await installationSecret(store, masterKey, 'pepper', () => Promise.reject(new Error('made anew')));
      return Buffer.from(pepper).equals(Buffer.alloc(32, 7));
    } catch {
      return false;
    }
  }
  const begin = async (masterKey: MasterKey): Promise<void> => {
    const [unused] = await masterKey.unused(store);
    await masterKey.letWrap(unused!, store);
  };

  beforeEach(async () => {
    store = new MemoryKeyStore();
    const masterKey = await given(old);
    await installationSecret(store, masterKey, 'pepper', () => Buffer.alloc(32, 7));
    subjects = await Promise.all(Array.from({ length: PEOPLE }, () => add(masterKey)));
  });

  it('leaves nothing that the old key opens, and everything readable with the new one alone', async () => {
    const masterKey = await given(old, next);
    await begin(masterKey);
    expect(await rewrap(store, masterKey)).toMatchObject({ rewrapped: PEOPLE + 1 });

    expect(await opensAll(await given(next))).toBe(true);
    await expect(given(old)).rejects.toThrow(MasterKeyError);
    const withOld = new MasterKey(old);
    for (const { subject, wrappedKey } of await store.subjectsAfter('', PEOPLE))
      expect(() => withOld.unwrap(wrappedKey, `subject-key/${subject}`)).toThrow('opens under no master key');
    for (const [name, wrapped] of await store.secrets()) expect(() => withOld.unwrap(wrapped, name)).toThrow();
  });

  it('that was killed half-way leaves everything readable with both keys and with the new one, and goes on', async () => {
    const masterKey = await given(old, next);
    await begin(masterKey);
    const dying = new Proxy(store, {
      get: (target, name) => {
        if (name !== 'rekey') {
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        }
        return async (changes: Parameters<MemoryKeyStore['rekey']>[0]) => {
          await target.rekey(changes.slice(0, 200));
          throw new Error('killed');
        };
      },
    });
    await expect(rewrap(dying, masterKey)).rejects.toThrow('killed');

    for (const process of [await given(old, next), await given(next)]) expect(await opensAll(process)).toBe(true);
    const again = await given(old, next);
    expect(await again.unused(store)).toEqual([]);
    const done = await rewrap(store, again);
    expect(done.rewrapped).toBe(PEOPLE - 200);
    expect(await opensAll(await given(next))).toBe(true);
  });

  it('reaches processes that run: they wrap under the new key once they have read the store again', async () => {
    const [command, server] = [await given(old, next), await given(old, next)];
    await begin(command);
    subjects.push(await add(server));
    server.take(await store.secrets());
    expect(server.id).toBe(command.id);

    subjects.push(await add(server));
    await rewrap(store, command);
    expect(await rewrap(store, command)).toMatchObject({ rewrapped: 0 });
    expect(await opensAll(await given(next))).toBe(true);
  });

  it('loses nothing that a process wraps under the old key after the last pass: the new one opens it, too', async () => {
    const [command, frozen] = [await given(old, next), await given(old)];
    await begin(command);
    await rewrap(store, command);
    subjects.push(await add(frozen));

    expect(await opensAll(await given(next))).toBe(true);
    expect(await rewrap(store, command)).toMatchObject({ rewrapped: 1 });
  });

  it('does not bring an erased subject back', async () => {
    const masterKey = await given(old, next);
    await begin(masterKey);
    const [erased] = await store.subjectsAfter('', 1);
    const late = new Proxy(store, {
      get: (target, name) => {
        if (name !== 'rekey') {
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        }
        return async (changes: Parameters<MemoryKeyStore['rekey']>[0]) => {
          await target.erase(erased!.subject);
          return target.rekey(changes);
        };
      },
    });
    await rewrap(late, masterKey);

    expect(await store.keyOf(erased!.subject)).toEqual({ erased: true });
  });

  it('can follow upon another, and what two keys before wrapped is opened still', async () => {
    const third = randomBytes(32);
    const first = await given(old, next);
    await begin(first);
    const frozen = await given(old, next);
    await rewrap(store, first);
    const second = await given(next, third);
    await begin(second);
    subjects.push(await add(frozen));
    await rewrap(store, second);

    expect(await opensAll(await given(third))).toBe(true);
    await expect(given(next)).rejects.toThrow(MasterKeyError);
  });

  it('wraps as older versions read it until the first rotation', async () => {
    const masterKey = await given(old);
    const wrapped = masterKey.wrap(Buffer.from('secret'), 'name');

    // Nonce, text and tag, and nothing before them.
    expect(wrapped).toHaveLength(12 + 'secret'.length + 16);
  });

  describe('in files', () => {
    let directory: string;
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'master-key-'));
    });
    afterEach(() => rm(directory, { recursive: true }));

    it('has the next key beside the one that wraps, makes it once, and puts it in its place in one step', async () => {
      const file = join(directory, 'master.key');
      await writeFile(file, `${old.toString('base64')}\n`);
      const source = { environment: {}, file, missing: 'refuse' } as const;
      const server = await MasterKey.load(source);
      await server.check(store);
      await Promise.all(Array.from({ length: 5 }, () => makeNextKey(file)));
      const command = await MasterKey.load(source);
      await command.check(store);
      await begin(command);

      // It knew the old key alone when it started.
      server.take(await store.secrets());
      expect(server.id).toBe(command.id);
      await rewrap(store, command);
      const made = await readFile(nextFile(file), 'utf8');
      const [retired = ''] = await Promise.all([retireKeyFile(file), retireKeyFile(file)]);
      expect(await retireKeyFile(file)).toBeUndefined();
      expect(await readFile(file, 'utf8')).toBe(made);
      expect(Buffer.from(await readFile(retired, 'utf8'), 'base64')).toEqual(old);
      expect((await readdir(directory)).sort()).toEqual(['master.key', basename(retired)]);
      const alone = await MasterKey.load(source);
      await alone.check(store);
      expect(await opensAll(alone)).toBe(true);
    });
  });
});
