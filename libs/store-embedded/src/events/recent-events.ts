import { EmbeddedEvent, type EventRow } from './event-row.ts';

/**
 * Most text that is kept, in characters: some 250 events, as who follows the log is a batch or two behind its end. What is
 * kept longer grows old in memory, where it takes longer to be collected.
 */
const MOST_TEXT = 256 * 1024;

interface Recent {
  readonly position: number;
  readonly size: number;
  readonly event: EmbeddedEvent;
}

/**
 * The last events that this process has committed, for all who follow the log: nobody reads them back from the file, and
 * what one of them has parsed is parsed for the others.
 */
export class RecentEvents {
  readonly #mostText: number;
  /** In the order of the log, without a gap. */
  #recent: Recent[] = [];
  #text = 0;

  constructor(mostText = MOST_TEXT) {
    this.#mostText = mostText;
  }

  /** Takes what was committed, in the order of the log, each once. */
  add(rows: readonly EventRow[]): void {
    for (const row of rows) {
      const size = row[6].length + row[7].length;
      this.#recent.push({ position: row[0], size, event: new EmbeddedEvent(row) });
      this.#text += size;
    }
    // Half of it at once, so that not every commit moves all that is kept.
    if (this.#text > this.#mostText) this.#letGo(this.#mostText / 2);
  }

  /** Of what was committed meanwhile, nobody knows what is in the file. */
  clear(): void {
    this.#recent = [];
    this.#text = 0;
  }

  /** The events after a position, the first so many; undefined where one of them may not be here. */
  after(position: number, limit: number): readonly EmbeddedEvent[] | undefined {
    const [first] = this.#recent;
    if (first === undefined || position < first.position - 1) return undefined;
    let from = this.#recent.length;
    while (from > 0 && (this.#recent[from - 1]?.position ?? 0) > position) from -= 1;
    return this.#recent.slice(from, from + limit).map(({ event }) => event);
  }

  #letGo(text: number): void {
    let gone = 0;
    while (this.#text > text) {
      this.#text -= this.#recent[gone]?.size ?? this.#text;
      gone += 1;
    }
    this.#recent = this.#recent.slice(gone);
  }
}
