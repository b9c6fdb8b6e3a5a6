import { setTimeout as sleep } from 'node:timers/promises';
import type { RebuildJob } from '#kernel/execution';
import { LogProgress } from '#terminal';
import { Failure } from '../failure.ts';

/** A rebuild as the runner knows it, or as a server tells of it. */
export type FollowedRebuild = Omit<RebuildJob, 'error'> & {
  readonly error?: { readonly message?: string; readonly detail?: string };
};

const LOOK_EVERY_MS = 200;

/**
 * Shows how far a rebuild has come, until it ends; the rebuild goes on without whoever looks at it.
 * @param look tells how it stands by now
 * @throws Failure when it failed or was cancelled
 */
export async function followRebuild(
  asked: FollowedRebuild,
  look: () => Promise<FollowedRebuild>,
): Promise<NonNullable<RebuildJob['result']>> {
  let job = asked;
  let progress: LogProgress | undefined;
  try {
    while (job.state === 'running') {
      await sleep(LOOK_EVERY_MS);
      job = await look();
      if (!job.progress) continue;
      progress ??= new LogProgress(job.projection, job.progress.head);
      progress.update(job.progress);
    }
  } finally {
    progress?.stop();
  }
  if (job.result) return job.result;
  const why = job.state === 'failed' ? `failed: ${job.error?.detail ?? job.error?.message ?? ''}` : 'was cancelled';
  throw new Failure(`The rebuild ${job.job} of ${job.projection} ${why}`);
}
