import { isSystemError, SystemError } from '../errors.ts';
import { retryPause } from '../retry-pause.ts';

/** How long a store is waited for. */
export interface Patience {
  /** What waits, for the message of an interruption. */
  readonly what: string;
  readonly signal?: AbortSignal;
  /** Told of each time the store was away. */
  readonly onUnavailable: (error: unknown) => void;
}

/**
 * Does something that may be repeated, again and again for as long as a store is away. Stores try for a while by
 * themselves, each time longer, before they say so.
 * @throws SystemError PROJECTION_NOT_READY when the signal comes before it is begun, or after a failure
 */
export async function outlast<T>(action: () => Promise<T>, { what, signal, onUnavailable }: Patience): Promise<T> {
  for (;;) {
    if (signal?.aborted) throw interrupted(what);
    try {
      return await action();
    } catch (error) {
      if (!isSystemError(error, 'STORE_UNAVAILABLE')) throw error;
      onUnavailable(error);
      await retryPause(signal);
    }
  }
}

/** What is thrown by a build that was told to stop. */
export function interrupted(what: string): SystemError {
  return new SystemError('PROJECTION_NOT_READY', `${what} was interrupted`);
}
