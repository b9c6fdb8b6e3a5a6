import { join } from 'node:path';
import { SystemError } from '#kernel/domain';
import { STORE_FILES } from './store-files.ts';
import { isMissingOrEmpty, isWithoutBytes } from './user-version.ts';

/** Files that every installation has beside its log, and that nothing makes again. */
const IRREPLACEABLE = ['keys', 'work'] as const;

/** One of them. */
export type LosableStore = (typeof IRREPLACEABLE)[number];

const HELD: Readonly<Record<LosableStore, string>> = {
  keys:
    'it had the keys of persons, without which nothing personal in the log can be read ever again, the pseudonyms by which ' +
    'they are found, and the key that signs tokens. In an older copy whoever was registered since has no key, which is ' +
    'told at the start',
  work:
    'it had the access log, which nothing makes again, and what process managers remember and owe, which they fold again ' +
    'from the log',
};

/** What is made after the log, at the first start: `read-models.db`, `work.db` and `keys.db`, in this order. */
const BESIDE_THE_LOG = ['readModels', 'work', 'keys'] as const;

/** Those that a directory lacks, by their files: not there, or empty. For the holder of the directory, before it opens them. */
export function lostStores(directory: string): readonly LosableStore[] {
  return IRREPLACEABLE.filter((store) => isMissingOrEmpty(join(directory, STORE_FILES[store])));
}

/** Whether one of those that are lost is made before one that is there: then it was there, whatever the log has. */
export function isOlderLost(lost: readonly LosableStore[]): boolean {
  return lost.includes('work') && !lost.includes('keys');
}

/** Whether the log of a directory is gone while something that stood beside it is there. For the holder of the directory. */
export function isLogGone(directory: string): boolean {
  return hasLostLog(directory, isMissingOrEmpty);
}

/**
 * Refuses a directory whose log is gone before it is locked, which makes a file. It opens nothing, as another process or
 * this one may hold the directory.
 * @throws SystemError STORE_LOST
 */
export function refuseGoneLog(directory: string): void {
  if (hasLostLog(directory, isWithoutBytes)) throw logGone(directory);
}

function hasLostLog(directory: string, isGone: (file: string) => boolean): boolean {
  const lacks = (store: keyof typeof STORE_FILES): boolean => isGone(join(directory, STORE_FILES[store]));
  return lacks('events') && !BESIDE_THE_LOG.every(lacks);
}

/** The refusal of an installation that has events and lacks a store. What it names is all that an operator has to know. */
export function storeLost(directory: string, store: LosableStore): SystemError {
  return new SystemError(
    'STORE_LOST',
    lossOf(`${join(directory, STORE_FILES[store])} is not there, or empty`, store, `--data ${directory}`),
    {
      store,
    },
  );
}

/**
 * What is lost with a store, and what to do.
 * @param what which store, and how it was found
 * @param options that name the installation on the command line
 */
export function lossOf(what: string, store: LosableStore, options: string): string {
  return (
    `${what}, though the installation is not new: ${HELD[store]}.\n` +
    'Put its backup back, and start again. Only if there is none, accept the loss:\n' +
    `  rete-punti accept-loss ${store} ${options}`
  );
}

/** The refusal of a directory whose log is gone. */
export function logGone(directory: string): SystemError {
  const file = join(directory, STORE_FILES.events);
  return new SystemError(
    'STORE_LOST',
    `${file} is not there, or empty, though what stands beside it is: the log is gone, and with it every fact. Put its ` +
      `backup back, then give "rete-punti accept-restore --data ${directory}"; to begin anew, give another directory.`,
    { store: 'events' },
  );
}
