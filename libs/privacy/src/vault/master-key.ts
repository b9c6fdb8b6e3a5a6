import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyStore, SecretBox } from '#kernel/ports';
import { decrypt, encrypt, KEY_BYTES } from './cipher.ts';

/** Names the master key (base64 of 32 bytes) where it comes from a secret store. */
export const MASTER_KEY_VARIABLE = 'RETE_PUNTI_MASTER_KEY';

/** Name of the check value in the KeyStore: it opens under the master key that the store was made with. */
const CHECK = 'master-key-check';
const CHECK_VALUE = Buffer.from('rete-punti');

/** The master key is missing, malformed, or not the one that the keys were wrapped with: the program must not start. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

interface MasterKeySource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Used when the variable is not set; readable by its owner alone. */
  readonly file: string;
  /**
   * What to do when neither is there. A key of its own would be of no use to a process that shares its keys (`refuse`), and
   * a new one of none where keys were wrapped with the one that is missing (`refuse-new`).
   */
  readonly missing: 'make' | 'refuse' | 'refuse-new';
}

/** The key that wraps the keys of subjects and the secrets of the installation. It is in no database. */
export class MasterKey implements SecretBox {
  readonly #key: KeyObject;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    if (key.length !== KEY_BYTES) throw new MasterKeyError(`a master key has ${KEY_BYTES} bytes, not ${key.length}`);
    this.#key = createSecretKey(key);
  }

  /**
   * From the environment, else from the file.
   * @throws MasterKeyError when what is there is no key, or nothing is there and none may be made
   */
  static async load({ environment, file, missing }: MasterKeySource): Promise<MasterKey> {
    const given = environment[MASTER_KEY_VARIABLE];
    if (given !== undefined && given !== '') return new MasterKey(decodeKey(given, MASTER_KEY_VARIABLE));
    const text = await readIfThere(file);
    if (text !== undefined) return new MasterKey(decodeKey(text, file));
    if (missing === 'make') return new MasterKey(decodeKey(await makeKeyFile(file), file));
    if (missing === 'refuse-new') {
      throw new MasterKeyError(
        `the master key is missing, and without it the keys of the installation open nothing: put back ${file}, or set ` +
          `${MASTER_KEY_VARIABLE}. No new one is made, as it could open none of them`,
      );
    }
    throw new MasterKeyError(
      `there is no master key: set ${MASTER_KEY_VARIABLE}, or put the key file at ${file}. Every process of an ` +
        `installation has the same (openssl rand -base64 ${KEY_BYTES} makes a first one)`,
    );
  }

  /** Whether a store was made under a master key, this or another: every store that was ever used was. */
  static async isKnownTo(store: Pick<KeyStore, 'secret'>): Promise<boolean> {
    const none = new Error('no check value');
    try {
      await store.secret(CHECK, () => Promise.reject(none));
      return true;
    } catch (error) {
      if (error === none) return false;
      throw error;
    }
  }

  wrap(secret: Uint8Array, name: string): Buffer {
    return encrypt(this.#key, secret, name);
  }

  unwrap(wrapped: Uint8Array, name: string): Buffer {
    return decrypt(this.#key, wrapped, name);
  }

  /**
   * Makes sure that this is the key that the store was made with; a new store takes it.
   * @throws MasterKeyError when it is another
   */
  async check(store: Pick<KeyStore, 'secret'>): Promise<void> {
    const wrapped = await store.secret(CHECK, async () => this.wrap(CHECK_VALUE, CHECK));
    try {
      this.unwrap(wrapped, CHECK);
    } catch (cause) {
      throw new MasterKeyError(
        'the master key is not the one that the key store was made with: personal data could be neither read nor ' +
          `written. Put back the key in ${MASTER_KEY_VARIABLE} or in the master key file, or restore the key store ` +
          'that belongs to this key.',
        { cause },
      );
    }
  }
}

function decodeKey(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new MasterKeyError(`${from} must hold the base64 of ${KEY_BYTES} bytes (openssl rand -base64 ${KEY_BYTES})`);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new MasterKeyError(`the master key file ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Makes the file whole or not at all, durably; when another process made it meanwhile, that one stands. */
async function makeKeyFile(file: string): Promise<string> {
  await makeDirectory(dirname(file));
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return readFile(file, 'utf8');
}

/** One level, for its owner alone: a recursive call never returns where the system says of what can be made that it is not there. */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
