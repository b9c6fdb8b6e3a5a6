import type { CommandOrigin } from '#kernel/domain';
import type { AnyPrincipal } from '../access/principal.ts';

/** A command on its way to its handler: what is wanted, by whom, and under which id. */
export interface CommandEnvelope<T> {
  readonly data: T;
  readonly origin: CommandOrigin;
  readonly principal: AnyPrincipal;
  /** Revision of the aggregate that the client has seen (If-Match). */
  readonly ifRevision?: number;
}
