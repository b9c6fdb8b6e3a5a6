import type { BuildId } from '../ports/read-model-store.ts';
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

/**
 * How a projection stands by what its runner knows.
 * @param live the build that answers, if there is one
 * @param error why the runner cannot go on
 */
export function statusOf(
  { name, version }: Projection,
  live: LiveBuild | undefined,
  head: Position,
  error: Error | undefined,
): ProjectionStatus {
  const incomplete = live?.checkpoint.incompleteSince;
  return {
    projection: name,
    version,
    state: live ? (error ? 'stopped' : 'live') : 'building',
    build: live?.build,
    position: live?.checkpoint.position ?? START,
    head,
    parked: live?.parked.size ?? 0,
    ...(incomplete === undefined ? {} : { incompleteSince: incomplete }),
    ...(error ? { error: error.message } : {}),
  };
}
