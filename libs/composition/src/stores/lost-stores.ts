import { START, SystemError } from '#kernel/domain';
import type { EventStore, KeyStore } from '#kernel/ports';
import { optionsOf, type Configuration } from '#platform';
import { MasterKey, type KeyLoss } from '#privacy';
import { lossOf, type LosableStore } from '#store-embedded';
import { missingChanges } from './seen-keys.ts';
import type { Stores } from './stores.ts';

/** Where an installation is, for what an operator is told. */
export type Place = Pick<Configuration, 'dataDirectory' | 'cluster'>;

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

/**
 * Refuses keys that lack a revocation or a rotation which a process of this installation has seen.
 * @throws SystemError STORE_LOST
 */
export async function refuseOlderSecrets(stores: Pick<Stores, 'keys' | 'work'>, place: Place): Promise<void> {
  const changes = await missingChanges(stores);
  if (changes > 0) throw secretsLost(changes, place);
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
  const what = `${whereIs(store, place)} holds nothing`;
  return new SystemError('STORE_LOST', lossOf(what, store, optionsOf(place)), { store });
}

/** The refusal of an installation whose keys are there, and are not those that belong to its log. */
export function keysLost(loss: KeyLoss, place: Place): SystemError {
  const where = whereIs('keys', place);
  const options = optionsOf(place);
  if (loss.why === 'OF_ANOTHER_LOG') {
    return new SystemError(
      'STORE_LOST',
      `${where} belongs to another log (${loss.followed}), and knows nobody of the one that is here. Put back the keys and the ` +
        'log that belong together, and start again; to begin anew, give another place.\n' +
        'If an older log was put back on purpose:\n' +
        `  rete-punti accept-restore ${options}\n` +
        'Only if the keys of this log are lost and have no backup, accept the loss:\n' +
        `  rete-punti accept-loss keys ${options}`,
      { store: 'keys', followed: loss.followed },
    );
  }
  const { persons, first, last } = loss;
  const many = persons === 1 ? '1 person has' : `${persons} persons have`;
  return new SystemError(
    'STORE_LOST',
    `${where} is older than the log: ${many} no key in it, registered from ${first} to ${last}. Going on would register ` +
      'them anew when they come again, and let them book beside what they have. Also gone is what was revoked or rotated ' +
      `since that copy was made.\nPut a newer copy back, made after ${last}, and start again. Only if there is none, accept ` +
      'the loss: what is sealed for them is then unreadable for ever, as if they had been erased. Revoke and rotate again ' +
      `what was since.\n  rete-punti accept-loss keys ${options}`,
    { store: 'keys', persons, first, last },
  );
}

function secretsLost(changes: number, place: Place): SystemError {
  return new SystemError(
    'STORE_LOST',
    `${whereIs('keys', place)} is older than what runs on it has seen: changes of its secrets are missing (${changes}), which ` +
      'are revocations of tokens and rotations of keys. Put a newer copy back, and start again. Only if there is none, accept ' +
      'the loss, and revoke and rotate again what was since that copy was made; where nobody knows what that was, give ' +
      `"rete-punti keys rotate token --compromised".\n  rete-punti accept-loss keys ${optionsOf(place)}`,
    { store: 'keys', changes },
  );
}

function whereIs(store: LosableStore, { cluster, dataDirectory }: Place): string {
  return cluster?.mongoDb === undefined
    ? `${store}.db in ${dataDirectory}`
    : `The database ${cluster.installation}-${store}`;
}
