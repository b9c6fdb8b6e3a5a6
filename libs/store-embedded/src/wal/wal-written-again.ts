import fs from 'node:fs';
import { unusable } from '../private-files.ts';
import { notDurable } from './sync-failure.ts';
import { codeOf, walOf } from './wal-file.ts';

const PART_BYTES = 1024 * 1024;

/**
 * Writes the bytes of a WAL in their own place and syncs them. After a sync that failed the system may show what the disk does
 * not have, and hold it for written: no sync would write it. What SQLite finds in the WAL afterwards is what is on the disk.
 * To be called by who holds the directory, before SQLite opens the file.
 * @param file of the database
 * @throws SystemError STORE_UNAVAILABLE
 */
export function writeWalAgain(file: string): void {
  const wal = open(walOf(file), file);
  if (wal === undefined) return;
  try {
    const part = Buffer.allocUnsafe(PART_BYTES);
    let at = 0;
    for (let read: number; (read = fs.readSync(wal, part, 0, part.length, at)) > 0; at += read) {
      writeWhole(wal, part.subarray(0, read), at);
    }
    if (at > 0) fs.fdatasyncSync(wal);
  } catch (error) {
    throw notDurable(file, error);
  } finally {
    fs.closeSync(wal);
  }
}

function open(wal: string, file: string): number | undefined {
  try {
    return fs.openSync(wal, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unusable(file, error);
  }
}

function writeWhole(wal: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(wal, bytes, done, bytes.length - done, at + done);
}
