import type { Lease, LeaseStore } from '#kernel/ports';
import type { Database, StoreFileOptions } from '../database.ts';
import { openWorkFile } from './work-schema.ts';

export interface LeaseStoreOptions extends StoreFileOptions {
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly monotonic?: (() => number) | undefined;
}

interface LeaseRow {
  holder: string | null;
  epoch: number;
  beat: number;
}

/** Another's sign of life, and when this process first saw it. */
interface Sighting {
  readonly epoch: number;
  readonly beat: number;
  readonly since: number;
}

/** Leases in work.db. */
export class EmbeddedLeaseStore implements LeaseStore {
  readonly #database: Database;
  readonly #monotonic: () => number;
  readonly #sightings = new Map<string, Sighting>();

  /** @throws SystemError STORE_UNAVAILABLE when the file cannot be opened, or is of a later version */
  constructor(file: string, { monotonic = () => performance.now(), ...options }: LeaseStoreOptions = {}) {
    this.#database = openWorkFile(file, options);
    this.#monotonic = monotonic;
  }

  async acquire(name: string, holder: string, ttl: number): Promise<Lease | undefined> {
    return this.#database.transaction(() => {
      const row = this.#row(name) ?? { holder: null, epoch: 0, beat: 0 };
      if (row.holder === holder) {
        const lease = { name, holder, epoch: row.epoch };
        this.#beat(lease);
        return lease;
      }
      if (row.holder !== null && !this.#isSilent(name, row, ttl)) return undefined;
      return this.#take(name, holder, row.epoch);
    });
  }

  async heartbeat(lease: Lease): Promise<boolean> {
    return this.#database.transaction(() => this.#beat(lease));
  }

  async release({ name, holder, epoch }: Lease): Promise<void> {
    this.#database.transaction(() =>
      this.#database
        .prepare('UPDATE leases SET holder = NULL WHERE name = ? AND holder = ? AND epoch = ?')
        .run(name, holder, epoch),
    );
  }

  /**
   * Frees every lease, for a process that has just locked the directory: whatever held one is dead, and waiting for its
   * silence would only delay the start.
   */
  async releaseAll(): Promise<void> {
    this.#database.transaction(() => this.#database.exec('UPDATE leases SET holder = NULL'));
  }

  async lastSign(name: string): Promise<string | undefined> {
    const row = this.#database.read(() => this.#row(name));
    return row?.holder ? `${row.epoch}.${row.beat}` : undefined;
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #isSilent(name: string, { epoch, beat }: LeaseRow, ttl: number): boolean {
    const now = this.#monotonic();
    const seen = this.#sightings.get(name);
    if (seen?.epoch === epoch && seen.beat === beat) return now - seen.since >= ttl;
    this.#sightings.set(name, { epoch, beat, since: now });
    return false;
  }

  /**
   * Epochs also grow past the seconds of the wall clock: if work.db is lost or restored from a backup, new epochs are
   * still later than those that read-models.db has seen.
   */
  #take(name: string, holder: string, before: number): Lease {
    const epoch = Math.max(before + 1, Math.floor(Date.now() / 1000));
    this.#database
      .prepare('INSERT OR REPLACE INTO leases (name, holder, epoch, beat) VALUES (?, ?, ?, 0)')
      .run(name, holder, epoch);
    this.#sightings.delete(name);
    return { name, holder, epoch };
  }

  #beat({ name, holder, epoch }: Lease): boolean {
    const update = this.#database.prepare(
      'UPDATE leases SET beat = beat + 1 WHERE name = ? AND holder = ? AND epoch = ?',
    );
    return update.run(name, holder, epoch).changes === 1;
  }

  #row(name: string): LeaseRow | undefined {
    const select = this.#database.prepare('SELECT holder, epoch, beat FROM leases WHERE name = ?');
    return select.get(name) as unknown as LeaseRow | undefined;
  }
}
