import { readInstallation } from '#composition';
import type { Configuration } from '#platform';
import { installationEnvironment, type InstallationOptions } from './installation-options.ts';

/** The installation that options and environment name, for a command that prints to people or programs. */
export function configurationOf(options: InstallationOptions): Configuration {
  return readInstallation({ ...installationEnvironment(options), RETE_PUNTI_LOG: 'off' });
}
