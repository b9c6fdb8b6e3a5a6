import type { Clock } from '#kernel/domain';
import type { ProjectionReader } from '#kernel/execution';

/** What a preparation is given. */
interface PreparationParts {
  readonly reader: ProjectionReader;
  readonly clock: Clock;
  /** Aborted when the process ends: what is under way then stops soon. */
  readonly signal: AbortSignal;
}

/**
 * Makes ready what answers rest on, so that the first who asks does not wait for it. It goes on behind the answers, a few
 * milliseconds at a time, and nothing is lost when it does not come to its end.
 */
export type Preparation = (parts: PreparationParts) => Promise<void>;
