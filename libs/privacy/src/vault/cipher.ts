import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type CipherKey,
  type KeyObject,
} from 'node:crypto';

/*
 * AES-256-GCM with a random 96-bit nonce for each message (NIST SP 800-38D, 8.2.2): far below 2^32 messages under one
 * key. What was encrypted is laid out as nonce, ciphertext, tag.
 */
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Length of every key, in bytes. */
export const KEY_BYTES = 32;

/** @param boundTo what the text belongs to; it opens under nothing else */
export function encrypt(key: CipherKey, clear: Uint8Array | string, boundTo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  const body = typeof clear === 'string' ? cipher.update(clear, 'utf8') : cipher.update(clear);
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when key or `boundTo` differ, or the text was changed */
export function decrypt(key: CipherKey, encrypted: Uint8Array, boundTo: string): Buffer {
  if (encrypted.length < NONCE_BYTES + TAG_BYTES) throw new RangeError('too short to be encrypted text');
  const nonce = encrypted.subarray(0, NONCE_BYTES);
  const body = encrypted.subarray(NONCE_BYTES, encrypted.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(boundTo, 'utf8'));
  decipher.setAuthTag(encrypted.subarray(encrypted.length - TAG_BYTES));
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/**
 * HMAC-SHA256 of a text under a key that is derived from this one (HKDF, RFC 5869), which encrypts.
 * @param key destroyed with what it belongs to: then nobody finds the text by trying
 */
export function markOf(key: KeyObject, text: string): string {
  return createHmac('sha256', markKeyOf(key)).update(text).digest('base64url');
}

/** Kept as long as the key that they are derived from, and no longer. */
const markKeys = new WeakMap<KeyObject, KeyObject>();

/** As an object: what is given bytes as a key makes such an object of them each time, which takes longer than the rest. */
function markKeyOf(key: KeyObject): KeyObject {
  const known = markKeys.get(key);
  if (known) return known;
  const derived = createSecretKey(Buffer.from(hkdfSync('sha256', key, '', 'mark', KEY_BYTES)));
  markKeys.set(key, derived);
  return derived;
}
