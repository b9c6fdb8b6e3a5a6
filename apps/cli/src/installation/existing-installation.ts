import { statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '#platform';
import { STORE_FILES, unusable } from '#store-embedded';
import { Failure } from '../failure.ts';
import { configurationOf } from './configuration-of.ts';
import type { InstallationOptions } from './installation-options.ts';

/**
 * The configuration of an installation that is there: a directory that is mistyped must not become one. Only `serve` and
 * `demo` make a directory. What is kept on servers needs none.
 * @param options.needs all of it, or the log alone, to be read
 * @throws Failure when the directory holds none; SystemError STORE_UNAVAILABLE when it cannot be looked at
 */
export function existingInstallation(
  options: InstallationOptions,
  { needs = 'all' }: { readonly needs?: 'all' | 'log' } = {},
): Configuration {
  const configuration = configurationOf(options);
  const file = ownFile(configuration, needs);
  if (file !== undefined && !lookAt(join(configuration.dataDirectory, file))) {
    throw new Failure(
      `There is no installation in ${configuration.dataDirectory}, as there is no ${file}: check --data. ` +
        'Only "rete-punti serve" and "rete-punti demo" make one.',
    );
  }
  return configuration;
}

/** The file that every installation has in its directory; none where all that is needed of it is on servers. */
function ownFile({ cluster }: Configuration, needs: 'all' | 'log'): string | undefined {
  if (!cluster) return STORE_FILES.events;
  return needs === 'all' && cluster.mongoDb === undefined ? STORE_FILES.keys : undefined;
}

function lookAt(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw unusable(file, error);
  }
}
