import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { actInFuture, defineCommandOn, IsOneOf, IsRealDate, onItsDay } from '#use-cases';
import { LATEST, lifeOnce } from '#use-cases/dated';
import type { LocalDate } from '#vocabulary';
import { valueOn } from '../domain/dated-value.ts';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import { changeInFuture } from '../domain/legal-day.ts';
import { ownTerritoryRefusal, requireOwnTerritory } from '../domain/own-territory.ts';
import { reliedOnRefusals, requireReliedOn } from '../domain/relied-on.ts';
import { territorialUnit, unitLife, type TerritorialUnit } from '../domain/territorial-unit.ts';
import { kindChangeOf, kindChangeRefusals } from '../domain/unit-dependants/dependence-claims.ts';
import { UNIT_KIND_NAMES, type UnitKind } from '../domain/unit-kinds.ts';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { placementOf } from '../domain/unit-tree/placement-claim.ts';
import { placementRefusals, requirePlacement } from '../domain/unit-tree/placement.ts';
import { IsUnitCode } from './is-unit-code.ts';
import { actOf, CENTRE, OnTerritorialUnit, unitCode, WITH_RELIANCE, WITH_TREE } from './on-territorial-unit.ts';

/** Makes a unit one of another kind. */
export class ReclassifyTerritorialUnit extends OnTerritorialUnit {
  @IsOneOf(UNIT_KIND_NAMES, 'UnitKind')
  readonly kind!: UnitKind;

  /** Code of the unit above from that day on; as before when absent. */
  @IsOptional()
  @IsUnitCode()
  readonly parent?: string;

  /** First day under this kind, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

const kindUnchanged = defineRefusal(
  'TERRITORIAL_UNIT_KIND_UNCHANGED',
  'On {effectiveDate} the unit is a {kind} already: reassign it, where it is to stand under another unit.',
  'already-so',
);

/** Also of a unit that was closed since, for a day on which it was there. */
export const reclassifyTerritorialUnit = defineCommandOn(territorialUnit)({
  input: ReclassifyTerritorialUnit,
  summary: 'Makes a unit one of another kind from a day on, and may put it under another one with that.',
  id: unitCode,
  by: CENTRE,
  in: ['ESTABLISHED', 'CLOSED'],
  needs: { ...WITH_TREE, ...WITH_RELIANCE },
  claims: (reclassification, { code }, { today }) => [
    placementOf(changeFor(reclassification, today)),
    kindChangeOf(code),
  ],
  refuses: [
    kindUnchanged,
    ownTerritoryRefusal,
    changeInFuture,
    actInFuture,
    reliedOnRefusals,
    ...placementRefusals,
    ...kindChangeRefusals,
  ],
  decide: (reclassification, unit, { today, now, commandId, tree, dependants, kindsNeeded }) => {
    const { kinds, parents, region, province } = unit;
    const { code, kind, parent, effectiveDate = today } = reclassification;
    if (effectiveDate > today) throw changeInFuture({ on: effectiveDate, today });
    const previousKind = valueOn(kinds, effectiveDate);
    if (previousKind === kind) throw kindUnchanged({ kind, effectiveDate });
    requireOwnTerritory({ kind, region, province });
    requirePlacement(tree, changeFor(reclassification, today), commandId);
    const act = actOf(reclassification, today);
    // The tree has the unit on that day, or has refused the change.
    const classed = { code, kind, previousKind: previousKind ?? kind, effectiveDate, ...act };
    const events: TerritorialUnitEvent[] = [
      onItsDay({ type: 'TerritorialUnitReclassified', data: classed }, effectiveDate),
    ];
    const previousParent = valueOn(parents, effectiveDate);
    if (parent !== undefined && parent !== previousParent) {
      const previous = previousParent === undefined ? {} : { previousParent };
      const assigned = { code, parent, ...previous, effectiveDate, ...act };
      events.push(onItsDay({ type: 'TerritorialUnitReassigned', data: assigned }, effectiveDate));
    }
    const after = unitLife.judgedOn(lifeOnce(unitLife, unit.life, now, ...events), LATEST) as TerritorialUnit;
    requireReliedOn(dependants, { before: unit, after }, kindsNeeded);
    return events;
  },
});

function changeFor(
  { code: unit, kind, parent, effectiveDate }: ReclassifyTerritorialUnit,
  today: LocalDate,
): TreeChange {
  return { unit, kind, from: effectiveDate ?? today, ...(parent === undefined ? {} : { parent }) };
}
