import type { StatementSync } from 'node:sqlite';
import type { Checkpoint } from '#kernel/ports';
import { toInteger, type Database } from '../database.ts';

/** Which builds stand at one row of the checkpoints. */
type Builds = ReadonlySet<number>;

/**
 * Where builds have come. Those that follow the log together stand at one place, which is one row: a batch changes documents of a few
 * builds and moves all of them on. To be used in the transaction that writes what lies before the checkpoint.
 */
export class SharedCheckpoints {
  readonly #database: Database;
  /** By the numbers of their rows, as the file has them; not known before the first move, nor after a transaction that failed. */
  #known: Map<number, Builds> | undefined;
  readonly #selectAll: StatementSync;
  readonly #update: StatementSync;
  readonly #insert: StatementSync;
  readonly #take: StatementSync;
  readonly #deleteLeft: StatementSync;

  constructor(database: Database) {
    this.#database = database;
    this.#selectAll = database.prepareRows('SELECT checkpoint, number FROM builds WHERE checkpoint IS NOT NULL');
    this.#update = database.prepare(
      'UPDATE checkpoints SET log_id = ?, position = ?, incomplete_since = ? WHERE number = ?',
    );
    this.#insert = database.prepare('INSERT INTO checkpoints (log_id, position, incomplete_since) VALUES (?, ?, ?)');
    this.#take = database.prepare('UPDATE builds SET checkpoint = ? WHERE number IN (SELECT value FROM json_each(?))');
    this.#deleteLeft = database.prepare(
      'DELETE FROM checkpoints WHERE number NOT IN (SELECT checkpoint FROM builds WHERE checkpoint IS NOT NULL)',
    );
  }

  /** Takes builds, by their numbers, to a place of the log. */
  move(builds: Builds, { logId, position, incompleteSince }: Checkpoint): void {
    const known = (this.#known ??= this.#read());
    const place = [
      logId,
      toInteger(position),
      incompleteSince === undefined ? null : toInteger(incompleteSince),
    ] as const;
    for (const [number, standing] of known) {
      if (standing.size === builds.size && standing.isSubsetOf(builds)) {
        // A row that is not there would leave the builds where they were, with documents of later on.
        if (this.#update.run(...place, number).changes !== 1) break;
        return;
      }
    }
    const number = Number(this.#insert.run(...place).lastInsertRowid);
    this.#take.run(number, JSON.stringify([...builds]));
    this.#deleteLeft.run();
    this.#known = this.#read();
  }

  /** To be called when what was moved was not committed. */
  forget(): void {
    this.#known = undefined;
  }

  #read(): Map<number, Builds> {
    const rows = this.#database.read(() => this.#selectAll.all()) as unknown as [checkpoint: number, build: number][];
    const byRow = Map.groupBy(rows, ([checkpoint]) => checkpoint);
    return new Map([...byRow].map(([checkpoint, group]) => [checkpoint, new Set(group.map(([, build]) => build))]));
  }
}
