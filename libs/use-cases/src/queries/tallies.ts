import type { CommandReference } from '#kernel/domain';

/**
 * What is counted where an event for each time would be too many: in the memory of a process, and written down from time to
 * time, as one command for each thing. A process that is killed loses what it has counted since.
 */
export interface Tally<Key extends object = object> {
  /** kebab-case; it stands as the actor (`policy`) of the commands. */
  readonly name: string;
  /** Writes down how often it was. */
  readonly command: CommandReference<Key & { readonly count: number }>;
}

/** How often something was that is counted. */
export interface Tallied {
  readonly tally: Tally;
  readonly key: object;
  readonly count: number;
}

/** Most things that are counted apart: whoever asks after ever other ones fills no memory with that. */
const MOST_KEYS = 50_000;

/** What a process has counted and not written down. */
export class Tallies {
  #counts = new Map<string, Tallied>();

  /** Counts once more. */
  count<Key extends object>(tally: Tally<Key>, key: Key): void {
    const name = `${tally.name} ${JSON.stringify(key)}`;
    const before = this.#counts.get(name);
    if (!before && this.#counts.size >= MOST_KEYS) return;
    this.#counts.set(name, { tally: tally, key, count: (before?.count ?? 0) + 1 });
  }

  /** All that was counted since this was called last. */
  take(): readonly Tallied[] {
    const taken = [...this.#counts.values()];
    this.#counts = new Map();
    return taken;
  }
}
