import fs from 'node:fs';
import type { SystemError } from '#kernel/domain';
import { notDurable } from './sync-failure.ts';
import { codeOf, openToSync, walOf } from './wal-file.ts';

/** What a disk says that nobody can write. */
const NOT_WRITTEN = new Set(['EROFS', 'EINVAL']);

/**
 * For whoever reads what another process writes: makes durable what it has read, before it believes it. The WAL is opened once,
 * as the system tells nobody of what failed before. While somebody has the file open nobody puts another WAL there.
 */
export class WalOfOther {
  readonly #file: string;
  #descriptor: number | undefined;
  #failure: SystemError | undefined;

  /** @param file of the database, of which nothing has been read that is to be believed */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openToSync(walOf(file));
  }

  /**
   * To be called after what was read.
   * @throws SystemError STORE_UNAVAILABLE, and always after a sync that failed
   */
  now(): void {
    if (this.#failure) throw this.#failure;
    try {
      this.#descriptor ??= openToSync(walOf(this.#file));
      if (this.#descriptor !== undefined) fs.fdatasyncSync(this.#descriptor);
    } catch (error) {
      // Then there is nothing that is not durable.
      if (NOT_WRITTEN.has(codeOf(error))) return;
      throw (this.#failure = notDurable(this.#file, error));
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
