/** More than a runner keeps in memory of one build. */
const GENERATION = 10_000;

/**
 * Keys of one build that were met lately, in two generations: the older is let go of when the younger is full. Cheaper
 * than an order of use, which nothing here asks for.
 */
export class RecentKeys {
  readonly #generation: number;
  #younger = new Set<string>();
  #older: ReadonlySet<string> = new Set();

  /** @param generation the latest that many are always kept, twice as many at most */
  constructor(generation = GENERATION) {
    this.#generation = generation;
  }

  has(key: string): boolean {
    return this.#younger.has(key) || this.#older.has(key);
  }

  add(key: string): void {
    if (this.#younger.size >= this.#generation && !this.#younger.has(key)) {
      this.#older = this.#younger;
      this.#younger = new Set();
    }
    this.#younger.add(key);
  }
}
