import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { actInFuture, defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import type { LocalDate } from '#vocabulary';
import { valueOn } from '../domain/dated-value.ts';
import { changeInFuture } from '../domain/legal-day.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { placementOf } from '../domain/unit-tree/placement-claim.ts';
import { placementRefusals, requirePlacement } from '../domain/unit-tree/placement.ts';
import { IsUnitCode } from './is-unit-code.ts';
import { actOf, CENTRE, OnTerritorialUnit, unitCode, WITH_TREE } from './on-territorial-unit.ts';

/** Puts a unit under another one. */
export class ReassignTerritorialUnit extends OnTerritorialUnit {
  /** Code of the unit above. */
  @IsUnitCode()
  readonly parent!: string;

  /** First day under it, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

const parentUnchanged = defineRefusal(
  'TERRITORIAL_UNIT_PARENT_UNCHANGED',
  'On {effectiveDate} the unit stands under {parent} already: nothing is left to do.',
  'already-so',
);

/** Also of a unit that was closed since, for a day on which it was there. */
export const reassignTerritorialUnit = defineCommandOn(territorialUnit)({
  input: ReassignTerritorialUnit,
  summary: 'Puts a unit under another one from a day on.',
  id: unitCode,
  by: CENTRE,
  in: ['ESTABLISHED', 'CLOSED'],
  needs: WITH_TREE,
  claims: (reassignment, _unit, { today }) => [placementOf(changeFor(reassignment, today))],
  refuses: [parentUnchanged, changeInFuture, actInFuture, ...placementRefusals],
  decide: (reassignment, { parents }, { today, commandId, tree }) => {
    const { code, parent, effectiveDate = today } = reassignment;
    if (effectiveDate > today) throw changeInFuture({ on: effectiveDate, today });
    const previousParent = valueOn(parents, effectiveDate);
    if (previousParent === parent) throw parentUnchanged({ parent, effectiveDate });
    requirePlacement(tree, changeFor(reassignment, today), commandId);
    const previous = previousParent === undefined ? {} : { previousParent };
    const data = { code, parent, ...previous, effectiveDate, ...actOf(reassignment, today) };
    return [onItsDay({ type: 'TerritorialUnitReassigned', data }, effectiveDate)];
  },
});

function changeFor({ code: unit, parent, effectiveDate }: ReassignTerritorialUnit, today: LocalDate): TreeChange {
  return { unit, parent, from: effectiveDate ?? today };
}
