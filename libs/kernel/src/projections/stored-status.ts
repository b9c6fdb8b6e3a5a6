import type { EventStore } from '../ports/event-store.ts';
import type { BuildId, Checkpoint, ReadModelStore } from '../ports/read-model-store.ts';
import { isAfter, START, type Position } from '../position.ts';
import type { ProjectionStatus } from './projection-status.ts';
import type { Projection } from './projection.ts';

interface Options {
  readonly log: EventStore;
  readonly store: ReadModelStore;
  readonly projections: readonly Projection[];
}

/** How projections stand by what their store says, for a process that does not run them: why one stands still it cannot tell. */
export async function storedProjectionStatus({
  log,
  store,
  projections,
}: Options): Promise<readonly ProjectionStatus[]> {
  const standing = await Promise.all(projections.map((projection) => stored(projection, store)));
  // Afterwards: what was read meanwhile lies past the end of before.
  const end = { logId: await log.logId(), head: await log.head() };
  return Promise.all(standing.map((one) => statusOf(one, store, end)));
}

interface Stored {
  readonly projection: Projection;
  readonly build: BuildId | undefined;
  readonly checkpoint: Checkpoint | undefined;
}

async function stored(projection: Projection, store: ReadModelStore): Promise<Stored> {
  const build = await store.pointer(projection.name, projection.version);
  return { projection, build, checkpoint: build === undefined ? undefined : await store.checkpoint(build) };
}

async function statusOf(
  { projection: { name, version }, build, checkpoint }: Stored,
  store: ReadModelStore,
  { logId, head }: { logId: string; head: Position },
): Promise<ProjectionStatus> {
  const known = { projection: name, version, build, head };
  if (build === undefined || !checkpoint) return { ...known, state: 'building', position: START, parked: 0 };
  const { position, incompleteSince } = checkpoint;
  const isOfThisLog = checkpoint.logId === logId && !isAfter(position, head);
  return {
    ...known,
    ...(isOfThisLog ? { state: 'live' } : { state: 'building', error: 'what is there was built from another log' }),
    position,
    parked: (await store.parked(build)).length,
    ...(incompleteSince === undefined ? {} : { incompleteSince }),
  };
}
