import { IsNotEmpty, IsString } from 'class-validator';
import { defineCommandOn } from '#use-cases';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { treeRelease } from '../domain/unit-tree/placement-claim.ts';
import { treeOf, UNIT_TREE_ID, unitTree } from '../domain/unit-tree/unit-tree.ts';

const ALWAYS = ['ABSENT', 'KNOWN'] as const;
const NO_PERSON: never[] = [];

/** Names a command that changes the tree. */
abstract class ForCommand {
  @IsString()
  @IsNotEmpty()
  readonly forCommandId!: string;
}

/** Enters a unit of before the tree. */
export class EnterUnitInTree extends ForCommand {
  @IsNotEmpty()
  readonly change!: TreeChange;
}

/** A unit whose establishment claimed its place stands there already. */
export const enterUnitInTree = defineCommandOn(unitTree)({
  input: EnterUnitInTree,
  summary: 'Enters a unit that was established before there was a tree of units.',
  id: () => UNIT_TREE_ID,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ change, forCommandId }, state) =>
    treeOf(state).changes[change.unit] ? [] : [{ type: 'UnitEnteredInTree', data: { change, forCommandId } }],
});

/** Confirms a change that stands in the log of its unit. */
export class ConfirmUnitTreeChange extends ForCommand {}

export const confirmUnitTreeChange = defineCommandOn(unitTree)({
  input: ConfirmUnitTreeChange,
  summary: 'Confirms a change of the tree that stands in the log of its unit, so that others may follow it.',
  id: () => UNIT_TREE_ID,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ forCommandId }, state) =>
    treeOf(state).pending === forCommandId ? [{ type: 'UnitTreeChangeConfirmed', data: { forCommandId } }] : [],
});

/** Gives a change up whose command was abandoned. */
export class ReleaseUnitTreeChange extends ForCommand {}

export const releaseUnitTreeChange = defineCommandOn(unitTree)({
  input: ReleaseUnitTreeChange,
  summary: 'Gives a change of the tree up whose command was abandoned.',
  id: () => UNIT_TREE_ID,
  by: NO_PERSON,
  in: ALWAYS,
  decide: ({ forCommandId }, state) => treeRelease(treeOf(state), forCommandId),
});

/** Says that all units of before stand in the tree. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- there is one tree, and nothing else to say
export class CompleteUnitTree {}

export const completeUnitTree = defineCommandOn(unitTree)({
  input: CompleteUnitTree,
  summary: 'Says that all units of before stand in the tree of units.',
  id: () => UNIT_TREE_ID,
  by: NO_PERSON,
  in: ALWAYS,
  decide: (_nothing, state) => (treeOf(state).isComplete ? [] : [{ type: 'UnitTreeCompleted', data: {} }]),
});
