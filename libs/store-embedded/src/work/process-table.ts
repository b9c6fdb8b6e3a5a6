import type { StatementSync } from 'node:sqlite';
import type { Position } from '#kernel/domain';
import type { Deadline, ParkedInstance, PlannedCommand, ProcessInstance } from '#kernel/ports';
import { toInteger, type Database } from '../database.ts';

interface InstanceRow {
  key: string;
  position: number;
  state: string | null;
  unsent: string;
  parked: string | null;
}

interface DeadlineRow {
  key: string;
  id: string;
  due_at: number;
  command: string;
}

/**
 * Rows of process instances and their deadlines. An instance that is over and owes nothing has no row: the checkpoint,
 * written in the same transaction, keeps its events from being folded again.
 */
export class ProcessTable {
  readonly #select: StatementSync;
  readonly #selectPosition: StatementSync;
  readonly #selectUnsent: StatementSync;
  readonly #selectParked: StatementSync;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #selectDeadlines: StatementSync;
  readonly #insertDeadline: StatementSync;
  readonly #deleteDeadlines: StatementSync;
  readonly #selectDue: StatementSync;
  readonly #selectNextDue: StatementSync;

  constructor(database: Database) {
    const columns = 'SELECT key, position, state, unsent, parked FROM instances WHERE process = ?';
    const waiting = `FROM deadlines JOIN instances USING (process, key) WHERE process = ? AND parked IS NULL`;
    this.#select = database.prepare(`${columns} AND key = ?`);
    this.#selectPosition = database.prepareRows('SELECT position FROM instances WHERE process = ? AND key = ?');
    this.#selectUnsent = database.prepare(
      `${columns} AND unsent <> '[]' AND parked IS NULL ORDER BY position, key LIMIT ?`,
    );
    this.#selectParked = database.prepare(`${columns} AND parked IS NOT NULL ORDER BY position, key`);
    this.#upsert = database.prepare(
      'INSERT OR REPLACE INTO instances (process, key, position, state, unsent, parked) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#delete = database.prepare('DELETE FROM instances WHERE process = ? AND key = ?');
    // Without the +, SQLite takes the index of due_at, and goes through all deadlines of the process to find those of one key.
    this.#selectDeadlines = database.prepare(
      'SELECT key, id, due_at, command FROM deadlines WHERE process = ? AND key = ? ORDER BY +due_at, id',
    );
    this.#insertDeadline = database.prepare(
      'INSERT OR REPLACE INTO deadlines (process, key, id, due_at, command_id, command) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#deleteDeadlines = database.prepare('DELETE FROM deadlines WHERE process = ? AND key = ?');
    this.#selectDue = database.prepare(
      `SELECT key, id, due_at, command ${waiting} AND due_at <= ? ORDER BY due_at, key, id LIMIT ?`,
    );
    this.#selectNextDue = database.prepare(`SELECT due_at ${waiting} ORDER BY due_at LIMIT 1`);
  }

  find(process: string, key: string): ProcessInstance | undefined {
    const row = this.#select.get(process, key) as unknown as InstanceRow | undefined;
    return row && this.#instanceOf(process, row);
  }

  /** Up to where an instance has come, if it has a row. */
  positionOf(process: string, key: string): Position | undefined {
    const row = this.#selectPosition.get(process, key) as unknown as [number] | undefined;
    return row && String(row[0]);
  }

  unsent(process: string, limit: number): readonly ProcessInstance[] {
    return this.#instancesOf(process, this.#selectUnsent.all(process, limit));
  }

  parked(process: string): readonly ProcessInstance[] {
    return this.#instancesOf(process, this.#selectParked.all(process));
  }

  due(process: string, now: number, limit: number): readonly { key: string; deadline: Deadline }[] {
    const rows = this.#selectDue.all(process, now, limit) as unknown as DeadlineRow[];
    return rows.map((row) => ({ key: row.key, deadline: deadlineOf(row) }));
  }

  nextDue(process: string): number | undefined {
    return (this.#selectNextDue.get(process) as unknown as DeadlineRow | undefined)?.due_at;
  }

  /** Writes an instance as it is given, whatever stood there. */
  put(process: string, instance: ProcessInstance): void {
    const { key, position, state, unsent, deadlines, parked } = instance;
    this.#deleteDeadlines.run(process, key);
    if (state === undefined && unsent.length === 0 && deadlines.length === 0 && parked === undefined) {
      this.#delete.run(process, key);
      return;
    }
    const stateText = state === undefined ? null : JSON.stringify(state);
    const parkedText = parked === undefined ? null : JSON.stringify(parked);
    this.#upsert.run(process, key, toInteger(position), stateText, JSON.stringify(unsent), parkedText);
    for (const { id, dueAt, command } of deadlines) {
      this.#insertDeadline.run(process, key, id, dueAt, command.commandId, JSON.stringify(command));
    }
  }

  #instancesOf(process: string, rows: unknown[]): readonly ProcessInstance[] {
    return rows.map((row) => this.#instanceOf(process, row as InstanceRow));
  }

  #instanceOf(process: string, { key, position, state, unsent, parked }: InstanceRow): ProcessInstance {
    const deadlines = this.#selectDeadlines.all(process, key) as unknown as DeadlineRow[];
    return {
      key,
      position: String(position),
      state: state === null ? undefined : JSON.parse(state),
      unsent: JSON.parse(unsent) as PlannedCommand[],
      deadlines: deadlines.map(deadlineOf),
      ...(parked === null ? {} : { parked: JSON.parse(parked) as ParkedInstance }),
    };
  }
}

function deadlineOf({ id, due_at: dueAt, command }: DeadlineRow): Deadline {
  return { id, dueAt, command: JSON.parse(command) as PlannedCommand };
}
