import { defineProjection, when, type Projection } from '#kernel/domain';
import type { DatedKind } from '#use-cases';

/** How often the network has changed: what was worked out of it holds until this does. */
export interface NetworkChanges {
  readonly changes: number;
}

/** Key of the one document. */
export const NETWORK = 'network';

/**
 * The number of events of seats and points so far. The log grows all day; the network changes now and then.
 * @param kinds of things whose events count
 */
export function networkChangesOf(kinds: readonly DatedKind[]): Projection<NetworkChanges> {
  return defineProjection<NetworkChanges>({
    name: 'network-changes',
    version: 1,
    // One document, read by its key.
    indexes: [],
    keys: () => [NETWORK],
    on: [
      when(
        kinds.flatMap(({ events }) => events),
        (document) => ({ changes: (document?.changes ?? 0) + 1 }),
      ),
    ],
  });
}
