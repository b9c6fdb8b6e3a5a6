import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isSystemError, messageOf } from '#kernel/domain';
import { WatchedLog } from '#kernel/execution';
import type { Stores } from '../stores/stores.ts';

/** A process that has nothing else to do with the log finds within this time that it is another. */
const LOOK_EVERY_MS = 2_000;

/** Puts a watch over the log of the stores: everything of the process is to use it instead. */
export function watchLog(stores: Stores): WatchedLog {
  const log = new WatchedLog({
    log: stores.eventStore,
    ...(stores.secondLookAfter === undefined ? {} : { secondLookAfter: stores.secondLookAfter }),
    onChange: ({ message }) => new Logger('Log').error(message),
  });
  stores.onLogLost?.(() => log.doubt());
  return log;
}

/**
 * Looks at the log at intervals, until it has changed or is told to stop.
 * @returns what stops it; a look in hand ends with the store
 */
export function lookAtIntervals(log: WatchedLog): () => void {
  const stop = new AbortController();
  // Told to stop, it ends in the middle of a pause, by an error.
  void look(log, stop.signal).catch(() => undefined);
  return () => {
    stop.abort();
  };
}

async function look(log: WatchedLog, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false });
    try {
      await log.look();
    } catch (error) {
      if (log.change || signal.aborted) return;
      // What cannot be told now is told later.
      if (!isSystemError(error)) new Logger('Log').error(messageOf(error));
    }
  }
}
