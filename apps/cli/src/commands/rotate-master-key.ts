import { setTimeout as sleep } from 'node:timers/promises';
import { masterKeyFile, openKeys, openMasterKey } from '#composition';
import type { KeyStore } from '#kernel/ports';
import type { Configuration } from '#platform';
import {
  isInVariable,
  makeNextKey,
  MASTER_KEY_VARIABLE,
  nextFile,
  retireKeyFile,
  rewrap,
  type MasterKey,
  type Rewrapped,
} from '#privacy';
import { printJson } from '#terminal';
import { Failure } from '../failure.ts';
import { existingInstallation } from '../installation/existing-installation.ts';
import type { InstallationOptions } from '../installation/installation-options.ts';
import { rotatingAlone } from '../installation/rotating-alone.ts';
import { KNOWN_EVERYWHERE_AFTER_MS } from '../installation/known-everywhere.ts';
import { using } from '../installation/using.ts';
import { tellSecurityEvent } from '../security-lines.ts';

export interface RotateMasterKeyOptions extends InstallationOptions {
  /** Clustered: every process has the new key beside the old one. */
  readonly everywhere?: boolean;
  readonly json?: boolean;
}

/**
 * Wraps the keys of all subjects and the secrets of the installation under a new master key, beside servers that run. It
 * may be killed at any time, and goes on where it was when it is given again. An installation of one process makes its
 * next key itself; where several share the keys, whoever looks after them gives it to all of them before.
 * @throws Failure when there is no next key; SystemError STORE_UNAVAILABLE while another command rotates keys of the directory
 */
export async function rotateMasterKey(options: RotateMasterKeyOptions): Promise<void> {
  const { everywhere = false, json = false, ...installation } = options;
  const configuration = existingInstallation(installation);
  const isShared = configuration.cluster?.mongoDb !== undefined;
  const file = masterKeyFile(configuration);
  const inVariable = isInVariable({ environment: process.env });
  if (isShared && !everywhere) throw giveItEverywhere(file);
  const { id, retired, ...rewrapped } = await rotatingAlone(configuration, async () => {
    if (!isShared && !inVariable) await makeNextKey(file);
    const done = await using(openKeys(configuration, { readOnly: false, beside: true }), ({ store }) =>
      rotate(configuration, store, json),
    );
    return { ...done, retired: inVariable ? undefined : await retireKeyFile(file) };
  });
  tellSecurityEvent({ event: 'security.key_rotated', key: 'master', kid: id, reason: 'ROTATED' });
  if (json) printJson({ key: id, ...rewrapped, retired: retired ?? null });
  else process.stdout.write(`${nowDo(retired, { isShared, inVariable })}\n`);
}

/** Lets the next key wrap, unless a rotation that was interrupted has done that, and wraps everything under it. */
async function rotate(
  configuration: Configuration,
  store: KeyStore,
  json: boolean,
): Promise<Rewrapped & { readonly id: string }> {
  const masterKey = await openMasterKey(configuration, store);
  const [next] = await masterKey.unused(store);
  if (next !== undefined) await masterKey.letWrap(next, store);
  else if (masterKey.given === 1) {
    throw new Failure(
      `There is no next master key: put one after the present one in ${MASTER_KEY_VARIABLE}, with a comma between ` +
        '("openssl rand -base64 32" makes one), start every process anew with both, and give this command again.',
    );
  }
  return { id: masterKey.id, ...(await rewrapAll(masterKey, store, json)) };
}

/** Once more when every process wraps under the new key: nothing that one wrapped meanwhile is left behind. */
async function rewrapAll(masterKey: MasterKey, store: KeyStore, json: boolean): Promise<Rewrapped> {
  const show = ({ seen, rewrapped }: Rewrapped): void => {
    if (!json && process.stderr.isTTY) process.stderr.write(`\r${seen} looked at, ${rewrapped} wrapped anew`);
  };
  const first = await rewrap(store, masterKey, show);
  await sleep(KNOWN_EVERYWHERE_AFTER_MS);
  const second = await rewrap(store, masterKey);
  return { seen: second.seen, rewrapped: first.rewrapped + second.rewrapped };
}

function giveItEverywhere(file: string): Failure {
  return new Failure(
    'Every process must have the new master key before anything is wrapped under it: give each the old one and the new ' +
      `one, as ${MASTER_KEY_VARIABLE} with a comma between them (and start it anew), or the new one in ` +
      `${nextFile(file)}, where it is read without a restart. Then give this command again with --everywhere.`,
  );
}

function nowDo(
  retired: string | undefined,
  { isShared, inVariable }: { readonly isShared: boolean; readonly inVariable: boolean },
): string {
  const kept = 'Keep it apart for as long as copies of the keys from before are kept: it opens those alone.';
  if (retired === undefined && !inVariable) {
    return `Everything is wrapped under the master key in the data directory. The one before is beside it, or was taken away. ${kept}`;
  }
  if (retired === undefined) {
    return `Everything is wrapped under the new master key. Leave the old one out of ${MASTER_KEY_VARIABLE}. ${kept}`;
  }
  const others = isShared
    ? ' Do the same in every other data directory: the next key in the place of the old one.'
    : '';
  return `Everything is wrapped under the new master key. The old one is in ${retired}: take it away from here. ${kept}${others}`;
}
