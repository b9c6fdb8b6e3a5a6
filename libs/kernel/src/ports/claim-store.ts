import type { IdempotencyClaim } from './event-store.ts';

/**
 * Idempotency claims beside a log that cannot write them with its events: they are made before the append and never
 * withdrawn. Conformance suite: `test/conformance/claim-store.ts`.
 */
export interface ClaimStore {
  /**
   * Makes a claim, durably, before it returns, unless there is one of the same command id.
   * @returns the claim that stands, and whether this call has made it
   */
  make(claim: IdempotencyClaim): Promise<{ readonly claim: IdempotencyClaim; readonly made: boolean }>;
  /** The claim made under this command id, if any. */
  find(commandId: string): Promise<IdempotencyClaim | undefined>;
  close(): Promise<void>;
}
