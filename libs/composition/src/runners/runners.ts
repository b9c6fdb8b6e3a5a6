import type { ProcessRunner, ProjectionRunner } from '#kernel/execution';
import type { Hosted } from './hosted.ts';

/** Injection token of the {@link Runners}. */
export const RUNNERS = Symbol('Runners');

/** What works behind the answers: here, or in another process. */
export interface Runners {
  readonly projections: Hosted<ProjectionRunner>;
  readonly processes: Hosted<ProcessRunner>;
}
