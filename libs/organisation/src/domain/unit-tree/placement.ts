import { defineRefusal, defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import { ALWAYS } from '../dated-value.ts';
import { ruleOf } from '../unit-kinds.ts';
import type { TreeChange } from './events.ts';
import {
  childrenOn,
  daysOf,
  standingOn,
  unitsOf,
  withChange,
  type StandingUnit,
  type TreeUnits,
} from './standing-units.ts';
import type { UnitTree } from './unit-tree.ts';

export const parentNotFound = defineRefusal(
  'PARENT_NOT_FOUND',
  'There is no unit {parent}: establish it first, or correct the code.',
);
const refuse = defineRefusals({
  PARENT_REQUIRED:
    'A unit of kind {kind} stands under another unit: give the code of one of the kinds {allowedParents}.',
  PARENT_NOT_THERE: 'On {on} the unit {parent} is not there: choose one that is there from then on.',
  PARENT_KIND_NOT_ALLOWED:
    'A unit of kind {kind} does not stand under a {parentKind}: give the code of one of the kinds {allowedParents}.',
  PARENT_IN_ANOTHER_REGION:
    'The unit above lies in another region than this one, {region}: give a parent of the same region.',
  TERRITORIAL_UNIT_BELOW_ITSELF:
    'On {on} the unit would stand below itself, by way of {path}: choose a unit that is not below it.',
  CHILD_KIND_NOT_ALLOWED:
    'On {on} the unit {child} stands below it, and a {childKind} does not stand under a {kind}: reassign that one first.',
  TERRITORIAL_UNIT_NOT_THERE: 'On {on} the unit is not there: give a day on which it is.',
  TERRITORIAL_UNIT_HAS_UNITS_BELOW:
    'On {on} units stand below it ({total}), for example {units}: reassign or close them first.',
});
const refuseForNow = defineRefusals({
  UNIT_TREE_CHANGING: [
    'Another change of the structure is being carried out: give this one again in a moment.',
    'conflict',
    { retryAfter: 1 },
  ],
  UNIT_TREE_BEHIND: [
    'The tree of units is being made from the log: give the command again in a moment.',
    'conflict',
    { retryAfter: 2 },
  ],
});

/** Why a change of the tree is refused. */
export const placementRefusals = [parentNotFound, ...Object.values(refuse), ...Object.values(refuseForNow)];

/** Most units that a refusal names. */
const NAMED = 20;

/**
 * Refuses a change that does not fit into the tree: on no day may a unit stand under one that is not there, lies in
 * another region, is of a kind that may not be above it, or stands below it. Another change that is being carried out may
 * yet come to nothing, so nothing is built on it: one changes the structure at a time.
 * @param commandId of the command that wants the change; what it holds already is left out
 * @throws DomainError one of {@link placementRefusals}
 */
export function requirePlacement(tree: UnitTree, change: TreeChange, commandId: string): void {
  if (tree.pending !== undefined && tree.pending !== commandId) throw refuseForNow.UNIT_TREE_CHANGING();
  const isNew = change.makes === 'NEW';
  const units = unitsOf(tree, commandId);
  const unit = units.get(change.unit);
  if (isNew && unit) throw refuseForNow.UNIT_TREE_CHANGING();
  if (!tree.isComplete) {
    const knowsEnough = isNew && (change.parent === undefined || units.has(change.parent));
    // A first claim has the tree completed, and comes to nothing: what it says before that is not the whole.
    if (!knowsEnough && (isNew || tree.pending === commandId)) throw refuseForNow.UNIT_TREE_BEHIND();
    if (!knowsEnough) return;
  }
  const from = change.from ?? ALWAYS;
  // One that is rectified may have been there earlier than was known.
  if (!isNew && change.makes !== 'RECTIFIED' && !standingOn(unit, from))
    throw refuse.TERRITORIAL_UNIT_NOT_THERE({ on: from });
  const after = withChange(units, change);
  for (const on of daysToLookAt(after, change.unit, from)) requireFit(after, change.unit, on);
}

/** The day of a change, and all later ones on which something changes above or below its unit. */
function daysToLookAt(units: TreeUnits, code: string, from: LocalDate): readonly LocalDate[] {
  const near = new Set([code]);
  for (const above of near) for (const { value } of units.get(above)?.parents ?? []) near.add(value);
  for (const { code: below, parents } of units.values())
    if (parents.some(({ value }) => value === code)) near.add(below);
  const days = daysOf(...[...near].flatMap((one) => units.get(one) ?? []));
  return [from, ...days.filter((day) => day > from)];
}

function requireFit(units: TreeUnits, code: string, on: LocalDate): void {
  const unit = standingOn(units.get(code), on);
  const children = childrenOn(units, code, on);
  if (!unit) {
    if (children.length === 0) return;
    const named = children.map((child) => child.code).sort();
    throw refuse.TERRITORIAL_UNIT_HAS_UNITS_BELOW({ on, total: named.length, units: named.slice(0, NAMED) });
  }
  requireParent(units, unit, on);
  for (const { code: child, kind: childKind } of children) {
    if (!ruleOf(childKind).parents.includes(unit.kind)) {
      throw refuse.CHILD_KIND_NOT_ALLOWED({ on, child, childKind, kind: unit.kind });
    }
  }
}

function requireParent(units: TreeUnits, unit: StandingUnit, on: LocalDate): void {
  const { kind, region, parent: code } = unit;
  const { parents: allowedParents } = ruleOf(kind);
  if (code === undefined) {
    if (allowedParents.length > 0) throw refuse.PARENT_REQUIRED({ kind, allowedParents });
    return;
  }
  if (!units.has(code)) throw parentNotFound({ parent: code });
  const parent = standingOn(units.get(code), on);
  if (!parent) throw refuse.PARENT_NOT_THERE({ on, parent: code });
  // First, and without what it is: it lies where a regional directorate may not read.
  if (region !== undefined && parent.region !== undefined && parent.region !== region) {
    throw refuse.PARENT_IN_ANOTHER_REGION({ region });
  }
  refuseCycle(units, unit, on);
  if (!allowedParents.includes(parent.kind)) {
    throw refuse.PARENT_KIND_NOT_ALLOWED({ kind, parentKind: parent.kind, allowedParents });
  }
}

function refuseCycle(units: TreeUnits, unit: StandingUnit, on: LocalDate): void {
  const path: string[] = [];
  let above: StandingUnit | undefined = unit;
  while (above?.parent !== undefined && !path.includes(above.parent)) {
    path.push(above.parent);
    if (above.parent === unit.code) throw refuse.TERRITORIAL_UNIT_BELOW_ITSELF({ on, path });
    above = standingOn(units.get(above.parent), on);
  }
}
