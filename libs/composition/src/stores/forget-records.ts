import { Logger } from '@nestjs/common';
import { messageOf, type Clock } from '#kernel/domain';
import type { Configuration } from '#platform';
import type { Stores } from './stores.ts';

const DAY_MS = 24 * 60 * 60_000;
const EVERY_MS = 60 * 60_000;

/**
 * Forgets idempotency records that are older than the configuration keeps them, now and every hour. Without a number of
 * days none is ever forgotten. Several processes may do it at once.
 * @returns what stops it, once nothing is being forgotten
 */
export function forgetRecords(
  stores: Pick<Stores, 'forgetRecords'>,
  { idempotencyDays }: Pick<Configuration, 'idempotencyDays'>,
  clock: Clock,
): () => Promise<void> {
  if (idempotencyDays === 0) return async () => undefined;
  const logger = new Logger('Idempotency');
  const forget = async (): Promise<void> => {
    try {
      const count = (await stores.forgetRecords?.(clock.now() - idempotencyDays * DAY_MS)) ?? 0;
      if (count > 0) logger.log(`${count} idempotency records older than ${idempotencyDays} days were forgotten`);
    } catch (error) {
      // The next hour will do.
      logger.warn(messageOf(error));
    }
  };
  let forgetting = forget();
  const timer = setInterval(() => {
    forgetting = forgetting.then(forget);
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await forgetting;
  };
}
