import { defineAggregate, type Absent } from '#kernel/domain';
import type { TreeChange, UnitTreeEvent } from './events.ts';

/** A change of the tree, and the command that carries it out. */
export interface HeldChange {
  readonly change: TreeChange;
  readonly commandId: string;
}

/** The whole hierarchy of the institute, day by day. Nobody changes what it holds: it may be handed out. */
export interface UnitTree {
  readonly status: 'KNOWN';
  /** Changes by the code of the unit, in the order in which they were recorded. */
  readonly changes: Readonly<Record<string, readonly HeldChange[]>>;
  /** Units of before the tree stand in it as well. */
  readonly isComplete: boolean;
  /** The change of a unit that is there already, which is being carried out: there is one at most. */
  readonly pending?: string;
}

const EMPTY: UnitTree = { status: 'KNOWN', changes: {}, isComplete: false };

/** The one tree. */
export const UNIT_TREE_ID = 'inps';

/** The tree of all units, in one stream: two changes of the structure always meet at one revision of it. */
export const unitTree = defineAggregate<UnitTree, UnitTreeEvent>({
  category: 'UnitTree',
  called: 'the tree of units',
  codes: {
    notFound: 'UNIT_TREE_NOT_FOUND',
    alreadyExists: 'UNIT_TREE_ALREADY_THERE',
    stateForbids: 'UNIT_TREE_STATE_FORBIDS',
  },
  moves: false,
  evolve: (state, event) => evolve(treeOf(state), event),
  scopeOf: () => ({}),
});

/** The tree, empty before the first unit. */
export function treeOf(state: UnitTree | Absent): UnitTree {
  return state.status === 'ABSENT' ? EMPTY : state;
}

/** The change that a command holds in the tree, if it holds one. */
export function changeOf(tree: UnitTree, commandId: string): TreeChange | undefined {
  for (const held of Object.values(tree.changes)) {
    const own = held.find((one) => one.commandId === commandId);
    if (own) return own.change;
  }
  return undefined;
}

function evolve(tree: UnitTree, event: UnitTreeEvent): UnitTree {
  switch (event.type) {
    case 'UnitEnteredInTree':
      return entered(tree, event.data.change, event.data.forCommandId);
    case 'UnitTreeChangeClaimed': {
      const { change, forCommandId } = event.data;
      const after = entered(tree, change, forCommandId);
      return change.makes === 'NEW' ? after : { ...after, pending: forCommandId };
    }
    case 'UnitTreeChangeConfirmed':
      return settled(tree, event.data.forCommandId);
    case 'UnitTreeChangeReleased':
      return settled(without(tree, event.data.forCommandId), event.data.forCommandId);
    case 'UnitTreeCompleted':
      return { ...tree, isComplete: true };
  }
}

function entered(tree: UnitTree, change: TreeChange, commandId: string): UnitTree {
  const held = tree.changes[change.unit] ?? [];
  return { ...tree, changes: { ...tree.changes, [change.unit]: [...held, { change, commandId }] } };
}

function without(tree: UnitTree, commandId: string): UnitTree {
  const unit = changeOf(tree, commandId)?.unit;
  if (unit === undefined) return tree;
  const { [unit]: held = [], ...others } = tree.changes;
  const left = held.filter((one) => one.commandId !== commandId);
  return { ...tree, changes: left.length === 0 ? others : { ...others, [unit]: left } };
}

function settled({ pending, ...tree }: UnitTree, commandId: string): UnitTree {
  return pending === undefined || pending === commandId ? tree : { ...tree, pending };
}
