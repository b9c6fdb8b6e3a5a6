import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { SystemError } from '#kernel/domain';
import { unusable } from './private-files.ts';

/** Keys, tokens and heads have a few hundred bytes. */
const MOST_BYTES = 65_536;

/**
 * Reads a file that somebody has named on the command line, or in the configuration: whatever the name stands for, it ends.
 * @returns its text, taken as UTF-8
 * @throws SystemError STORE_UNAVAILABLE when it cannot be read, is no regular file (a device, a pipe) or has more than 64 KB
 */
export function readSmallFile(path: string): string {
  try {
    // Before it is opened: opening a pipe waits for somebody who writes into it.
    if (!statSync(path).isFile()) throw refused(path, 'is no regular file');
    const bytes = readSome(path);
    if (bytes.length <= MOST_BYTES) return bytes.toString('utf8');
  } catch (error) {
    throw unusable(path, error);
  }
  throw refused(path, `has more than ${MOST_BYTES / 1024} KB, which nothing has that is expected here`);
}

/** Of a file that is larger than it may be, one byte more: what the system says of its size is not always so (/proc). */
function readSome(path: string): Buffer {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function refused(path: string, why: string): SystemError {
  return new SystemError('STORE_UNAVAILABLE', `${path} ${why}: check the name`, { path });
}
