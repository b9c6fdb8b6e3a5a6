import type { StatementSync } from 'node:sqlite';
import type { LogBatch } from '#kernel/ports';
import type { Database } from '../database.ts';
import { EmbeddedEvent, EVENT_COLUMNS, type EventRow } from './event-row.ts';

/** Where a stretch of the log lies. */
interface Stretch {
  /** Exclusive. */
  readonly after: number;
  /** Inclusive. */
  readonly through: number;
}

/**
 * Reads stretches of the log for readers that pass over most types: what they pass over is not taken out of the file, neither its
 * payload nor its metadata, but counted.
 */
export class Stretches {
  readonly #select: StatementSync;
  readonly #count: StatementSync;
  readonly #leftOut: string;

  /** @param leaveOut types */
  constructor(database: Database, leaveOut: ReadonlySet<string>) {
    this.#select = database.prepareRows(
      `SELECT ${EVENT_COLUMNS} FROM events WHERE position > ? AND position <= ?
         AND type NOT IN (SELECT value FROM json_each(?)) ORDER BY position`,
    );
    this.#count = database.prepareRows('SELECT count(*) FROM events WHERE position > ? AND position <= ?');
    this.#leftOut = JSON.stringify([...leaveOut]);
  }

  read({ after, through }: Stretch): LogBatch {
    const rows = this.#select.all(after, through, this.#leftOut) as unknown as EventRow[];
    const [all] = this.#count.get(after, through) as unknown as [number];
    const events = rows.map((row) => new EmbeddedEvent(row));
    return { events, through: String(through), leftOut: all - events.length };
  }
}
