import { platformSettings, readConfiguration, type Configuration, type Environment } from '#platform';
import type { AnySettings } from '#use-cases';
import { contexts } from './contexts.ts';

const contextSettings = contexts.flatMap(({ settings }) => settings);

/** Everything that an installation of the product may be told, by group. */
export const productSettings: readonly AnySettings[] = [...platformSettings, ...contextSettings];

/**
 * Reads the configuration of an installation of the product.
 * @throws ConfigurationError naming every variable that is wrong, those of the contexts included
 */
export function readInstallation(environment: Environment): Configuration {
  return readConfiguration(environment, contextSettings);
}
