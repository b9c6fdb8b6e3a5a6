import { isDeepStrictEqual } from 'node:util';
import { CLAIM_PATIENCE_MS, commandAbandoned, toTimestamp, type Absent, type Claim } from '#kernel/domain';
import type { TreeChange, UnitTreeEvent } from './events.ts';
import { requirePlacement } from './placement.ts';
import { changeOf, treeOf, UNIT_TREE_ID, unitTree, type UnitTree } from './unit-tree.ts';

/**
 * The claim by which a command changes the tree before its unit says so: two changes that fit one by one and not together
 * meet at one revision of the tree.
 * @throws DomainError when claimed: what {@link requirePlacement} refuses
 */
export function placementOf(change: TreeChange): Claim<UnitTree | Absent, UnitTreeEvent> {
  return {
    on: unitTree,
    id: UNIT_TREE_ID,
    what: change,
    claim: (state, { commandId, target, now }) => {
      const tree = treeOf(state);
      const held = changeOf(tree, commandId);
      if (held) {
        if (isDeepStrictEqual(held, change)) return [];
        throw commandAbandoned({ commandId });
      }
      requirePlacement(tree, change, commandId);
      const until = toTimestamp(now + CLAIM_PATIENCE_MS);
      return [{ type: 'UnitTreeChangeClaimed', data: { change, forCommandId: commandId, target, until } }];
    },
    stands: (state, { commandId }) => isDeepStrictEqual(changeOf(treeOf(state), commandId), change),
    release: (state, { commandId }) => treeRelease(treeOf(state), commandId),
  };
}

/** The events that give a change of the tree up; none when the command holds none there. */
export function treeRelease(tree: UnitTree, commandId: string): UnitTreeEvent[] {
  if (!changeOf(tree, commandId)) return [];
  return [{ type: 'UnitTreeChangeReleased', data: { forCommandId: commandId } }];
}
