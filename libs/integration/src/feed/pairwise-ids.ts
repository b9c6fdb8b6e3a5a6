import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { KeyedHash } from './keyed-hash.ts';

const DIGITS = 32;
const REMEMBERED = 1_000;

/**
 * The ids under which receivers are told of persons: of one person another for each receiver, so that no two can join what they
 * have. Each follows from the secret of its receiver and the id of the person, which is random.
 */
export class PairwiseIds {
  readonly #key: Uint8Array;
  readonly #secrets = new LRUCache<string, KeyedHash>({ max: REMEMBERED });

  /** @param key secret of the installation, from which that of each receiver follows */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** @returns 32 hexadecimal digits */
  of(receiver: string, person: string): string {
    return this.#secretOf(receiver).of(person).slice(0, DIGITS);
  }

  #secretOf(receiver: string): KeyedHash {
    const known = this.#secrets.get(receiver);
    if (known) return known;
    const secret = new KeyedHash(createHmac('sha256', this.#key).update(`receiver ${receiver}`).digest());
    this.#secrets.set(receiver, secret);
    return secret;
  }
}
