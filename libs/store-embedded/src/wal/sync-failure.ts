import { SystemError } from '#kernel/domain';
import { codeOf } from './wal-file.ts';

/** Some file systems find room for what was written only when it is synced. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** That nobody knows whether the disk has kept what was written. */
export function outcomeUnknown(file: string, cause: unknown): SystemError {
  return new SystemError(
    'OUTCOME_UNKNOWN',
    `${file}: nobody knows whether what was written last is on the disk. ${whatToDo(cause)} and start the server again; then ` +
      'repeat the command with the same Idempotency-Key',
    { file },
    { cause },
  );
}

/** That the disk did not keep what was written. */
export function notDurable(file: string, cause: unknown): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `${file}: what was written last may not be on the disk. ${whatToDo(cause)} before going on`,
    { file },
    { cause },
  );
}

function whatToDo(cause: unknown): string {
  return FULL.has(codeOf(cause))
    ? 'The disk is full: free some space'
    : 'It did not answer as it should: look into the log of the operating system';
}
