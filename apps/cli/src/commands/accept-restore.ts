import { openStores } from '#composition';
import { printJson } from '#terminal';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';

export interface AcceptRestoreOptions extends InstallationOptions {
  readonly json?: boolean;
}

/**
 * Tells an installation that its log was put back from a backup. The log gets a new identity, so that positions and
 * cursors given out before are refused instead of misread; the read models are dropped, to be built again at the next
 * start; process managers fold the log again from its start, and give again, under the same ids, what they had given:
 * what was carried out is recognised, what was lost with the log's end is not.
 * @throws Failure when there is no log in the directory
 */
export async function acceptRestore({ json, ...options }: AcceptRestoreOptions): Promise<void> {
  const stores = await openStores(existingInstallation(options));
  try {
    for (const { build } of await stores.readModels.builds()) await stores.readModels.dropBuild(build);
    const logId = await stores.eventStore.renewLogId();
    for (const name of await stores.work.processes()) await stores.work.reset(name);
    if (json) printJson({ logId });
    else process.stdout.write(`The log is now ${logId}. The next start builds the read models again.\n`);
  } finally {
    await stores.close();
  }
}
