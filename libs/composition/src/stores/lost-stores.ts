import { START, SystemError } from '#kernel/domain';
import type { EventStore, KeyStore } from '#kernel/ports';
import { optionsOf, type Configuration } from '#platform';
import { MasterKey } from '#privacy';
import { lossOf, type LosableStore } from '#store-embedded';
import type { Stores } from './stores.ts';

type Place = Pick<Configuration, 'dataDirectory' | 'cluster'>;

/**
 * Refuses an installation that has events and no keys, or nothing of what its process managers and its access log had:
 * whoever goes on would make new ones, and nobody would notice. Files that are gone were refused when they were opened;
 * this is about those that are there and hold nothing, and about servers.
 * @throws SystemError STORE_LOST
 */
export async function refuseLostStores(stores: Stores, place: Place): Promise<void> {
  const { eventStore, keys, holdsWork } = stores;
  const isUsed = (): Promise<boolean> => hasEvents(eventStore);
  await refuseLostKeys(keys, place, isUsed);
  if (holdsWork) await refuseEmpty(holdsWork, isUsed, () => storeEmpty('work', place));
}

/**
 * The same for the keys alone.
 * @param isUsed whether the log has events; asked only when there are no keys
 * @throws SystemError STORE_LOST
 */
export async function refuseLostKeys(keys: KeyStore, place: Place, isUsed: () => Promise<boolean>): Promise<void> {
  await refuseEmpty(
    () => MasterKey.isKnownTo(keys),
    isUsed,
    () => storeEmpty('keys', place),
  );
}

/** Whether anything was ever written to a log: then everything that stands beside it was there before. */
export async function hasEvents(log: EventStore): Promise<boolean> {
  for await (const { events } of log.readLog({ after: START, batchSize: 1 })) if (events.length > 0) return true;
  return false;
}

async function refuseEmpty(
  holdsAny: () => Promise<boolean>,
  isUsed: () => Promise<boolean>,
  refusal: () => SystemError,
): Promise<void> {
  if ((await holdsAny()) || !(await isUsed())) return;
  // Another process of a new installation may have been first with both.
  if (!(await holdsAny())) throw refusal();
}

function storeEmpty(store: LosableStore, place: Place): SystemError {
  const { cluster, dataDirectory } = place;
  const where =
    cluster?.mongoDb === undefined
      ? `${store}.db in ${dataDirectory}`
      : `The database ${cluster.installation}-${store}`;
  return new SystemError('STORE_LOST', lossOf(`${where} holds nothing`, store, optionsOf(place)), { store });
}
