import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fingerprintOf, type HeadKey } from '#kernel/ports';
import { ConfigurationError } from '#platform';
import { makePrivateDirectory, readSmallFile, STORE_FILES, unusable } from '#store-embedded';

/** Beside the private key: the public one, which is given to whoever is to check heads. */
const PUBLIC = '.pub';

/**
 * Makes a key for heads of the log: the private key in a file for its owner alone, the public one beside it.
 * @param dataDirectory where it must not lie
 * @returns the file of the public key, and its fingerprint
 * @throws ConfigurationError when it would lie with the log, or in any other data directory; SystemError STORE_UNAVAILABLE when it cannot be written, or
 *   is there already
 */
export function makeHeadKey(file: string, dataDirectory: string): { publicFile: string; fingerprint: string } {
  refuseBeside(file, dataDirectory);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicFile = file + PUBLIC;
  makePrivateDirectory(dirname(resolve(file)));
  write(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  write(publicFile, publicKey.export({ type: 'spki', format: 'pem' }), 0o644);
  return { publicFile, fingerprint: fingerprintOf(publicKey) };
}

/**
 * The key that a configuration names.
 * @throws ConfigurationError, saying what to do, when it lies with the log, cannot be read or is no Ed25519 key
 */
export function readHeadKey(file: string, dataDirectory: string): HeadKey {
  refuseBeside(file, dataDirectory);
  const privateKey = parsed(file, createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/**
 * The public key of a file, which may hold the private one.
 * @throws ConfigurationError when it cannot be read, or holds none
 */
export function readPublicKey(file: string): KeyObject {
  return parsed(file, createPublicKey);
}

function parsed(file: string, parse: (pem: string) => KeyObject): KeyObject {
  try {
    const key = parse(readSmallFile(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without what the file holds.
  }
  throw new ConfigurationError([
    `${file} cannot be read as an Ed25519 key in PEM: check RETE_PUNTI_HEAD_KEY or --public-key; "rete-punti head-key" makes one`,
  ]);
}

function refuseBeside(file: string, dataDirectory: string): void {
  const path = real(file);
  const directory = contains(real(dataDirectory), path) ? dataDirectory : dataDirectoryAbove(path);
  if (directory === undefined) return;
  throw new ConfigurationError([
    `the key of the heads, ${file}, lies in the data directory ${directory}: keep it elsewhere, or whoever can edit the ` +
      'log can sign what was made of it',
  ]);
}

function contains(directory: string, file: string): boolean {
  const path = relative(directory, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && resolve(path) !== path;
}

/** Whoever makes a key need not have said which directory it is for: one with a log in it is none for a key. */
function dataDirectoryAbove(file: string): string | undefined {
  for (let above = dirname(file), below = file; above !== below; [below, above] = [above, dirname(above)]) {
    if (existsSync(join(above, STORE_FILES.events))) return above;
  }
  return undefined;
}

/** Where a path leads to, through links, as far as it is there. */
function real(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const above = dirname(absolute);
    return above === absolute ? absolute : join(real(above), basename(absolute));
  }
}

function write(file: string, pem: string | Buffer, mode: number): void {
  try {
    writeFileSync(file, pem, { flag: 'wx', mode });
  } catch (error) {
    throw unusable(file, error);
  }
}
