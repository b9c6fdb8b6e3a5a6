import { join } from 'node:path';
import type { KeyStore } from '#kernel/ports';
import type { Configuration, Environment } from '#platform';
import { MasterKey } from '#privacy';
import { takeFromOthers } from '#store-embedded';

/** Where the master key is when no variable holds it. */
export function masterKeyFile({ dataDirectory }: Pick<Configuration, 'dataDirectory'>): string {
  return join(dataDirectory, 'master.key');
}

/**
 * The master key of an installation: from the environment, else the file `master.key` of its data directory. An
 * installation of one process makes that file at its first start, and never again: another key would open nothing.
 * @throws MasterKeyError when it is missing, malformed, or not the one that the keys were wrapped with
 */
export async function openMasterKey(
  configuration: Pick<Configuration, 'dataDirectory' | 'cluster'>,
  keys: KeyStore,
  environment: Environment = process.env,
): Promise<MasterKey> {
  const isShared = configuration.cluster?.mongoDb !== undefined;
  const file = masterKeyFile(configuration);
  takeFromOthers(file);
  const masterKey = await MasterKey.load({
    environment,
    file,
    missing: isShared ? 'refuse' : (await MasterKey.isKnownTo(keys)) ? 'refuse-new' : 'make',
  });
  await masterKey.check(keys);
  return masterKey;
}
