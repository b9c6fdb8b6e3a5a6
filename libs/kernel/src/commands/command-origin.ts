import type { Actor } from '../events/envelope.ts';
import type { IdempotencyRecord } from '../ports/event-store.ts';

/** Who gives a command, and why: what every event of it carries. */
export interface CommandOrigin {
  readonly commandId: string;
  readonly actor: Actor;
  /** Groups everything that one request set off. */
  readonly correlationId: string;
  /** What led to the command: the event before it, or the request. */
  readonly causationId: string;
  readonly purpose?: string;
  /** Present when the client gave an Idempotency-Key. */
  readonly idempotency?: {
    readonly route: string;
    readonly body: RequestBody;
    /** The record that was found under the key when the request came: of an earlier attempt at it. */
    readonly standing?: IdempotencyRecord;
  };
}

/** What a request said, as far as its Idempotency-Key is concerned: enough to know it again, and no word of it. */
export interface RequestBody {
  /**
   * The hash that is kept of it, made when the record is: what it says of persons is hashed under keys of their own, and
   * a person may be new.
   * @param subjects whom the events are about that the record goes with
   * @throws DomainError when a person's key was destroyed meanwhile
   */
  hash(subjects: readonly string[]): Promise<string>;
  /** Whether a kept hash is that of the same body, as far as there are keys to tell by. */
  matches(bodyHash: string): Promise<boolean>;
}
