import { LRUCache } from 'lru-cache';
import type { StoredDocument } from '../ports/read-model-store.ts';
import type { KnownDocuments } from './known-documents.ts';

/** What is known of a key: its stored document, or that there is none. */
interface Known {
  readonly stored: StoredDocument | undefined;
}

/**
 * Documents of the build that answers, as its only writer knows them: each is written with its batch. A writer that may have lost
 * its lease must `clear` it. Bounded: memory does not grow with the log.
 *
 * While a batch is folded its documents must not be evicted, so the bound is a soft one: `trim` is called between
 * batches.
 */
export class DocumentCache implements KnownDocuments {
  readonly #batch = new Map<string, Known>();
  readonly #recent: LRUCache<string, Known>;

  /** @param capacity most documents kept between batches */
  constructor(capacity = 2_000) {
    this.#recent = new LRUCache({ max: capacity });
  }

  knows(key: string): boolean {
    if (this.#batch.has(key)) return true;
    const known = this.#recent.get(key);
    if (!known) return false;
    this.#batch.set(key, known);
    return true;
  }

  get(key: string): StoredDocument | undefined {
    return this.#batch.get(key)?.stored;
  }

  learn(key: string, stored: StoredDocument | undefined): void {
    this.#batch.set(key, { stored });
  }

  /** Takes over what was just written, and lets go of what is beyond the bound. */
  settle(written: readonly StoredDocument[]): void {
    for (const stored of written) this.#batch.set(stored.key, { stored });
    for (const [key, known] of this.#batch) this.#recent.set(key, known);
    this.#batch.clear();
  }

  clear(): void {
    this.#batch.clear();
    this.#recent.clear();
  }
}
