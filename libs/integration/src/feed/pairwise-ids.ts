import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const DIGITS = 32;
const REMEMBERED = 1_000;

/**
 * The ids under which receivers are told of persons: of one person another for each receiver, so that no two can join what they
 * have. Each follows from the secret of its receiver and the id of the person, which is random.
 */
export class PairwiseIds {
  readonly #key: Uint8Array;
  /** As key objects: of bytes Node finds out anew each time what they are, which costs six times what the hash does. */
  readonly #secrets = new LRUCache<string, KeyObject>({ max: REMEMBERED });

  /** @param key secret of the installation, from which that of each receiver follows */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** @returns 32 hexadecimal digits */
  of(receiver: string, person: string): string {
    return createHmac('sha256', this.#secretOf(receiver)).update(person).digest('hex').slice(0, DIGITS);
  }

  #secretOf(receiver: string): KeyObject {
    const known = this.#secrets.get(receiver);
    if (known) return known;
    const secret = createSecretKey(createHmac('sha256', this.#key).update(`receiver ${receiver}`).digest());
    this.#secrets.set(receiver, secret);
    return secret;
  }
}
