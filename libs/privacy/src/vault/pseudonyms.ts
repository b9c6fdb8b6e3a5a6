import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { installationSecret, type KeyStore, type SecretBox } from '#kernel/ports';
import type { FiscalCode } from '#italy';
import { KEY_BYTES } from './cipher.ts';
import { CACHE_TTL_MS } from './subject-keys.ts';

const CACHED_SUBJECTS = 50_000;

/**
 * Which subject stands behind a codice fiscale. The code itself is kept nowhere: the KeyStore holds its keyed hash
 * (HMAC-SHA256 under the pepper of the installation), which is destroyed with the subject.
 */
export class Pseudonyms {
  readonly #store: KeyStore;
  readonly #pepper: KeyObject;
  readonly #subjects = new LRUCache<string, string>({ max: CACHED_SUBJECTS, ttl: CACHE_TTL_MS });

  private constructor(store: KeyStore, pepper: KeyObject) {
    this.#store = store;
    this.#pepper = pepper;
  }

  static async open(store: KeyStore, box: SecretBox): Promise<Pseudonyms> {
    const pepper = await installationSecret(store, box, 'pepper', () => randomBytes(KEY_BYTES));
    return new Pseudonyms(store, createSecretKey(pepper));
  }

  of(code: FiscalCode): string {
    return createHmac('sha256', this.#pepper).update(code).digest('base64url');
  }

  /** The subject if it is at hand. */
  cached(pseudonym: string): string | undefined {
    return this.#subjects.get(pseudonym);
  }

  async subjectOf(pseudonym: string): Promise<string | undefined> {
    return this.cached(pseudonym) ?? this.#store.subjectOf(pseudonym);
  }

  remember(pseudonym: string, subject: string): void {
    this.#subjects.set(pseudonym, subject);
  }

  forget(subject: string): void {
    for (const [pseudonym, known] of this.#subjects.entries()) {
      if (known === subject) this.#subjects.delete(pseudonym);
    }
  }
}
