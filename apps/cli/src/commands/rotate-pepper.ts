import { setTimeout as sleep } from 'node:timers/promises';
import { openKeys, openMasterKey } from '#composition';
import { rotatePepper as rotate } from '#privacy';
import { printJson } from '#terminal';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { rotatingAlone } from '../installation/rotating-alone.ts';
import { KNOWN_EVERYWHERE_AFTER_MS } from '../installation/known-everywhere.ts';
import { using } from '../installation/using.ts';
import { tellSecurityEvent } from '../security-lines.ts';

/**
 * Puts the pseudonyms of all persons under a new pepper, beside servers that run; no codice fiscale is needed. It may be
 * killed at any time, and goes on where it was when it is given again.
 * @throws SystemError STORE_UNAVAILABLE while another command rotates keys of the directory
 */
export async function rotatePepper({
  json,
  ...options
}: InstallationOptions & { readonly json?: boolean }): Promise<void> {
  const configuration = existingInstallation(options);
  const done = await rotatingAlone(configuration, () =>
    using(openKeys(configuration, { readOnly: false, beside: true }), async ({ store }) => {
      const box = await openMasterKey(configuration, store);
      return rotate({ store, box, knownEverywhere: () => sleep(KNOWN_EVERYWHERE_AFTER_MS) });
    }),
  );
  tellSecurityEvent({ event: 'security.key_rotated', key: 'pepper', reason: 'ROTATED' });
  if (json) {
    printJson(done);
    return;
  }
  const { moved, seen, leftOver } = done;
  const others = leftOver === 0 ? 'as all others do' : `and ${leftOver} do not yet: give the command again`;
  process.stdout.write(`${moved} of ${seen} persons stand under the new pepper now, ${others}.\n`);
}
