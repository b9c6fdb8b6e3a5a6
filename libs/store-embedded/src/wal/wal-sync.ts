import fs from 'node:fs';
import { SystemError } from '#kernel/domain';
import { Database } from '../database.ts';
import { notDurable, outcomeUnknown } from './sync-failure.ts';
import { Syncs } from './syncs.ts';
import { openToSync, syncEntryOf, walOf } from './wal-file.ts';

interface WalSyncOptions {
  /** Position of the last event that stands in the file. */
  readonly last?: number;
  /** What whoever waits is told when a sync fails; OUTCOME_UNKNOWN when absent. */
  readonly failure?: (file: string, cause: unknown) => SystemError;
  /** Called once a sync has failed. */
  readonly failed?: () => void;
  /** From when on the disk is late with its answer, in milliseconds. Default 2,000. */
  readonly late?: number | undefined;
}

interface Waiting {
  /** Number of the last commit that is waited for. */
  readonly through: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Two of one WAL: the system says once through each that it could not write something back, so that one sync would take that
 * away from another that runs beside it.
 */
interface Descriptors {
  readonly here: number;
  readonly elsewhere: number;
}

/**
 * Makes durable what was committed without it, in another thread. A commit is durable once a sync of the WAL has ended that
 * began after it; whatever of it was moved into the database by then was synced by SQLite, which does so before the WAL
 * begins again. A sync that failed is never tried again: the system may have dropped what it could not write, and would
 * answer the next one with success. What stands in the WAL is not moved into the database from then on.
 */
export class WalSync {
  readonly #file: string;
  readonly #wal: string;
  readonly #late: number;
  readonly #failureOf: (file: string, cause: unknown) => SystemError;
  readonly #onFailed: (() => void) | undefined;
  #descriptors: Descriptors | undefined;
  /** Commits so far, and those of them that are durable. */
  #committed = 0;
  #synced = 0;
  /** Position of the last event that was committed, and of the last durable one. */
  #last: number;
  #durable: number;
  #waiting: Waiting[] = [];
  #syncs: Syncs | undefined;
  #isSyncing = false;
  #begunAt = 0;
  #isClosed = false;
  #failure: SystemError | undefined;

  /**
   * What stands in the WAL may be of a process that was killed before it was durable, so it is synced first. Only here may
   * there be none: before the first write.
   * @param file of the database, which is there
   */
  constructor(file: string, { last = 0, failure = outcomeUnknown, failed, late = 2_000 }: WalSyncOptions = {}) {
    this.#file = file;
    this.#onFailed = failed;
    this.#failureOf = failure;
    this.#late = late;
    this.#last = last;
    this.#durable = last;
    this.#wal = walOf(file);
    try {
      const descriptors = this.#open();
      if (descriptors) fs.fdatasyncSync(descriptors.here);
    } catch (error) {
      this.close();
      this.#failureOf = notDurable;
      throw this.#failed(error);
    }
  }

  /** Up to here everything is durable; Infinity while nothing was committed that is not. */
  get end(): number {
    return this.#synced === this.#committed ? Infinity : this.#durable;
  }

  /** Whether the disk has not answered for long. */
  get isLate(): boolean {
    return this.#isSyncing && performance.now() - this.#begunAt > this.#late;
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
      fs.fdatasyncSync(this.#opened().here);
    } catch (error) {
      throw this.#failed(error);
    }
    this.#reach(this.#committed, this.#last);
  }

  /** @throws SystemError STORE_UNAVAILABLE after a sync that failed, with what was said then */
  refuseFailed(): void {
    if (!this.#failure) return;
    const { message } = this.#failure;
    throw new SystemError('STORE_UNAVAILABLE', message, { file: this.#file }, { cause: this.#failure });
  }

  /** To be called when nothing waits any more. A sync that goes on all the same keeps its file open until it has ended. */
  close(): void {
    this.#isClosed = true;
    if (!this.#isSyncing) this.#release();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #begin(): void {
    const [through, last] = [this.#committed, this.#last];
    this.#isSyncing = true;
    this.#begunAt = performance.now();
    try {
      const { elsewhere } = this.#opened();
      (this.#syncs ??= Syncs.take()).fdatasync(elsewhere, (error) => {
        this.#isSyncing = false;
        // Where all are gone another may have opened the file, and has its own sync.
        if (error && (!this.#isClosed || this.#waiting.length > 0)) this.#failed(error);
        else if (!error) this.#reach(through, last);
        if (this.#waiting.length > 0) this.#begin();
        else if (this.#isClosed) this.#release();
      });
    } catch (error) {
      this.#isSyncing = false;
      this.#failed(error);
    }
  }

  #release(): void {
    this.#syncs?.giveBack();
    this.#syncs = undefined;
    const descriptors = this.#descriptors;
    this.#descriptors = undefined;
    for (const descriptor of descriptors ? [descriptors.here, descriptors.elsewhere] : []) fs.closeSync(descriptor);
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
    if (this.#failure) return this.#failure;
    this.#failure = this.#failureOf(this.#file, error);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    Database.leaveWal(this.#wal);
    this.#onFailed?.();
    return this.#failure;
  }

  #opened(): Descriptors {
    const descriptors = this.#open();
    if (!descriptors) throw new Error(`${this.#wal} is gone`);
    return descriptors;
  }

  /**
   * That the WAL stands in the directory, and the database, is made durable with the first sync.
   * @returns undefined where there is no WAL
   */
  #open(): Descriptors | undefined {
    if (this.#descriptors) return this.#descriptors;
    const here = openToSync(this.#wal);
    if (here === undefined) return undefined;
    let elsewhere: number | undefined;
    try {
      elsewhere = openToSync(this.#wal);
    } finally {
      if (elsewhere === undefined) fs.closeSync(here);
    }
    if (elsewhere === undefined) return undefined;
    this.#descriptors = { here, elsewhere };
    syncEntryOf(this.#wal);
    return this.#descriptors;
  }
}
