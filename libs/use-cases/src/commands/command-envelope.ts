import type { CommandOrigin, SeenRevision } from '#kernel/domain';
import type { AnyPrincipal } from '../access/principal.ts';

/** A command on its way to its handler: what is wanted, by whom, and under which id. */
export interface CommandEnvelope<T> {
  readonly data: T;
  readonly origin: CommandOrigin;
  readonly principal: AnyPrincipal;
  /** What the client says of the revision of the aggregate that it has seen (If-Match). */
  readonly ifRevision?: SeenRevision;
}
