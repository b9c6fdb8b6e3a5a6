import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Where the header of an SQLite file keeps `user_version`, four bytes, big end first. */
const USER_VERSION_OFFSET = 60;

/**
 * The `user_version` of an SQLite file, read past SQLite; 0 of one that holds nothing. Only for a process that holds no lock
 * on the file: closing it here would free that.
 */
export function userVersionOf(file: string): number {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    readSync(descriptor, bytes, 0, 4, USER_VERSION_OFFSET);
    return bytes.readInt32BE();
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Whether a file is not there, or holds no schema and so nothing. What a process that was killed has written last stands in
 * the WAL beside it. For the holder of the directory, before it opens the file.
 */
export function isMissingOrEmpty(file: string): boolean {
  return isWithoutBytes(file) || (sizeOf(`${file}-wal`) === 0 && userVersionOf(file) === 0);
}

/** Whether a file is not there, or has no byte, nor a WAL beside it; for whoever does not hold the directory. */
export function isWithoutBytes(file: string): boolean {
  return sizeOf(file) === 0 && sizeOf(`${file}-wal`) === 0;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
