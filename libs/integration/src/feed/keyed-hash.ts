import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, of many short texts: two hashes in one call each cost half of what an object of
 * `createHmac` does, which is made, and collected, for each text.
 */
export class KeyedHash {
  /** The padded key, and after it the text. */
  #inner: Buffer;
  /** The padded key, and after it the inner hash. */
  readonly #outer: Buffer;

  /**
   * @param key of at most a block
   * @throws RangeError when it is longer
   */
  constructor(key: Uint8Array) {
    this.#inner = padded(key, INNER);
    this.#outer = Buffer.concat([padded(key, OUTER), Buffer.alloc(HASH_BYTES)]);
  }

  /** @returns 64 hexadecimal digits */
  of(text: string): string {
    const size = BLOCK_BYTES + Buffer.byteLength(text);
    if (this.#inner.length !== size) {
      this.#inner = Buffer.concat([this.#inner.subarray(0, BLOCK_BYTES)], size);
    }
    this.#inner.write(text, BLOCK_BYTES);
    this.#outer.write(hash('sha256', this.#inner, 'hex'), BLOCK_BYTES, 'hex');
    return hash('sha256', this.#outer, 'hex');
  }
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.set(key);
  return block.map((byte) => byte ^ pad) as Buffer;
}
