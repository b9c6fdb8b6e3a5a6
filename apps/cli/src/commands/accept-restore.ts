import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedStores, lockDirectory, STORE_FILES } from '#store-embedded';
import { Failure } from '../failure.ts';
import { printJson } from '../output/print.ts';

export interface AcceptRestoreOptions {
  readonly data: string;
  readonly json?: boolean;
}

/**
 * Tells a data directory that its log was put back from a backup. The log gets a new identity, so that positions and
 * cursors given out before are refused instead of misread; the read models are dropped, to be built again at the next
 * start; process managers fold the log again from its start, and give again, under the same ids, what they had given:
 * what was carried out is recognised, what was lost with the log's end is not.
 * @throws Failure when there is no log
 */
export async function acceptRestore({ data, json }: AcceptRestoreOptions): Promise<void> {
  // A directory that is mistyped must not be made.
  if (!existsSync(join(data, STORE_FILES.events))) throw new Failure(`There is no ${STORE_FILES.events} in ${data}.`);
  const lock = lockDirectory(data);
  try {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(data, STORE_FILES.readModels + suffix), { force: true });
    const stores = openEmbeddedStores(data);
    try {
      const logId = await stores.eventStore.renewLogId();
      for (const name of await stores.work.processes()) await stores.work.reset(name);
      if (json) printJson({ logId });
      else process.stdout.write(`The log is now ${logId}. The next start builds the read models again.\n`);
    } finally {
      await stores.close();
    }
  } finally {
    lock.release();
  }
}
