import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/**
 * A key that signs what is sent to one endpoint, in the text formats of Standard Webhooks ("Signature scheme"):
 * `whsec_` and 24 to 64 random bytes, which the receiver knows too, or `whsk_`, an Ed25519 key pair of which the receiver
 * has the public half as `whpk_`.
 */
export type SigningKey =
  | { readonly scheme: 'v1'; readonly secret: Buffer }
  | { readonly scheme: 'v1a'; readonly privateKey: KeyObject; readonly publicKey: string };

const ED25519_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The text of a secret that both sides know (`whsec_…`).
 * @param secret 24 to 64 random bytes
 */
export function sharedSecretText(secret: Uint8Array): string {
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/**
 * The text of an Ed25519 key pair (`whsk_…`): seed and public key, one after the other.
 * @param seed 32 random bytes
 */
export function privateKeyText(seed: Uint8Array): string {
  return `whsk_${Buffer.concat([seed, publicHalf(privateKeyFrom(seed))]).toString('base64')}`;
}

/**
 * Reads a key from its text.
 * @throws TypeError when it is in neither format, too short, or its halves do not belong together; the text is not repeated
 */
export function signingKey(text: string): SigningKey {
  const [, prefix, encoded = ''] = /^(whsec|whsk)_(.*)$/.exec(text) ?? [];
  if (prefix === undefined || !BASE64.test(encoded)) throw new TypeError('a signing key is whsec_ or whsk_ and base64');
  const bytes = Buffer.from(encoded, 'base64');
  return prefix === 'whsec' ? sharedSecret(bytes) : privateKeyOf(bytes);
}

function sharedSecret(secret: Buffer): SigningKey {
  if (secret.length < 24 || secret.length > 64) throw new TypeError('a shared secret has 24 to 64 bytes');
  return { scheme: 'v1', secret };
}

function privateKeyOf(bytes: Buffer): SigningKey {
  if (bytes.length !== 2 * ED25519_BYTES) throw new TypeError('a private key has 64 bytes: seed and public key');
  const seed = bytes.subarray(0, ED25519_BYTES);
  const privateKey = privateKeyFrom(seed);
  const known = publicHalf(privateKey);
  if (!known.equals(bytes.subarray(ED25519_BYTES)))
    throw new TypeError('the public half is not that of the private one');
  return { scheme: 'v1a', privateKey, publicKey: `whpk_${known.toString('base64')}` };
}

function privateKeyFrom(seed: Uint8Array): KeyObject {
  return createPrivateKey({ format: 'der', type: 'pkcs8', key: Buffer.concat([PKCS8, seed]) });
}

function publicHalf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-ED25519_BYTES);
}
