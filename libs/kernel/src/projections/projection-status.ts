import { misplacement } from '../hearing.ts';
import type { BuildId, Checkpoint } from '../ports/read-model-store.ts';
import { START, type Position } from '../position.ts';
import type { LiveBuild } from './live-build.ts';
import type { Projection } from './projection.ts';

/** How one projection stands, for operators. */
export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  /** `building` for as long as nothing answers, whether or not it is still being built. */
  readonly state: 'building' | 'live' | 'stopped';
  readonly build: BuildId | undefined;
  readonly position: Position;
  readonly head: Position;
  readonly parked: number;
  readonly incompleteSince?: Position;
  /** Why nothing goes on. */
  readonly error?: string;
}

/** What a runner knows of a projection at one moment. */
export interface ProjectionStanding {
  readonly projection: Projection;
  /** The build that answers, if there is one. */
  readonly build: BuildId | undefined;
  readonly checkpoint: Checkpoint | undefined;
  readonly parked: number;
}

/** @param live the build that answers, if there is one */
export function standingOf(projection: Projection, live: LiveBuild | undefined): ProjectionStanding {
  return { projection, build: live?.build, checkpoint: live?.checkpoint, parked: live?.parked.size ?? 0 };
}

/** What a runner knows of the log, and of itself. */
interface Surroundings {
  /** Looked up after the checkpoint: an older one may lie before it. */
  readonly head: Position;
  /** Position of an event that was passed over unread. */
  readonly missed: Position | undefined;
  /** Why the runner cannot go on. */
  readonly error: string | undefined;
}

/** How a projection stands by what its runner knows. One that cannot be right about its place counts as stopped. */
export function statusOf(
  { projection: { name, version }, build, checkpoint, parked }: ProjectionStanding,
  { head, missed, error: failure }: Surroundings,
): ProjectionStatus {
  const position = checkpoint?.position ?? START;
  const error = failure ?? (checkpoint && misplacement({ position, head, missed }));
  const incomplete = checkpoint?.incompleteSince;
  return {
    projection: name,
    version,
    state: build === undefined ? 'building' : error === undefined ? 'live' : 'stopped',
    build,
    position,
    head,
    parked,
    ...(incomplete === undefined ? {} : { incompleteSince: incomplete }),
    ...(error === undefined ? {} : { error }),
  };
}
