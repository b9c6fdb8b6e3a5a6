import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SystemError } from '#kernel/domain';

const OWNER_ONLY_DIRECTORY = 0o700;
const OWNER_ONLY_FILE = 0o600;
const OF_OTHERS = 0o077;

/** What whoever runs the system can do about what the operating system says of a directory or file. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it: check who owns it and its permissions',
  EPERM: 'this user may not use it: check who owns it and its permissions',
  ENOTDIR: 'a part of its path is no directory: check the path',
  EEXIST: 'something has that name, and is not written over: give another name',
  EISDIR: 'it is a directory, where a file is expected: check the path',
  ELOOP: 'its links lead round in a circle: check the path',
  ENOENT: 'nothing can be made there: check the path',
  EROFS: 'its disk is mounted for reading only: check the path, or how the disk is mounted',
  ENOSPC: 'the disk is full: free some space and try again',
  ENAMETOOLONG: 'the name is too long: check the path',
};

/**
 * Makes a directory and those above it that are not there, for their owner alone: everything in it is private. One that is
 * there stays as it is.
 * @throws SystemError STORE_UNAVAILABLE that says what is wrong with the path
 */
export function makePrivateDirectory(directory: string): void {
  // Not by one recursive call, which never returns where the system says of a path that can be made that it is not there (/proc).
  const missing: string[] = [];
  try {
    let above = resolve(directory);
    for (; !isDirectory(above); above = dirname(above)) missing.unshift(above);
    for (const path of missing) makeOne(path);
  } catch (error) {
    throw unusable(directory, error);
  }
}

/**
 * Makes an empty file for its owner alone, before SQLite does, which would let others read it. One that is there, and what
 * SQLite keeps beside it, is taken from others. It is never opened: closing it would free the locks of this process.
 */
export function keepPrivate(file: string): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) takeFromOthers(path);
  if (statSync(file, { throwIfNoEntry: false })) return;
  try {
    closeSync(openSync(file, 'wx', OWNER_ONLY_FILE));
  } catch {
    // Made meanwhile, or it cannot be made: then opening it says why.
  }
}

/** Whether others than its owner may use a directory or file. */
export function isOpenToOthers(path: string): boolean {
  if (process.platform === 'win32') return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mode & OF_OTHERS) !== 0;
}

/** STORE_UNAVAILABLE for what the operating system says of a directory or file; any other error as it is. */
export function unusable(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice === undefined) return error;
  return new SystemError('STORE_UNAVAILABLE', `${path}: ${message}; ${advice}`, { path }, { cause: error });
}

/** Takes a file from all but its owner; of one that belongs to another user that is for them to do. */
export function takeFromOthers(path: string): void {
  if (!isOpenToOthers(path)) return;
  try {
    chmodSync(path, OWNER_ONLY_FILE);
  } catch {
    // It is told of at the start, like a directory.
  }
}

function isDirectory(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  return stat !== undefined;
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: OWNER_ONLY_DIRECTORY });
  } catch (error) {
    // Another process may have been first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
