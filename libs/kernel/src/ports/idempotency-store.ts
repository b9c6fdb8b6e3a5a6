import type { IdempotencyRecord } from './event-store.ts';

/**
 * Idempotency records beside a log that cannot write them with its events: they are made before the append and never
 * withdrawn, only forgotten long after. Conformance suite: `test/conformance/idempotency-store.ts`.
 */
export interface IdempotencyStore {
  /**
   * Makes a record, durably, before it returns, unless there is one of the same command id.
   * @returns the record that stands
   */
  make(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  /** The record made under this command id, if any. */
  find(commandId: string): Promise<IdempotencyRecord | undefined>;
  /**
   * Forgets records made before a time, in small steps. Those of versions that noted no time count from the upgrade, or
   * from the first call. Whoever repeats a request of then is taken for somebody who asks for the first time, unless the
   * stream itself knows the command.
   * @param before milliseconds since the epoch
   * @returns how many were forgotten
   */
  forget(before: number): Promise<number>;
  close(): Promise<void>;
}
