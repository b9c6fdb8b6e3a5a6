import { LRUCache } from 'lru-cache';

/** What a part costs beside its text, its name included: about as much as so many characters. */
const BESIDE = 400;

/** Parts of answers that were written before, by what they are called; those that were asked for last are kept. */
export class WrittenParts<Part extends { readonly json: string }> {
  readonly #kept: LRUCache<string, Part>;

  /** @param most characters of JSON in all, and what else parts cost */
  constructor(most: number) {
    this.#kept = new LRUCache({ maxSize: most, sizeCalculation: ({ json }) => json.length + BESIDE });
  }

  get(name: string): Part | undefined {
    return this.#kept.get(name);
  }

  keep(name: string, part: Part): void {
    this.#kept.set(name, part);
  }
}
