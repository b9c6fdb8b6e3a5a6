import fs from 'node:fs';
import { dirname } from 'node:path';

/** What the file systems say that cannot sync a directory, or do not let this user. */
const NO_SUCH_SYNC = new Set(['EINVAL', 'EPERM', 'EACCES', 'ENOTSUP']);

/** What stands in the way of writing what may all the same be read. */
const NOT_TO_WRITE = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The WAL of a database. SQLite keeps it beside the file itself, wherever a link to that stands. */
export function walOf(file: string): string {
  try {
    return `${fs.realpathSync(file)}-wal`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return `${file}-wal`;
    throw error;
  }
}

/**
 * Opens a WAL to sync it: to write, without which some systems sync nothing, where this user may. SQLite locks neither the WAL
 * nor by it, so that further descriptors do no harm; one of the database would, when it is closed.
 * @returns undefined where there is none
 */
export function openToSync(wal: string): number | undefined {
  try {
    return openIfMayWrite(wal) ?? fs.openSync(wal, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes durable that a file stands in its directory, where the system has a way to do so. */
export function syncEntryOf(file: string): void {
  if (process.platform === 'win32') return;
  let directory: number | undefined;
  try {
    directory = fs.openSync(dirname(file), 'r');
    fs.fsyncSync(directory);
  } catch (error) {
    if (!NO_SUCH_SYNC.has(codeOf(error))) throw error;
  } finally {
    if (directory !== undefined) fs.closeSync(directory);
  }
}

/** Code of an error of the operating system; empty for any other. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function openIfMayWrite(file: string): number | undefined {
  try {
    return fs.openSync(file, 'r+');
  } catch (error) {
    if (NOT_TO_WRITE.has(codeOf(error))) return undefined;
    throw error;
  }
}
