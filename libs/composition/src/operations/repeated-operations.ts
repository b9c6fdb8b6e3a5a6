import { LRUCache } from 'lru-cache';
import type { CommandOrigin } from '#kernel/domain';
import { keyReused, refuseReusedKey } from '#kernel/execution';

interface Remembered {
  readonly route: string;
  readonly bodyHash: Promise<string>;
  readonly answer: Promise<unknown>;
}

/**
 * Answers of operations by their Idempotency-Key: a repeat joins the operation it repeats. They leave no event, so they
 * are remembered in this process only; after a restart a repeated retry runs once more, which changes nothing. Rebuilds do
 * not stand here: their jobs are what is remembered of them.
 */
export class RepeatedOperations {
  readonly #remembered = new LRUCache<string, Remembered>({ max: 200 });

  /**
   * Refuses a key that stands for one of these, for whoever remembers theirs elsewhere.
   * @throws SystemError IDEMPOTENCY_KEY_REUSED
   */
  refuseKnown({ commandId }: CommandOrigin): void {
    const known = this.#remembered.get(commandId);
    if (known) throw keyReused(known.route);
  }

  /**
   * Runs an operation, or gives the answer of the one that this key stands for. A failed one may be tried again.
   * @throws SystemError IDEMPOTENCY_KEY_REUSED
   */
  async once<T>(origin: CommandOrigin, operation: () => Promise<T>): Promise<T> {
    const { commandId, idempotency } = origin;
    if (!idempotency) return operation();
    const known = this.#remembered.get(commandId);
    if (known) {
      await refuseReusedKey(origin, { commandId, stream: '', route: known.route, bodyHash: await known.bodyHash });
      return known.answer as Promise<T>;
    }
    const answer = operation();
    const { route, body } = idempotency;
    // Nobody's event stands for it, and its body names no person.
    this.#remembered.set(commandId, { route, bodyHash: body.hash([]), answer });
    answer.catch(() => this.#remembered.delete(commandId));
    return answer;
  }
}
