import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { SystemError } from '#kernel/domain';
import { unusable } from './private-files.ts';
import { resultOf, SQLITE_CANTOPEN, SQLITE_READONLY } from './store-error.ts';
import { walOf } from './wal/wal-file.ts';

/** A connection that only reads, and what goes with it. */
export interface ReadConnection {
  readonly connection: DatabaseSync;
  /** Takes away what was made for it. */
  readonly cleanUp: () => void;
}

/**
 * Opens a file to be read. SQLite keeps the state of a WAL in a file beside it, also for readers; where it may not make that
 * file (a read-only disk, a directory of another user) nobody writes either, unless its server runs: then the file is there.
 * So what is opened is the file as it stands, or, where a WAL of a server that was killed lies beside it, a copy of both.
 * @throws SystemError STORE_UNAVAILABLE when it is not there, or may not be read
 */
export function openToRead(file: string, timeout: number): ReadConnection {
  try {
    if (!statSync(file, { throwIfNoEntry: false })) throw notThere(file);
  } catch (error) {
    throw unusable(file, error);
  }
  const plain = new DatabaseSync(file, { readOnly: true, timeout });
  try {
    // The first read is what makes the file of the WAL.
    plain.prepare('PRAGMA user_version').get();
    return { connection: plain, cleanUp: () => undefined };
  } catch (error) {
    plain.close();
    if (![SQLITE_READONLY, SQLITE_CANTOPEN].includes(resultOf(error))) throw error;
    return walBeside(file) ? openCopy(file) : { connection: openAsItStands(file), cleanUp: () => undefined };
  }
}

function walBeside(file: string): boolean {
  return (statSync(walOf(file), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function openAsItStands(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

function openCopy(file: string): ReadConnection {
  const scratch = mkdtempSync(join(tmpdir(), 'rete-punti-read-'));
  const cleanUp = (): void => rmSync(scratch, { recursive: true, force: true });
  try {
    const copy = join(scratch, basename(file));
    copyFileSync(file, copy);
    copyFileSync(walOf(file), `${copy}-wal`);
    return { connection: new DatabaseSync(copy, { readOnly: true }), cleanUp };
  } catch (error) {
    cleanUp();
    throw unusable(file, error);
  }
}

function notThere(file: string): SystemError {
  return new SystemError('STORE_UNAVAILABLE', `${file} is not there: start the server once, or check the directory`, {
    file,
  });
}
