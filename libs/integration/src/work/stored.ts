import type { ProcessInstance } from '#kernel/ports';

/**
 * What is kept under a key, as a `WorkStore` keeps it; forgotten where the state is undefined. Always under one position: what
 * was written before a crash is written over by what is found again, also where less was read at once. Who may write is decided
 * by the epoch alone.
 */
export function stored(key: string, state: unknown): ProcessInstance {
  return { key, position: '0', state, unsent: [], deadlines: [] };
}
