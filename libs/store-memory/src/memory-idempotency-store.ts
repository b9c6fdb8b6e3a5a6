import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';

/** Idempotency records in memory, for specs only: nothing survives the process. */
export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly #records = new Map<string, IdempotencyRecord>();

  async make(record: IdempotencyRecord): Promise<{ record: IdempotencyRecord; made: boolean }> {
    const standing = this.#records.get(record.commandId);
    if (standing) return { record: standing, made: false };
    this.#records.set(record.commandId, record);
    return { record, made: true };
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#records.get(commandId);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
