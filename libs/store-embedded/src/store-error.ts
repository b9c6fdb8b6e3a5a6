import { SystemError } from '#kernel/domain';

/** Result codes of SQLite. */
export const SQLITE_BUSY = 5;
export const SQLITE_READONLY = 8;
export const SQLITE_CANTOPEN = 14;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** Extended: the disk did not give back what was written. */
const SQLITE_IOERR_READ = 266;

/** Primary result codes of SQLite, and what whoever runs the system can do about each. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [SQLITE_BUSY, 'another program holds a lock on it: end that program (a backup, an sqlite3 shell) and try again'],
  [6, 'another statement holds a lock on it: try again'],
  [
    SQLITE_READONLY,
    'it cannot be written: check the permissions of the file and of its directory, and how the disk is mounted',
  ],
  [10, 'the disk did not answer as it should: look into the log of the operating system before going on'],
  [SQLITE_CORRUPT, 'the file is damaged: stop the server and restore a backup'],
  [13, 'the disk is full: free some space and try again'],
  [SQLITE_CANTOPEN, 'it cannot be opened: check that its directory exists and that this user may read and write there'],
  [SQLITE_NOTADB, 'this is no database of rete-punti: check the data directory'],
]);

/** Runs `action` and turns what SQLite throws into a SystemError STORE_UNAVAILABLE that says what to do. */
export function guarded<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asStoreError(error, file);
  }
}

/**
 * STORE_UNAVAILABLE for an error of SQLite; any other error as it is.
 * @param ifDamaged what to do about a damaged file, where that is not to restore a backup
 */
export function asStoreError(error: unknown, file: string, ifDamaged?: string): unknown {
  if (!isCoded(error)) return error;
  if (error.code === 'ERR_INVALID_STATE') return closed(file, error);
  if (error.code !== 'ERR_SQLITE_ERROR') return error;
  const result = resultOf(error);
  const advice =
    (isDamage(error) ? ifDamaged : undefined) ??
    ADVICE.get(result) ??
    'nothing was written; if it happens again, report it with this message';
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: ${error.message}; ${advice}`,
    { file, result },
    { cause: error },
  );
}

/** Whether an error of SQLite says that the file is damaged, or cannot be read back: more of the same will follow. */
export function isDamage(error: unknown): boolean {
  if (!isCoded(error)) return false;
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(resultOf(error)) || error.errcode === SQLITE_IOERR_READ;
}

/** Primary result code of an error of SQLite; -1 for any other error. */
export function resultOf(error: unknown): number {
  return isCoded(error) && typeof error.errcode === 'number' ? error.errcode & 0xff : -1;
}

/** Not `instanceof Error`: a test runner has an Error of its own, which errors of Node's modules are not. */
function isCoded(error: unknown): error is Error & { readonly code: unknown; readonly errcode?: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

/** The same for a failure that takes a whole group of writes with it, whatever it was. */
export function asGroupFailure(error: unknown, file: string): unknown {
  const known = asStoreError(error, file);
  if (known !== error || error instanceof SystemError) return known;
  const message = error instanceof Error ? error.message : String(error);
  return new SystemError('STORE_UNAVAILABLE', `${file}: nothing was written: ${message}`, { file }, { cause: error });
}

/** The answer of a store that was opened for reading when it is asked to write. */
export function openedReadOnly(file: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file} was opened for reading only: writes go through the server that holds its directory`,
    { file, result: SQLITE_READONLY },
  );
}

/** Of a file whose disk has not kept what was written: only a start finds out what it has. */
export function diskFailed(file: string): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: the disk has not kept what was written. Look into the log of the operating system, then start the server again`,
    { file },
  );
}

/** The answer of a store that was closed. */
export function closed(file: string, cause?: Error): SystemError {
  return new SystemError('STORE_UNAVAILABLE', `${file} is closed`, { file }, cause ? { cause } : undefined);
}
