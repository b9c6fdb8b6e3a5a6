import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';

/** Idempotency records in memory, for specs only: nothing survives the process. */
export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly #records = new Map<string, IdempotencyRecord>();
  readonly #madeAt = new Map<string, number>();

  async make(record: IdempotencyRecord): Promise<IdempotencyRecord> {
    const standing = this.#records.get(record.commandId);
    if (standing) return standing;
    this.#records.set(record.commandId, record);
    this.#madeAt.set(record.commandId, Date.now());
    return record;
  }

  async find(commandId: string): Promise<IdempotencyRecord | undefined> {
    return this.#records.get(commandId);
  }

  async forget(before: number): Promise<number> {
    const old = [...this.#madeAt].filter(([, madeAt]) => madeAt < before);
    for (const [commandId] of old) {
      this.#records.delete(commandId);
      this.#madeAt.delete(commandId);
    }
    return old.length;
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
