import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemError } from '#kernel/domain';
import { keepPrivate, makePrivateDirectory } from './private-files.ts';
import { asStoreError, guarded, resultOf, SQLITE_BUSY } from './store-error.ts';
import { userVersionOf } from './user-version.ts';

const SERVER_LOCK = 'server.lock';
const KEYS_LOCK = 'keys.lock';

/**
 * Connections by the lock files that this process holds through them. Kept here, as one that nobody refers to any more
 * would be closed; and known here, as the lock file must not be opened again: closing it anywhere frees the lock.
 */
const held = new Map<string, DatabaseSync>();

/** The right to be the one server of a data directory, or the one that rotates its keys. It ends with `release`, or with the process, however that ends. */
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
  return lock(directory, SERVER_LOCK, inUse);
}

/**
 * Keeps others from rotating keys of a data directory, which is there, whether a server has it or not: two that make and
 * retire files of master keys would take away each other's.
 * @throws SystemError STORE_UNAVAILABLE when another process rotates some, with its process id, or it cannot be made
 */
export function lockKeys(directory: string): DirectoryLock {
  return lock(directory, KEYS_LOCK, beingRotated);
}

type Refusal = (directory: string, pid: number) => SystemError;

function lock(directory: string, name: string, refusal: Refusal): DirectoryLock {
  const file = join(realpathSync(directory), name);
  if (held.has(file)) throw refusal(directory, process.pid);
  const connection = hold(directory, file, refusal);
  held.set(file, connection);
  return {
    directory,
    release: () => {
      held.delete(file);
      if (connection.isOpen) connection.close();
    },
  };
}

function hold(directory: string, file: string, refusal: Refusal): DatabaseSync {
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
    throw resultOf(error) === SQLITE_BUSY ? refusal(directory, userVersionOf(file)) : asStoreError(error, file);
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

function beingRotated(directory: string, pid: number): SystemError {
  const holder = pid > 0 ? `The command with process id ${pid}` : 'Another command';
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${holder} is rotating keys of ${directory}, and only one may: wait until it has ended. If it did what you want, there is ` +
      'nothing left to do; if it was ended half-way, give this one again, and it goes on from there',
    { directory, pid },
  );
}
