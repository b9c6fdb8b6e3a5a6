import { readConfiguration, type Configuration } from '#platform';
import { openEmbeddedStores } from '#store-embedded';
import { openStores, type Stores } from '../../../api/src/composition/stores.ts';
import { installationEnvironment, type InstallationOptions } from './installation-options.ts';

/** The installation that options and environment name, for a command that prints to people or programs. */
export function configurationOf(options: InstallationOptions): Configuration {
  return readConfiguration({ ...installationEnvironment(options), RETE_PUNTI_LOG: 'off' });
}

/** The stores of an installation for a command that only reads, whatever server or worker runs meanwhile. */
export async function openToRead(configuration: Configuration): Promise<Stores> {
  if (configuration.cluster) return openStores(configuration);
  return openEmbeddedStores(configuration.dataDirectory, { readOnly: true });
}
