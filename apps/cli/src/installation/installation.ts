import { isSystemError } from '#kernel';
import { lockDirectory } from '#store-embedded';
import { Failure } from '../failure.ts';
import { OperationsClient } from './operations-client.ts';
import { announcedServer } from './running-server.ts';

/**
 * Does something with a data directory: through its server if one runs, else alone, holding the directory's lock so that
 * none can start meanwhile.
 * @param alone must not lock the directory again
 */
export async function withInstallation<T>(
  directory: string,
  through: { server: (client: OperationsClient) => Promise<T>; alone: () => Promise<T> },
): Promise<T> {
  const lock = tryLock(directory);
  if (lock) {
    // `alone` opens the directory itself, under a lock of its own.
    lock.release();
    return through.alone();
  }
  const server = announcedServer(directory);
  if (!server) {
    throw new Failure(
      `Another program holds ${directory}, but no server answers for it (yet). Try again when it is done.`,
    );
  }
  return through.server(await OperationsClient.connect(directory, server.url));
}

function tryLock(directory: string): ReturnType<typeof lockDirectory> | undefined {
  try {
    return lockDirectory(directory);
  } catch (error) {
    if (isSystemError(error, 'STORE_UNAVAILABLE') && error.facts.pid !== undefined) return undefined;
    throw error;
  }
}
