import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDirectory, makePrivateDirectory, STORE_FILES } from '#store-embedded';
import { Failure } from '../failure.ts';

/** Marks a directory that a demonstration may replace, and tells whether it came to its end. */
const MARK = 'demonstration.json';
const NOTE = 'Dati dimostrativi: persone, enti e uffici sono inventati.';

/** What the printed commands write down of the subscription that they follow. */
export const FOLLOWED = 'followed.json';

/** What a demonstration leaves in its directory beside the mark; whatever else is there was put there by somebody. */
const LEFT = [
  ...Object.values(STORE_FILES).flatMap((file) => [file, `${file}-wal`, `${file}-shm`]),
  ...['master.key', 'server.json', FOLLOWED],
];

interface Mark {
  readonly note: string;
  /** Absent in that of an older version, which does not tell. */
  readonly state?: 'playing' | 'played';
}

/**
 * Makes a directory ready for a demonstration: a former one there, also one that was interrupted, is taken away.
 * @throws Failure rather than touch a directory that no demonstration made; SystemError STORE_UNAVAILABLE while a server
 *   runs there
 */
export function freshDirectory(directory: string): void {
  makePrivateDirectory(directory);
  const there = readdirSync(directory);
  if (!there.includes(MARK) && Object.values(STORE_FILES).some((file) => there.includes(file))) {
    throw new Failure(`${directory} holds data that no demonstration made. Give another directory with --data.`);
  }
  const lock = lockDirectory(directory);
  try {
    // The mark first: whatever interrupts this leaves a directory that the next demonstration may replace.
    mark(directory, 'playing');
    for (const file of LEFT) rmSync(join(directory, file), { force: true });
  } finally {
    lock.release();
  }
}

/** Says that the demonstration in a directory has come to its end. */
export function markPlayed(directory: string): void {
  mark(directory, 'played');
}

/** Whether a demonstration was begun in a directory and never came to its end. */
export function isHalfPlayed(directory: string): boolean {
  try {
    return (JSON.parse(readFileSync(join(directory, MARK), 'utf8')) as Mark).state === 'playing';
  } catch {
    return false; // No demonstration, or a mark that is none.
  }
}

/** Whole or not at all. */
function mark(directory: string, state: Mark['state']): void {
  const draft = join(directory, `${MARK}.draft`);
  writeFileSync(draft, `${JSON.stringify({ note: NOTE, state })}\n`, { mode: 0o600 });
  renameSync(draft, join(directory, MARK));
}
