import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isSystemError } from '#kernel/domain';
import type { EventRegistry } from '#kernel/execution';
import { ErasureApplier, type ErasureWatch, type PersonalDataVault } from '#privacy';
import type { Stores } from './stores.ts';

const RETRY_PAUSE_MS = 1_000;
/** How often a process looks whether it has heard of all erasures. */
const LOOK_EVERY_MS = 1_000;

/**
 * Carries the erasures of the log into the keys: all of them before it returns, so that nothing personal is read before,
 * and from then on each as it comes.
 * @returns what stops it
 */
export async function followErasures(
  stores: Stores,
  registry: EventRegistry,
  vault: PersonalDataVault,
  watch: ErasureWatch,
): Promise<() => Promise<void>> {
  const erasures = new ErasureApplier({
    log: stores.eventStore,
    registry,
    keyStore: stores.keys,
    forget: (subject) => vault.forget(subject),
    watch,
  });
  await erasures.catchUp();
  const stop = new AbortController();
  const following = goOn(erasures, stop.signal);
  const looks = setInterval(() => void watch.look().catch(() => undefined), LOOK_EVERY_MS).unref();
  return async () => {
    clearInterval(looks);
    stop.abort();
    await following;
  };
}

async function goOn(erasures: ErasureApplier, signal: AbortSignal): Promise<void> {
  const logger = new Logger('Erasures');
  let isCaughtUp = true;
  while (!signal.aborted) {
    try {
      // After a failure it may be another log: that one is read from its start.
      if (!isCaughtUp) await erasures.catchUp();
      isCaughtUp = true;
      await erasures.follow(signal);
    } catch (error) {
      // Told already; nothing of what comes is for this process.
      if (isSystemError(error, 'LOG_CHANGED')) return;
      isCaughtUp = false;
      // It must not end before the process does.
      logger.error(error instanceof Error ? error.stack : String(error));
      await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
