import { join } from 'node:path';
import { idOf, START, SystemError } from '#kernel/domain';
import type { EventStore, KeyStore, StoredEvent, WorkStore } from '#kernel/ports';
import type { Configuration } from '#platform';
import { MasterKey, subject } from '#privacy';
import {
  EmbeddedKeyStore,
  EmbeddedWorkStore,
  lockDirectory,
  lostStores,
  STORE_FILES,
  type LosableStore,
} from '#store-embedded';
import type { MongoStores } from '#store-mongodb';
import { openMasterKey } from './master-key.ts';
import { openLogToRead, openMongo } from './open-one-store.ts';
import { missingChanges, SEEN_KEYS } from './seen-keys.ts';

/** Events of one step: persons of one step share one pass over the file of the keys. */
const BATCH = 5_000;

/**
 * Lets an installation go on without a store that is lost and of which there is no backup. Of keys, every person of the log
 * who has none counts as erased from then on: nobody can read what was sealed for them, and no id is used again. Of work, process managers
 * begin at the start of the log: their commands have the ids they had, so that what was carried out is recognised.
 * @throws SystemError STORE_UNAVAILABLE when nothing is lost, or another process has the directory
 */
export async function acceptLostStore(configuration: Configuration, store: LosableStore): Promise<void> {
  const mongo = await openMongo(configuration.cluster);
  if (mongo) {
    try {
      await acceptInMongo(configuration, store, mongo);
    } finally {
      await mongo.close();
    }
    return;
  }
  const directory = configuration.dataDirectory;
  const lock = lockDirectory(directory);
  try {
    if (store === 'work') await acceptLostWorkFile(directory);
    else await acceptLostKeyFile(configuration);
  } finally {
    lock.release();
  }
}

async function acceptInMongo(configuration: Configuration, store: LosableStore, mongo: MongoStores): Promise<void> {
  if (store === 'keys') return acceptLostKeys(configuration, mongo.keys, mongo.work);
  if (await mongo.heldWork.any()) throw nothingLost(store);
  await mongo.heldWork.acceptLoss();
}

/** An empty file is one that is not lost. */
async function acceptLostWorkFile(directory: string): Promise<void> {
  if (!lostStores(directory).includes('work')) throw nothingLost('work');
  await new EmbeddedWorkStore(join(directory, STORE_FILES.work)).close();
}

async function acceptLostKeyFile(configuration: Configuration): Promise<void> {
  const { dataDirectory } = configuration;
  // One that is lost as well has seen nothing, and is not made here.
  const isWorkLost = lostStores(dataDirectory).includes('work');
  const keys = new EmbeddedKeyStore(join(dataDirectory, STORE_FILES.keys));
  const work = isWorkLost ? undefined : new EmbeddedWorkStore(join(dataDirectory, STORE_FILES.work));
  try {
    await acceptLostKeys(configuration, keys, work);
  } finally {
    await work?.close();
    await keys.close();
  }
}

/**
 * Of keys that are not there, that are older than the log, or that are of another. The mark of a key store that is in use
 * comes last, and of one that was of another log the mark of this one: whatever interrupts this leaves it to be done again.
 */
async function acceptLostKeys(
  configuration: Configuration,
  keys: KeyStore,
  work: WorkStore | undefined,
): Promise<void> {
  const isThere = await MasterKey.isKnownTo(keys);
  const log = await openLogToRead(configuration);
  try {
    const lost = await eraseUnknown(log.store, keys);
    const isOfThisLog = await followsLog(log.store, keys);
    const changes = work ? await missingChanges({ keys, work }) : 0;
    if (isThere && lost === 0 && isOfThisLog && changes === 0) throw nothingLost('keys');
    // Read from its start: erasures of this log may be new to these keys.
    if (!isOfThisLog) await keys.saveErasureCheckpoint({ logId: await log.store.logId(), position: START });
  } finally {
    await log.close();
  }
  await work?.reset(SEEN_KEYS);
  await openMasterKey(configuration, keys);
}

async function followsLog(log: EventStore, keys: KeyStore): Promise<boolean> {
  const checkpoint = await keys.erasureCheckpoint();
  return checkpoint === undefined || checkpoint.logId === (await log.logId());
}

/** @returns how many persons of the log had no key, and count as erased from now on */
async function eraseUnknown(log: EventStore, keys: KeyStore): Promise<number> {
  let lost = 0;
  for await (const { events } of log.readLog({ after: START, batchSize: BATCH })) {
    const unknown = await keys.unknownOf([...new Set(events.flatMap(personsOf))]);
    await Promise.all(unknown.map((person) => keys.erase(person)));
    lost += unknown.length;
  }
  return lost;
}

function personsOf({ stream, metadata }: StoredEvent): readonly string[] {
  const { subjects = [] } = metadata as { readonly subjects?: readonly string[] };
  return stream.startsWith(`${subject.category}-`) ? [...subjects, idOf(stream)] : subjects;
}

function nothingLost(store: LosableStore): SystemError {
  return new SystemError(
    'STORE_UNAVAILABLE',
    `There is no loss to accept: the installation has its ${store}. If the start is refused, it says what for.`,
    { store },
  );
}
