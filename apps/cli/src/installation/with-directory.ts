import { isSystemError } from '#kernel/domain';
import type { Configuration } from '#platform';
import { lockDirectory } from '#store-embedded';
import { Failure } from '../failure.ts';
import { OperationsClient } from './operations-client.ts';
import { announcedServer } from './running-server.ts';

/**
 * Does something with a data directory: through its server if one runs, else alone.
 * @param through.server gets what makes a client of it
 * @param through.alone takes the lock of the directory itself, so that no server starts meanwhile
 * @param token what the client of the server is given
 */
export async function withDirectory<T>(
  configuration: Configuration,
  through: { server: (client: () => OperationsClient) => Promise<T>; alone: () => Promise<T> },
  token?: string,
): Promise<T> {
  const directory = configuration.dataDirectory;
  const lock = tryLock(directory);
  if (lock) {
    lock.release();
    return through.alone();
  }
  const server = announcedServer(directory);
  if (!server) {
    throw new Failure(
      `Another program holds ${directory}, but no server answers for it (yet). Try again when it is done.`,
    );
  }
  return through.server(() => OperationsClient.connect(() => configuration, server.url, token));
}

function tryLock(directory: string): ReturnType<typeof lockDirectory> | undefined {
  try {
    return lockDirectory(directory);
  } catch (error) {
    if (isSystemError(error, 'STORE_UNAVAILABLE') && error.facts.pid !== undefined) return undefined;
    throw error;
  }
}
