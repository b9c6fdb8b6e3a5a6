import type { Absent } from '#kernel/domain';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { treeOf, unitTree, type UnitTree } from '../domain/unit-tree/unit-tree.ts';

/**
 * A tree as specifications give it to decisions, complete and with nothing in the air.
 * @param changes in the order in which they were recorded
 */
export function treeWith(...changes: readonly TreeChange[]): UnitTree {
  const entered = changes.reduce<UnitTree | Absent>(
    (tree, change, index) =>
      unitTree.evolve(tree, { type: 'UnitEnteredInTree', data: { change, forCommandId: `earlier-${index}` } }),
    { status: 'ABSENT' },
  );
  return treeOf(unitTree.evolve(entered, { type: 'UnitTreeCompleted', data: {} }));
}

/** A unit that is there since a day, or since ever. */
export function there(
  unit: string,
  kind: NonNullable<TreeChange['kind']>,
  { parent, region, from }: Pick<TreeChange, 'parent' | 'region' | 'from'> = {},
): TreeChange {
  return {
    ...{ unit, kind, makes: 'NEW' },
    ...(parent === undefined ? {} : { parent }),
    ...(region === undefined ? {} : { region }),
    ...(from === undefined ? {} : { from }),
  };
}
