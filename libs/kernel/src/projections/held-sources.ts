import type { Standing } from '../ports/read-model-store.ts';

/** What an answer was read from: pointers and documents, also those that were not there. */
export class HeldSources {
  readonly #read: Standing[] = [];
  #isWhole = true;

  add(read: Standing): void {
    this.#read.push(read);
  }

  /** To be called for what was read of which nobody can tell whether it stands. */
  addUnknown(): void {
    this.#isWhole = false;
  }

  /** Whether all of it is still as it was read. */
  get stand(): boolean {
    return this.#isWhole && this.#read.every(({ stands }) => stands);
  }
}
