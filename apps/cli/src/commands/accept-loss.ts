import { acceptLostStore } from '#composition';
import type { LosableStore } from '#store-embedded';
import { printJson } from '#terminal';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';

/** What can be lost apart from the log, and makes a start be refused. */
export const LOSABLE: readonly LosableStore[] = ['keys', 'work'];

const TOLD: Readonly<Record<LosableStore, string>> = {
  keys:
    'The installation goes on: what the log has of persons without a key is unreadable for ever. Where no keys were left, ' +
    'tokens that were given out are no longer valid; where older ones were, revoke and rotate again what was since.',
  work: 'The installation goes on: its access log begins anew, and process managers fold the log again at the next start.',
};

/**
 * Lets an installation go on without its keys, or without its work, of which no backup is left.
 * @throws SystemError STORE_UNAVAILABLE while a server runs there, or when nothing is lost
 */
export async function acceptLoss(
  store: LosableStore,
  { json, ...options }: InstallationOptions & { readonly json?: boolean },
): Promise<void> {
  await acceptLostStore(existingInstallation(options, { needs: 'log' }), store);
  if (json) printJson({ accepted: store });
  else process.stdout.write(`${TOLD[store]}\n`);
}
