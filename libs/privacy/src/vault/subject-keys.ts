import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { atMost } from '#kernel/execution';
import type { KeyStore, SecretBox } from '#kernel/ports';
import { KEY_BYTES } from './cipher.ts';

/** Keys and pseudonyms of people nobody asks for do not stay in memory for longer than this, in milliseconds. */
export const CACHE_TTL_MS = 60_000;
const CACHED_KEYS = 50_000;
/** Erasures that this process remembers, so that what was on its way at an erasure is not cached after it. */
const REMEMBERED_ERASURES = 100_000;

/** The keys of subjects, unwrapped; kept in memory for at most {@link CACHE_TTL_MS}. */
export class SubjectKeys {
  readonly #store: KeyStore;
  readonly #box: SecretBox;
  readonly #cache = new LRUCache<string, KeyObject>({ ...atMost(CACHED_KEYS), ttl: CACHE_TTL_MS });
  readonly #erased = new LRUCache<string, true>(atMost(REMEMBERED_ERASURES));

  constructor(store: KeyStore, box: SecretBox) {
    this.#store = store;
    this.#box = box;
  }

  /** The key if it is at hand, without a promise: sealing is on the hot path. */
  cached(subject: string): KeyObject | undefined {
    return this.#cache.get(subject);
  }

  /** The key; `erased` when it was destroyed, undefined when the subject was never known. */
  async keyOf(subject: string): Promise<KeyObject | 'erased' | undefined> {
    const cached = this.#cache.get(subject);
    if (cached) return cached;
    const stored = await this.#store.keyOf(subject);
    if (stored?.erased === true || this.#erased.has(subject)) return 'erased';
    if (!stored) return undefined;
    const key = createSecretKey(this.#box.unwrap(stored.wrappedKey, wrappedAs(subject)));
    this.#cache.set(subject, key);
    return key;
  }

  /** Those of some subjects whose key was not destroyed, in one look at the store for all whose key is not at hand. */
  async keptAmong(subjects: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const kept = new Set<string>();
    const asked: string[] = [];
    for (const subject of subjects) {
      if (this.#cache.has(subject)) kept.add(subject);
      else asked.push(subject);
    }
    if (asked.length === 0) return kept;
    for (const subject of await this.#store.keptOf(asked)) kept.add(subject);
    // Also who was erased while the store was asked.
    for (const subject of subjects) if (this.#erased.has(subject)) kept.delete(subject);
    return kept;
  }

  /** A new key for a new subject, wrapped. */
  make(subject: string): Uint8Array {
    return this.#box.wrap(randomBytes(KEY_BYTES), wrappedAs(subject));
  }

  /** Whether this process has heard of their erasure, lately. */
  isErased(subject: string): boolean {
    return this.#erased.has(subject);
  }

  forget(subject: string): void {
    this.#erased.set(subject, true);
    this.#cache.delete(subject);
  }
}

/** The name that the key of a subject is wrapped under. */
export function wrappedAs(subject: string): string {
  return `subject-key/${subject}`;
}
