import { START } from '#kernel/domain';
import { SEEN_KEYS } from '../stores/seen-keys.ts';
import type { Stores } from '../stores/stores.ts';

type Renewed = Pick<Stores, 'eventStore' | 'readModels' | 'work' | 'keys'>;

/**
 * Lets an installation go on with a log that was put back from a backup. The log gets a new identity, so that positions and
 * cursors given out before are refused instead of misread; the read models are dropped, to be built again at the next
 * start; process managers fold the log again from its start, and give again, under the same ids, what they had given:
 * what was carried out is recognised, what was lost with the log's end is not. The keys belong to it as to the one before,
 * and are compared with all of it at the next start. May be done again when it was interrupted.
 * @returns the identity of the log from now on
 */
export async function acceptRestoredLog({ eventStore, readModels, work, keys }: Renewed): Promise<string> {
  for (const { build } of await readModels.builds()) await readModels.dropBuild(build);
  const logId = await eventStore.renewLogId();
  await keys.saveErasureCheckpoint({ logId, position: START });
  // Last: as long as they know the log of before, nothing is started on this one.
  for (const name of await work.processes()) if (name !== SEEN_KEYS) await work.reset(name);
  return logId;
}
