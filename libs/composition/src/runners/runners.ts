import type { Deliverer, Numbering } from '#integration';
import type { ProcessRunner } from '#kernel/execution';
import type { Hosted } from './hosted.ts';
import type { ProjectionsAtWork } from './projections-at-work.ts';

/** Injection token of the {@link Runners}. */
export const RUNNERS = Symbol('Runners');

/** What works behind the answers: here, or in another process. */
export interface Runners {
  readonly projections: Hosted<ProjectionsAtWork>;
  readonly processes: Hosted<ProcessRunner>;
  /** What numbers the events of subscriptions. */
  readonly books: Hosted<Numbering>;
  /** What sends webhooks. */
  readonly deliveries: Hosted<Deliverer>;
}
