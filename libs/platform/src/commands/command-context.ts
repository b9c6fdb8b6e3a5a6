import type { CommandOrigin, SeenRevision } from '#kernel/domain';
import type { CommandEnvelope, Principal } from '#use-cases';

/** What a request says of the command it carries, apart from the command's own data. */
export class CommandContext {
  constructor(
    readonly principal: Principal,
    readonly origin: CommandOrigin,
    /** From If-Match: what the client says of the revision it has seen. */
    readonly ifRevision?: SeenRevision,
  ) {}

  /** Puts the data of a command under way. */
  envelope<T>(data: T): CommandEnvelope<T> {
    const { principal, origin, ifRevision } = this;
    return ifRevision === undefined ? { data, origin, principal } : { data, origin, principal, ifRevision };
  }
}
