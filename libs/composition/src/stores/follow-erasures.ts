import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isSystemError } from '#kernel/domain';
import type { EventRegistry } from '#kernel/execution';
import { ErasureApplier, type ErasureWatch, type PersonalDataVault } from '#privacy';
import { keysLost, type Place } from './lost-stores.ts';
import type { Stores } from './stores.ts';

const RETRY_PAUSE_MS = 1_000;
/** How often a process looks whether it has heard of all erasures. */
const LOOK_EVERY_MS = 1_000;

/** The erasures of a log, which were carried into the keys up to where it ended at the start. */
export interface AppliedErasures {
  /**
   * Goes on with each as it comes.
   * @param vault is told of them
   * @returns what stops it
   */
  follow(vault: PersonalDataVault): () => Promise<void>;
}

/**
 * Carries all erasures of the log into the keys, so that nothing personal is read before.
 * @throws SystemError STORE_LOST when the keys are older than the log, or of another
 */
export async function applyErasures(
  stores: Stores,
  registry: EventRegistry,
  watch: ErasureWatch,
  place: Place,
): Promise<AppliedErasures> {
  const erasures = new ErasureApplier({ log: stores.eventStore, registry, keyStore: stores.keys, watch });
  const catchUp = async (): Promise<void> => {
    const loss = await erasures.catchUp();
    if (loss) throw keysLost(loss, place);
  };
  await catchUp();
  return {
    follow: (vault) => {
      erasures.onErased((subject) => vault.forget(subject));
      const stop = new AbortController();
      const following = goOn(erasures, catchUp, stop.signal);
      const looks = setInterval(() => void watch.look().catch(() => undefined), LOOK_EVERY_MS).unref();
      return async () => {
        clearInterval(looks);
        stop.abort();
        await following;
      };
    },
  };
}

async function goOn(erasures: ErasureApplier, catchUp: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const logger = new Logger('Erasures');
  let isCaughtUp = true;
  while (!signal.aborted) {
    try {
      // After a failure it may be another log: that one is read from its start.
      if (!isCaughtUp) await catchUp();
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
