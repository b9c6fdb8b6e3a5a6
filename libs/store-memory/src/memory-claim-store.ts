import type { ClaimStore, IdempotencyClaim } from '#kernel';

/** Claims in memory, for specs only: nothing survives the process. */
export class MemoryClaimStore implements ClaimStore {
  readonly #claims = new Map<string, IdempotencyClaim>();

  async make(claim: IdempotencyClaim): Promise<{ claim: IdempotencyClaim; made: boolean }> {
    const standing = this.#claims.get(claim.commandId);
    if (standing) return { claim: standing, made: false };
    this.#claims.set(claim.commandId, claim);
    return { claim, made: true };
  }

  async find(commandId: string): Promise<IdempotencyClaim | undefined> {
    return this.#claims.get(commandId);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
