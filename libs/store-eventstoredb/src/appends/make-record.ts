import { SystemError } from '#kernel/domain';
import type { IdempotencyStore, IdempotencyRecord } from '#kernel/ports';

/**
 * Makes the record that an append is for, before it. That the same was made before, here or by another process, keeps nobody
 * from the append: whoever comes second meets the revision of the first (ADR 47).
 * @throws SystemError IDEMPOTENCY_RECORD_EXISTS when it stands for another request
 */
export async function makeRecord(store: IdempotencyStore, record: IdempotencyRecord): Promise<void> {
  const standing = await store.make(record);
  if (isSame(standing, record)) return;
  throw new SystemError('IDEMPOTENCY_RECORD_EXISTS', `the command ${record.commandId} was given before`, {
    record: standing,
  });
}

function isSame(one: IdempotencyRecord, other: IdempotencyRecord): boolean {
  return one.route === other.route && one.bodyHash === other.bodyHash && one.stream === other.stream;
}
