import type { Actor } from '../events/envelope.ts';

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
  readonly idempotency?: { readonly route: string; readonly bodyHash: string };
}
