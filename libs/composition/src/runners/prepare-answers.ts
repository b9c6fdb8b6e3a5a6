import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isSystemError, messageOf, type Clock } from '#kernel/domain';
import type { ProjectionReader } from '#kernel/execution';
import type { ContextDefinition } from '#use-cases';

/** Between two looks whether the read models that a preparation needs are there. */
const AGAIN_MS = 1_000;

/**
 * Makes ready what the contexts want ready, behind the answers. Where another process still builds the read models, it
 * waits for them; what fails otherwise is left to the first who asks.
 * @returns what stops it, before the stores are closed
 */
export function prepareAnswers(
  contexts: readonly ContextDefinition[],
  { reader, clock }: { readonly reader: ProjectionReader; readonly clock: Clock },
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const logger = new Logger('Preparations');
  const prepare = async (): Promise<void> => {
    for (const { preparations } of contexts) {
      for (const preparation of preparations) await preparation({ reader, clock, signal });
    }
  };
  const isStopped = (): boolean => signal.aborted;
  const begun = (async () => {
    while (!isStopped()) {
      try {
        await prepare();
        return;
      } catch (error) {
        if (isStopped()) return;
        if (!isSystemError(error, 'PROJECTION_NOT_READY')) {
          logger.warn(messageOf(error));
          return;
        }
        // Ended early when the process ends.
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  })();
  return async () => {
    stopping.abort();
    await begun;
  };
}
