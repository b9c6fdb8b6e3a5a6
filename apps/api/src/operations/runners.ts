import type { ProcessRunner, ProjectionRunner } from '#kernel';

/** Injection token of the {@link Runners}. */
export const RUNNERS = Symbol('Runners');

/** What works behind the answers of this process. They are there once the application has started. */
export interface Runners {
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
}
