import { join } from 'node:path';
import type { Configuration, Lines } from '#platform';
import { isOpenToOthers, STORE_FILES } from '#store-embedded';
import { masterKeyFile } from './master-key.ts';

/**
 * Tells which of the directory and its private files others than their owner may use. Those that this user owns were taken
 * from others when they were opened; the directory is left as it is, as it may hold more than an installation.
 */
export function tellOpenToOthers(
  { dataDirectory, cluster }: Pick<Configuration, 'dataDirectory' | 'cluster'>,
  lines: Pick<Lines, 'warn'>,
): void {
  const masterKey = masterKeyFile({ dataDirectory });
  const files = Object.values(STORE_FILES).map((file) => join(dataDirectory, file));
  const paths = cluster?.mongoDb === undefined ? [dataDirectory, ...files, masterKey] : [masterKey];
  for (const path of paths.filter(isOpenToOthers)) {
    const mode = path === dataDirectory ? '700' : '600';
    lines.warn(`${path} may be used by others than its owner: take it from them (chmod ${mode} ${path})`);
  }
}
