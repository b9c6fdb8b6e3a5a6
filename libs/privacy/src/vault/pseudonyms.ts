import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { atMost } from '#kernel/execution';
import { installationSecret, type KeyStore, type SecretBox, type StoredSubject } from '#kernel/ports';
import type { FiscalCode } from '#italy';
import { KEY_BYTES } from './cipher.ts';
import { FIRST_PEPPER, PepperState } from './pepper-state.ts';
import { CACHE_TTL_MS } from './subject-keys.ts';

const CACHED_SUBJECTS = 50_000;

/** What a new subject is kept under. */
export interface NewSubject {
  readonly subject: string;
  readonly wrappedKey: Uint8Array;
}

/**
 * Which subject stands behind a codice fiscale. The code itself is kept nowhere: the KeyStore holds its keyed hash
 * (HMAC-SHA256 under the pepper of the installation), which is destroyed with the subject. A rotated pepper hashes what
 * the one before gave, so that nobody need know a code to hash it anew; see {@link PepperState}.
 */
export class Pseudonyms {
  readonly #store: KeyStore;
  readonly #box: SecretBox;
  readonly #first: KeyObject;
  #state: PepperState;
  // By the hash under the first pepper, which is the same before, during and after a rotation.
  readonly #subjects = new LRUCache<string, string>({ ...atMost(CACHED_SUBJECTS), ttl: CACHE_TTL_MS });

  private constructor(store: KeyStore, box: SecretBox, first: KeyObject, state: PepperState) {
    this.#store = store;
    this.#box = box;
    this.#first = first;
    this.#state = state;
  }

  static async open(store: KeyStore, box: SecretBox): Promise<Pseudonyms> {
    const pepper = await installationSecret(store, box, FIRST_PEPPER, () => randomBytes(KEY_BYTES));
    const state = PepperState.read(await store.secrets(), box);
    return new Pseudonyms(store, box, createSecretKey(pepper), state);
  }

  take(secrets: ReadonlyMap<string, Uint8Array>): void {
    this.#state = PepperState.read(secrets, this.#box, this.#state);
  }

  /** The hash under the first pepper: what a person is called here. */
  of(code: FiscalCode): string {
    return createHmac('sha256', this.#first).update(code).digest('base64url');
  }

  /** The subject if it is at hand. */
  cached(pseudonym: string): string | undefined {
    return this.#subjects.get(pseudonym);
  }

  async subjectOf(pseudonym: string): Promise<string | undefined> {
    return this.cached(pseudonym) ?? this.#find(pseudonym);
  }

  /**
   * Adds a subject unless the person has one, whatever processes add the same person and wherever a rotation of the pepper
   * stands meanwhile (decision 23).
   * @param make a new id and key: those of a subject that was withdrawn are never used again
   * @returns the id of the subject that stands
   */
  async add(pseudonym: string, make: () => NewSubject): Promise<string> {
    for (;;) {
      await this.#refresh();
      const known = await this.#find(pseudonym);
      if (known !== undefined) return known;
      const { subject, wrappedKey } = make();
      const row = { subject, pseudonym: this.#state.registered(pseudonym), wrappedKey };
      const added = await this.#store.addSubject(row.pseudonym, subject, wrappedKey);
      await this.#refresh();
      if (added === subject) await this.#settle(row);
      // Another's may have been first, or withdrawn in favour of a third.
      const standing = await this.#find(pseudonym);
      if (standing !== undefined) return standing;
    }
  }

  remember(pseudonym: string, subject: string): void {
    this.#subjects.set(pseudonym, subject);
  }

  forget(subject: string): void {
    for (const [pseudonym, known] of this.#subjects.entries()) {
      if (known === subject) this.#subjects.delete(pseudonym);
    }
  }

  /**
   * While a rotation is under way a row may stand under the pepper of before. It only ever moves from there to the new one,
   * so it is looked for in that order; where both are, the one of before is of a registration that came too late.
   */
  async #find(pseudonym: string): Promise<string | undefined> {
    const { before, now } = this.#state.lookedFor(pseudonym);
    const former = before === undefined ? undefined : await this.#store.subjectOf(before);
    return (await this.#store.subjectOf(now)) ?? former;
  }

  /** Brings a row that was just added to where the rotation stands now, or withdraws it: nobody has been told of it. */
  async #settle(row: StoredSubject): Promise<void> {
    const wanted = this.#state.moved(row.pseudonym);
    if (wanted === row.pseudonym) return;
    const standing = await this.#store.subjectOf(wanted);
    const isTaken = standing !== undefined && standing !== row.subject;
    if (isTaken || (this.#state.isMoving && (await this.#isTaken(row, wanted)))) await this.#store.erase(row.subject);
  }

  async #isTaken(from: StoredSubject, pseudonym: string): Promise<boolean> {
    const [outcome] = await this.#store.rekey([{ from, to: { pseudonym, wrappedKey: from.wrappedKey } }]);
    return outcome === 'taken';
  }

  async #refresh(): Promise<void> {
    this.take(await this.#store.secrets());
  }
}
