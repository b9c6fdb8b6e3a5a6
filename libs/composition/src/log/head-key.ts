import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fingerprintOf, type HeadKey } from '#kernel/ports';
import { ConfigurationError } from '#platform';
import { makePrivateDirectory, unusable } from '#store-embedded';

/** Beside the private key: the public one, which is given to whoever is to check heads. */
const PUBLIC = '.pub';

/**
 * Makes a key for heads of the log: the private key in a file for its owner alone, the public one beside it.
 * @param dataDirectory where it must not lie
 * @returns the file of the public key, and its fingerprint
 * @throws ConfigurationError when it would lie with the log; SystemError STORE_UNAVAILABLE when it cannot be written, or
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

/** The public key of a file, which may hold the private one. */
export function readPublicKey(file: string): KeyObject {
  return parsed(file, createPublicKey);
}

function parsed(file: string, parse: (pem: string) => KeyObject): KeyObject {
  try {
    const key = parse(readFileSync(file, 'utf8'));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without what the file holds.
  }
  throw new ConfigurationError([
    `${file} cannot be read as an Ed25519 key in PEM: check RETE_PUNTI_HEAD_KEY or --public-key; "rete-punti head-key" makes one`,
  ]);
}

function refuseBeside(file: string, dataDirectory: string): void {
  const path = relative(real(dataDirectory), real(file));
  if (path === '..' || path.startsWith(`..${sep}`) || resolve(path) === path) return;
  throw new ConfigurationError([
    `the key of the heads, ${file}, lies in the data directory ${dataDirectory}: keep it elsewhere, or whoever can edit the ` +
      'log can sign what was made of it',
  ]);
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
