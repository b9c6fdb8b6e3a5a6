import type { Configuration } from '#platform';
import { lockKeys } from '#store-embedded';

/**
 * Rotates keys while nobody else does, where they are files: of a cluster that is for whoever gives the command.
 * @throws SystemError STORE_UNAVAILABLE while another process rotates some
 */
export async function rotatingAlone<T>(
  { cluster, dataDirectory }: Pick<Configuration, 'cluster' | 'dataDirectory'>,
  rotate: () => Promise<T>,
): Promise<T> {
  if (cluster?.mongoDb !== undefined) return rotate();
  const lock = lockKeys(dataDirectory);
  try {
    return await rotate();
  } finally {
    lock.release();
  }
}
