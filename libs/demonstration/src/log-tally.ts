import { START, type Position } from '#kernel/domain';
import type { EventStore } from '#kernel/ports';

/** Counts the events of a log as it grows: positions tell their order, not their number. */
export class LogTally {
  readonly #log: EventStore;
  readonly #byType: Record<string, number> = {};
  #through: Position = START;
  #events = 0;

  constructor(log: EventStore) {
    this.#log = log;
  }

  /** Events of each type, as far as it was read. */
  get byType(): Readonly<Record<string, number>> {
    return this.#byType;
  }

  /**
   * Reads what came since the last time. One call at a time.
   * @returns all events so far
   */
  async readOn(): Promise<number> {
    for await (const { events, through } of this.#log.readLog({ after: this.#through, batchSize: 2_000 })) {
      for (const { type } of events) this.#byType[type] = (this.#byType[type] ?? 0) + 1;
      this.#events += events.length;
      this.#through = through;
    }
    return this.#events;
  }
}
