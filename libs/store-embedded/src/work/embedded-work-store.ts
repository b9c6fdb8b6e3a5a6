import type { StatementSync } from 'node:sqlite';
import { isAfter, START, SystemError } from '#kernel/domain';
import type { Checkpoint, Deadline, ParkedInstance, ProcessInstance, WorkStore } from '#kernel/ports';
import { toInteger, type Database, type StoreFileOptions } from '../database.ts';
import { ProcessTable } from './process-table.ts';
import { openWorkFile } from './work-schema.ts';

interface ProcessRow {
  log_id: string | null;
  position: number | null;
  incomplete_since: number | null;
  epoch: number;
}

/** What process managers owe, in work.db. */
export class EmbeddedWorkStore implements WorkStore {
  readonly #database: Database;
  readonly #instances: ProcessTable;
  readonly #selectCheckpoint: StatementSync;
  readonly #saveCheckpoint: StatementSync;

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, options: StoreFileOptions = {}) {
    this.#database = openWorkFile(file, options);
    this.#instances = new ProcessTable(this.#database);
    this.#selectCheckpoint = this.#database.prepare(
      'SELECT log_id, position, incomplete_since, epoch FROM processes WHERE process = ?',
    );
    this.#saveCheckpoint = this.#database.prepare(
      'INSERT OR REPLACE INTO processes (process, log_id, position, incomplete_since, epoch) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /** Whoever writes does so in one transaction with the look at the epoch: there is nothing else to take over. */
  async takeOver(processes: readonly string[], epoch: number): Promise<void> {
    const raise = this.#database.prepare(
      `INSERT INTO processes (process, epoch) VALUES (?, ?)
       ON CONFLICT (process) DO UPDATE SET epoch = excluded.epoch`,
    );
    this.#database.transaction(() => {
      for (const process of processes) {
        this.#refuseOlder(process, epoch);
        raise.run(process, epoch);
      }
    });
  }

  async checkpoint(process: string): Promise<Checkpoint | undefined> {
    const { log_id: logId = null, position = null, incomplete_since: since = null } = this.#row(process) ?? {};
    if (logId === null || position === null) return undefined;
    const checkpoint = { logId, position: String(position) };
    return since === null ? checkpoint : { ...checkpoint, incompleteSince: String(since) };
  }

  async load(process: string, keys: readonly string[]): Promise<ReadonlyMap<string, ProcessInstance>> {
    return this.#database.read(() => {
      const found = new Map<string, ProcessInstance>();
      for (const key of keys) {
        const instance = this.#instances.find(process, key);
        if (instance) found.set(key, instance);
      }
      return found;
    });
  }

  async save(
    process: string,
    instances: readonly ProcessInstance[],
    checkpoint: Checkpoint,
    epoch?: number,
  ): Promise<void> {
    this.#database.transaction(() => {
      const seen = this.#refuseOlder(process, epoch);
      for (const instance of instances) {
        const before = this.#instances.positionOf(process, instance.key);
        if (before === undefined || !isAfter(before, instance.position)) this.#instances.put(process, instance);
      }
      const { logId, position, incompleteSince } = checkpoint;
      const since = incompleteSince === undefined ? null : toInteger(incompleteSince);
      this.#saveCheckpoint.run(process, logId, toInteger(position), since, Math.max(seen, epoch ?? 0));
    });
  }

  async unsent(process: string, limit: number): Promise<readonly ProcessInstance[]> {
    return this.#database.read(() => this.#instances.unsent(process, limit));
  }

  async due(process: string, now: number, limit: number): Promise<readonly { key: string; deadline: Deadline }[]> {
    return this.#database.read(() => this.#instances.due(process, now, limit));
  }

  async nextDue(process: string): Promise<number | undefined> {
    return this.#database.read(() => this.#instances.nextDue(process));
  }

  async settle(process: string, settled: readonly { key: string; commandId: string }[]): Promise<void> {
    this.#database.transaction(() => {
      for (const { key, commandId } of settled) {
        const instance = this.#instances.find(process, key);
        if (!instance) continue;
        const unsent = instance.unsent.filter((command) => command.commandId !== commandId);
        const deadlines = instance.deadlines.filter(({ command }) => command.commandId !== commandId);
        this.#instances.put(process, { ...instance, unsent, deadlines });
      }
    });
  }

  async park(process: string, key: string, parked: ParkedInstance | undefined, epoch?: number): Promise<void> {
    this.#database.transaction(() => {
      this.#refuseOlder(process, epoch);
      const found = this.#instances.find(process, key);
      // An instance whose first event failed has no row yet; it stands before that event.
      const position = parked?.failedAt?.after ?? START;
      const { parked: _before, ...instance } = found ?? { key, position, state: undefined, unsent: [], deadlines: [] };
      this.#instances.put(process, parked === undefined ? instance : { ...instance, parked });
    });
  }

  async parked(process: string): Promise<readonly ProcessInstance[]> {
    return this.#database.read(() => this.#instances.parked(process));
  }

  /** Keeps the epoch: who has lost the lease stays locked out. */
  async reset(process: string): Promise<void> {
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM instances WHERE process = ?').run(process);
      this.#database.prepare('DELETE FROM deadlines WHERE process = ?').run(process);
      this.#database
        .prepare('UPDATE processes SET log_id = NULL, position = NULL, incomplete_since = NULL WHERE process = ?')
        .run(process);
    });
  }

  async processes(): Promise<readonly string[]> {
    const select = this.#database.prepare(
      `SELECT process FROM processes WHERE position IS NOT NULL UNION SELECT process FROM instances ORDER BY process`,
    );
    return this.#database.read(() => select.all()).map((row) => String(row.process));
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  /** @returns the latest epoch under which the process was saved or taken over */
  #refuseOlder(process: string, epoch: number | undefined): number {
    const seen = this.#row(process)?.epoch ?? 0;
    if (epoch === undefined || epoch >= seen) return seen;
    throw new SystemError('LEASE_LOST', `${process} was written under epoch ${seen}, after ${epoch}`, {
      process,
      epoch,
      seen,
    });
  }

  #row(process: string): ProcessRow | undefined {
    return this.#database.read(() => this.#selectCheckpoint.get(process)) as unknown as ProcessRow | undefined;
  }
}
