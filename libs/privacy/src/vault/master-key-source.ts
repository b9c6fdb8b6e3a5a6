import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KEY_BYTES } from './cipher.ts';

/** Names the master key (base64 of 32 bytes) where it comes from a secret store; two with a comma while it is rotated. */
export const MASTER_KEY_VARIABLE = 'RETE_PUNTI_MASTER_KEY';

/** Length of the id of a master key, in bytes. */
export const KEY_ID_BYTES = 8;

/** The master key is missing, malformed, or not the one that the keys were wrapped with: the program must not start. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

export interface MasterKeySource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Used when the variable is not set; readable by its owner alone. The next key stands beside it, see {@link nextFile}. */
  readonly file: string;
  /**
   * What to do when neither is there. A key of its own would be of no use to a process that shares its keys (`refuse`), and
   * a new one of none where keys were wrapped with the one that is missing (`refuse-new`).
   */
  readonly missing: 'make' | 'refuse' | 'refuse-new';
}

/** Where the next master key stands while it is rotated. */
export function nextFile(file: string): string {
  return `${file}.next`;
}

/** Tells master keys apart, and tells nothing of them. */
export function keyId(bytes: Uint8Array): string {
  return createHmac('sha256', bytes).update('rete-punti master key').digest().subarray(0, KEY_ID_BYTES).toString('hex');
}

/** Whether the variable holds the keys, and files play no part. */
export function isInVariable({ environment }: Pick<MasterKeySource, 'environment'>): boolean {
  return (environment[MASTER_KEY_VARIABLE] ?? '') !== '';
}

/**
 * The master keys that a process was given, the oldest first.
 * @throws MasterKeyError when what is there is no key, or nothing is there and none may be made
 */
export async function readMasterKeys({
  environment,
  file,
  missing,
}: MasterKeySource): Promise<readonly [Buffer, ...Buffer[]]> {
  const given = environment[MASTER_KEY_VARIABLE] ?? '';
  const inVariable = given === '' ? [] : given.split(',').map((text) => decodeKey(text, MASTER_KEY_VARIABLE));
  const [first, ...others] = inVariable.length > 0 ? inVariable : readKeyFiles(file);
  if (first) return [first, ...others];
  if (missing === 'make') return [decodeKey(await makeKeyFile(file), file)];
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

/**
 * The keys in the file and in that of the next one, as far as they are there.
 * @throws MasterKeyError when one holds no key
 */
export function readKeyFiles(file: string): readonly Buffer[] {
  return [file, nextFile(file)].flatMap((name) => {
    const text = readIfThere(name);
    return text === undefined ? [] : [decodeKey(text, name)];
  });
}

/** Makes the next key, unless it was made before. */
export async function makeNextKey(file: string): Promise<void> {
  await makeKeyFile(nextFile(file));
}

/**
 * Puts the next key in the place of the one that it followed, which stays beside it under its id. May be repeated, and
 * done by several at once: the file is the next one from one moment to the other.
 * @returns where the former one stands; undefined when there is no next one
 */
export async function retireKeyFile(file: string): Promise<string | undefined> {
  const former = readIfThere(file);
  if (former === undefined || readIfThere(nextFile(file)) === undefined) return undefined;
  const retired = `${file}.retired-${keyId(decodeKey(former, file))}`;
  await link(file, retired).catch(unless('EEXIST'));
  await rename(nextFile(file), file).catch(unless('ENOENT'));
  await syncDirectory(file);
  return retired;
}

function decodeKey(text: string, from: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new MasterKeyError(`${from} must hold the base64 of ${KEY_BYTES} bytes (openssl rand -base64 ${KEY_BYTES})`);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new MasterKeyError(`${file} cannot be read (${code}): it must be a file that holds the master key`);
  }
}

/** Makes the file whole or not at all, durably; when another process made it meanwhile, that one stands. */
async function makeKeyFile(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file).catch(unless('EEXIST'));
  } finally {
    await unlink(draft);
  }
  await syncDirectory(file);
  return readFile(file, 'utf8');
}

async function syncDirectory(file: string): Promise<void> {
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function unless(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
