import type { TopologyDescription } from 'mongodb';
import { toTimestamp } from '#kernel/domain';

/** Whether MongoDB can be used, as the driver finds it. */
export interface MongoContact {
  /** True while there is a server that takes writes; all of our calls go to that one. */
  readonly answers: boolean;
  /** RFC 3339: since when it does, or does not. */
  readonly since: string;
  /** Why it does not. */
  readonly error: string | undefined;
}

/** Keeps account of what the driver finds when it looks after the servers. */
export class Contact {
  readonly #listeners = new Set<(contact: MongoContact) => void>();
  #known: MongoContact = { answers: false, since: toTimestamp(Date.now()), error: undefined };

  /** The driver has found something else than before. */
  saw({ servers }: Pick<TopologyDescription, 'servers'>): void {
    const members = [...servers.values()];
    const answers = members.some(({ isWritable }) => isWritable);
    if (answers && this.#known.answers) return;
    const since = answers === this.#known.answers ? this.#known.since : toTimestamp(Date.now());
    const said = members.find(({ error }) => error !== null)?.error?.message;
    this.#known = { answers, since, error: answers ? undefined : (said ?? 'none of its members is the primary') };
    for (const listener of [...this.#listeners]) listener(this.#known);
  }

  /**
   * Tells how it stands, now and whenever that changes.
   * @returns what ends it
   */
  watch(listener: (contact: MongoContact) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#known);
    return () => this.#listeners.delete(listener);
  }
}
