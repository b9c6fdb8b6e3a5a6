import { acceptRestoredLog, openStores } from '#composition';
import { printJson } from '#terminal';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';

export interface AcceptRestoreOptions extends InstallationOptions {
  readonly json?: boolean;
}

/**
 * Tells an installation that its log was put back from a backup.
 * @throws Failure when there is no log in the directory
 */
export async function acceptRestore({ json, ...options }: AcceptRestoreOptions): Promise<void> {
  const stores = await openStores(existingInstallation(options));
  try {
    const logId = await acceptRestoredLog(stores);
    if (json) printJson({ logId });
    else process.stdout.write(`The log is now ${logId}. The next start builds the read models again.\n`);
  } finally {
    await stores.close();
  }
}
