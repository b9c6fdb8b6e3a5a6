import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemError } from '#kernel/domain';
import { keepPrivate, makePrivateDirectory } from './private-files.ts';
import { asStoreError, guarded, resultOf, SQLITE_BUSY } from './store-error.ts';
import { userVersionOf } from './user-version.ts';

const LOCK_FILE = 'server.lock';

/**
 * Connections by the directory that this process holds through them. Kept here, as one that nobody refers to any more
 * would be closed; and known here, as the lock file must not be opened again: closing it anywhere frees the lock.
 */
const held = new Map<string, DatabaseSync>();

/** The right to be the one server of a data directory. It ends with `release`, or with the process, however that ends. */
export interface DirectoryLock {
  readonly directory: string;
  release(): void;
}

/**
 * Locks a data directory for this process; makes the directory when it is not there. The lock is one of the operating
 * system on `server.lock`, so it cannot be left behind by a process that was killed.
 * @throws SystemError STORE_UNAVAILABLE when another process holds it, with its process id, or it cannot be made
 */
export function lockDirectory(directory: string): DirectoryLock {
  makePrivateDirectory(directory);
  const real = realpathSync(directory);
  if (held.has(real)) throw inUse(directory, process.pid);
  const connection = lock(directory, join(real, LOCK_FILE));
  held.set(real, connection);
  return {
    directory,
    release: () => {
      held.delete(real);
      if (connection.isOpen) connection.close();
    },
  };
}

function lock(directory: string, file: string): DatabaseSync {
  keepPrivate(file);
  const connection = guarded(file, () => new DatabaseSync(file, { timeout: 0 }));
  try {
    // The journal in memory: a second file would be left behind.
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY');
    // The process id goes where one who is refused can read it without a lock. The commit keeps the lock.
    connection.exec(`BEGIN EXCLUSIVE; PRAGMA user_version = ${process.pid}; COMMIT; BEGIN EXCLUSIVE`);
    return connection;
  } catch (error) {
    connection.close();
    throw resultOf(error) === SQLITE_BUSY ? inUse(directory, userVersionOf(file)) : asStoreError(error, file);
  }
}

function inUse(directory: string, pid: number): SystemError {
  const holder = pid > 0 ? `the server with process id ${pid}` : 'another server';
  return new SystemError(
    'STORE_UNAVAILABLE',
    `the directory ${directory} is in use by ${holder}: stop that one first, or give this one a directory of its own`,
    { directory, pid },
  );
}
