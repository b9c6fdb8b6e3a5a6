import fs from 'node:fs';
import { dirname } from 'node:path';
import { SystemError } from '#kernel/domain';
import { closed } from './store-error.ts';

interface WalSyncOptions {
  /** Position of the last event that stands in the file. */
  readonly last?: number;
  /** What whoever waits is told when a sync fails; OUTCOME_UNKNOWN when absent. */
  readonly failure?: (file: string, cause: unknown) => SystemError;
}

interface Waiting {
  /** Number of the last commit that is waited for. */
  readonly through: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes durable what was committed without it, in another thread. A commit is durable once a sync of the WAL has ended that
 * began after it; whatever of it was moved into the database by then was synced by SQLite, which does so before the WAL
 * begins again. A sync that failed is never tried again: the system may have dropped what it could not write, and would
 * answer the next one with success.
 */
export class WalSync {
  readonly #file: string;
  readonly #failureOf: (file: string, cause: unknown) => SystemError;
  #descriptor: number | undefined;
  /** Commits so far, and those of them that are durable. */
  #committed = 0;
  #synced = 0;
  /** Position of the last event that was committed, and of the last durable one. */
  #last: number;
  #durable: number;
  #waiting: Waiting[] = [];
  #isSyncing = false;
  #failure: SystemError | undefined;

  /**
   * What stands in the WAL may be of a process that was killed before it was durable, so it is synced first.
   * @param file of the database
   */
  constructor(file: string, { last = 0, failure = outcomeUnknown }: WalSyncOptions = {}) {
    this.#file = file;
    this.#failureOf = failure;
    this.#last = last;
    this.#durable = last;
    this.#committed = 1;
    this.now();
  }

  /** Whether a sync has failed: from then on nothing is known of what was not durable. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Up to here everything is durable; Infinity while nothing was committed that is not. */
  get end(): number {
    return this.#synced === this.#committed ? Infinity : this.#durable;
  }

  /**
   * To be called after each commit.
   * @param position of its last event, if it has any
   */
  committed(position?: number): void {
    this.#committed += 1;
    this.#last = position ?? this.#last;
  }

  /**
   * Resolves when all that has been committed is durable.
   * @throws SystemError when that failed, the one of the options; STORE_UNAVAILABLE when it had failed before
   */
  async reached(): Promise<void> {
    this.refuseFailed();
    if (this.#synced === this.#committed) return;
    const through = this.#committed;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ through, resolve, reject });
      if (!this.#isSyncing) this.#begin();
    });
  }

  /**
   * Makes durable what has been committed, in this very turn: for what is rare.
   * @throws SystemError as {@link reached}
   */
  now(): void {
    this.refuseFailed();
    if (this.#synced === this.#committed) return;
    try {
      const descriptor = this.#open();
      if (descriptor !== undefined) fs.fdatasyncSync(descriptor);
    } catch (error) {
      throw this.#failed(error);
    }
    this.#reach(this.#committed, this.#last);
  }

  /** @throws SystemError STORE_UNAVAILABLE after a sync that failed */
  refuseFailed(): void {
    if (this.#failure) throw closed(this.#file, this.#failure);
  }

  /** To be called when nothing waits any more. */
  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #begin(): void {
    const [through, last] = [this.#committed, this.#last];
    this.#isSyncing = true;
    try {
      const descriptor = this.#open();
      if (descriptor === undefined) throw new Error(`${this.#file}-wal is gone`);
      fs.fdatasync(descriptor, (error) => {
        this.#isSyncing = false;
        if (error) {
          this.#failed(error);
          return;
        }
        this.#reach(through, last);
        if (this.#waiting.length > 0) this.#begin();
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  #reach(through: number, last: number): void {
    if (through <= this.#synced || this.#failure) return;
    this.#synced = through;
    this.#durable = last;
    const waited = this.#waiting.filter((one) => one.through <= through);
    this.#waiting = this.#waiting.filter((one) => one.through > through);
    for (const { resolve } of waited) resolve();
  }

  #failed(error: unknown): SystemError {
    this.#failure ??= this.#failureOf(this.#file, error);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    return this.#failure;
  }

  /**
   * SQLite locks neither the WAL nor by it, so that another descriptor does no harm; one of the database would, when it is
   * closed. Its entry in the directory, and that of the database, are made durable with the first sync.
   * @returns undefined where there is no WAL
   */
  #open(): number | undefined {
    if (this.#descriptor !== undefined) return this.#descriptor;
    const descriptor = openIfThere(`${this.#file}-wal`);
    if (descriptor === undefined) return undefined;
    const directory = fs.openSync(dirname(this.#file), 'r');
    try {
      fs.fsyncSync(directory);
    } finally {
      fs.closeSync(directory);
    }
    return (this.#descriptor = descriptor);
  }
}

/**
 * For whoever reads what another process writes: makes durable what it has read, before it believes it. The WAL is opened
 * each time, as the process that writes may be another by then.
 * @throws SystemError STORE_UNAVAILABLE
 */
export function syncWalOfOther(file: string): void {
  const descriptor = openIfThere(`${file}-wal`);
  if (descriptor === undefined) return;
  try {
    fs.fdatasyncSync(descriptor);
  } catch (error) {
    // A disk that nobody can write has nothing that is not durable.
    if (!NOT_WRITTEN.has((error as NodeJS.ErrnoException).code ?? '')) throw notDurable(file, error);
  } finally {
    fs.closeSync(descriptor);
  }
}

const NOT_WRITTEN = new Set(['EROFS', 'EINVAL']);

function openIfThere(file: string): number | undefined {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function outcomeUnknown(file: string, cause: unknown): SystemError {
  return new SystemError(
    'OUTCOME_UNKNOWN',
    `${file}: nobody knows whether what was written last is on the disk, which did not answer as it should: look into the ` +
      'log of the operating system, start the server again, then repeat the command with the same Idempotency-Key',
    { file },
    { cause },
  );
}

/** That the disk did not keep what was written. */
export function notDurable(file: string, cause: unknown): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: the disk did not answer as it should: look into the log of the operating system before going on`,
    { file },
    { cause },
  );
}
