import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryKeyStore } from '#store-memory';
import { MASTER_KEY_VARIABLE, MasterKeyError } from './master-key-source.ts';
import { MasterKey } from './master-key.ts';

describe('the master key', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'master-key-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const file = (): string => join(directory, 'data', 'master.key');

  it('is made at first start, readable by its owner alone, and the same ever after', async () => {
    const made = await MasterKey.load({ environment: {}, file: file(), missing: 'make' });
    const found = await MasterKey.load({ environment: {}, file: file(), missing: 'make' });

    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(found.unwrap(made.wrap(Buffer.from('secret'), 'name'), 'name').toString()).toBe('secret');
  });

  it('is one, however many processes make it at once', async () => {
    const keys = await Promise.all(
      Array.from({ length: 5 }, () => MasterKey.load({ environment: {}, file: file(), missing: 'make' })),
    );

    const wrapped = keys[0]!.wrap(Buffer.from('secret'), 'name');
    expect(keys.map((key) => key.unwrap(wrapped, 'name').toString())).toEqual(Array(5).fill('secret'));
  });

  it('learns those of before in whatever order they stand, each wrapped under the one that followed', () => {
    const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
    const names = ['former-master-key/1', 'former-master-key/2', 'master-key-check'] as const;
    const secrets = new Map([
      [names[0], new MasterKey(second).wrap(first, names[0])],
      [names[1], new MasterKey(third).wrap(second, names[1])],
      [names[2], new MasterKey(third).wrap(Buffer.from('rete-punti'), names[2])],
    ]);
    const key = new MasterKey(third);

    key.take(secrets);
    expect(key.unwrap(new MasterKey(first).wrap(Buffer.from('old'), 'name'), 'name').toString()).toBe('old');
  });

  it('reads them again when one of them could not be opened', () => {
    const [first, second] = [randomBytes(32), randomBytes(32)] as const;
    const names = ['former-master-key/1', 'master-key-check'] as const;
    const check = new MasterKey(second).wrap(Buffer.from('rete-punti'), names[1]);
    const key = new MasterKey(second);
    const damaged = new Map([
      [names[0], new MasterKey(randomBytes(32)).wrap(first, names[0])],
      [names[1], check],
    ]);
    expect(() => {
      key.take(damaged);
    }).toThrow(/opens under no master key/);

    key.take(
      new Map([
        [names[0], new MasterKey(second).wrap(first, names[0])],
        [names[1], check],
      ]),
    );
    expect(key.unwrap(new MasterKey(first).wrap(Buffer.from('old'), 'name'), 'name').toString()).toBe('old');
  });

  it('comes from the environment where it is set, and no file is made', async () => {
    const environment = { [MASTER_KEY_VARIABLE]: randomBytes(32).toString('base64') };

    await MasterKey.load({ environment, file: file(), missing: 'make' });
    await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('that is none stops the start, and is not repeated in the message', async () => {
    const environment = { [MASTER_KEY_VARIABLE]: 'c2hvcnQ=' };
    const error: unknown = await MasterKey.load({ environment, file: file(), missing: 'make' }).catch(
      (refused: unknown) => refused,
    );

    expect(error).toBeInstanceOf(MasterKeyError);
    expect((error as Error).message).not.toContain('c2hvcnQ=');
    const empty = join(directory, 'empty.key');
    await writeFile(empty, '');
    await expect(MasterKey.load({ environment: {}, file: empty, missing: 'make' })).rejects.toThrow(MasterKeyError);
  });

  it('that is missing stops the start of a process that shares its keys, and no file is made', async () => {
    const loading = MasterKey.load({ environment: {}, file: file(), missing: 'refuse' });

    await expect(loading).rejects.toThrow(`set ${MASTER_KEY_VARIABLE}`);
    await expect(readFile(file())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('belongs to its key store: another one stops the start', async () => {
    const store = new MemoryKeyStore();
    const key = new MasterKey(randomBytes(32));

    await key.check(store);
    await key.check(store);
    await expect(new MasterKey(randomBytes(32)).check(store)).rejects.toThrow(MasterKeyError);
  });

  it('opens a secret only under the name it was wrapped with', () => {
    const key = new MasterKey(randomBytes(32));
    const wrapped = key.wrap(Buffer.from('secret'), 'pepper');

    expect(() => key.unwrap(wrapped, 'signing-key')).toThrow();
    wrapped[wrapped.length - 20]! ^= 1;
    expect(() => key.unwrap(wrapped, 'pepper')).toThrow();
  });
});
