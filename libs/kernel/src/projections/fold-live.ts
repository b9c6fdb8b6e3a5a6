import { toTimestamp, type Clock } from '../clock.ts';
import { logReplaced } from '../errors.ts';
import type { LogBatch } from '../ports/event-store.ts';
import type { BuildCommit, ReadModelStore } from '../ports/read-model-store.ts';
import type { Position } from '../position.ts';
import type { Decode } from './decode-once.ts';
import { eventsAfter, takesAny } from './events-of-batch.ts';
import { foldBatch, type FoldOutcome } from './fold-batch.ts';
import type { LiveBuild } from './live-build.ts';
import type { LiveCommit } from './live-builds.ts';

interface FoldOptions {
  readonly store: ReadModelStore;
  readonly clock: Clock;
  readonly decode: Decode;
  /** Of the log that the batch was read from. */
  readonly logId: string;
  readonly epoch?: number;
}

const NOTHING: FoldOutcome = { documents: [], parked: [] };

/**
 * Folds what a live build has not read of a batch. Writes nothing: what several builds make of it is written together.
 * @throws SystemError LOG_REPLACED when the build was made from another log
 */
export async function foldLive(
  live: LiveBuild,
  batch: LogBatch,
  { store, clock, decode, logId, epoch }: FoldOptions,
): Promise<LiveCommit> {
  const { projection, build, cache, checkpoint } = live;
  const { position } = checkpoint;
  refuseOtherLog(live, logId, batch.through);
  const events = eventsAfter(batch, position);
  // Most builds take nothing of most batches.
  const folded = !takesAny(projection.handles, events)
    ? NOTHING
    : await foldBatch({
        ...{ projection, build, store, cache, decode, events },
        parkedKeys: live.parkedKeys,
        after: position,
        onFailure: 'park',
        now: () => toTimestamp(clock.now()),
      });
  const since = checkpoint.incompleteSince ?? folded.incompleteSince;
  const commit: BuildCommit = {
    build,
    documents: folded.documents,
    checkpoint: { logId, position: batch.through, ...(since === undefined ? {} : { incompleteSince: since }) },
    ...(folded.parked.length > 0 ? { park: folded.parked } : {}),
    ...(epoch === undefined ? {} : { epoch }),
  };
  return { live, commit };
}

/** The log was replaced under a runner: its documents must not be mixed with those of another log. */
function refuseOtherLog({ build, checkpoint }: LiveBuild, logId: string, head: Position): void {
  if (checkpoint.logId === logId) return;
  throw logReplaced(`the read model ${build}`, { ...checkpoint, head }, 'start again');
}
