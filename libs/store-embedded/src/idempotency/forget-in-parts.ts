import type { StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database.ts';

/** Most records that are forgotten in one transaction, which others wait for. */
export const FORGOTTEN_AT_ONCE = 500;

/**
 * Forgets records in parts, and lets others write between two.
 * @param forgetSome deletes at most {@link FORGOTTEN_AT_ONCE} that were made before its one parameter, milliseconds since
 *   the epoch
 * @param check before each part; what it throws ends it
 * @returns how many were forgotten
 */
export async function forgetInParts(
  database: Database,
  forgetSome: StatementSync,
  before: number,
  check?: () => void,
): Promise<number> {
  for (let all = 0; ;) {
    check?.();
    const some = Number(database.transaction(() => forgetSome.run(before).changes));
    all += some;
    if (some < FORGOTTEN_AT_ONCE) return all;
    await nextTurn();
  }
}
