import { IsOptional } from 'class-validator';
import { addDays } from '#italy';
import { actInFuture, defineCommandOn, IsRealDate, IsText, onItsDay } from '#use-cases';
import type { LocalDate } from '#vocabulary';
import { valueOn } from '../domain/dated-value.ts';
import { changeInFuture } from '../domain/legal-day.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { closingOf, closingRefusals, requireUnneeded } from '../domain/unit-dependants/dependence-claims.ts';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { placementOf } from '../domain/unit-tree/placement-claim.ts';
import { placementRefusals, requirePlacement } from '../domain/unit-tree/placement.ts';
import { actOf, CENTRE, OnTerritorialUnit, unitCode, WITH_DEPENDANTS, WITH_TREE } from './on-territorial-unit.ts';

/** Closes a unit on which nothing depends. */
export class CloseTerritorialUnit extends OnTerritorialUnit {
  /** First day on which it is there no longer, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly closedOn?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const closeTerritorialUnit = defineCommandOn(territorialUnit)({
  input: CloseTerritorialUnit,
  summary: 'Closes a unit on which nothing depends; its code is never given again.',
  id: unitCode,
  by: CENTRE,
  in: ['ESTABLISHED'],
  needs: { ...WITH_TREE, ...WITH_DEPENDANTS },
  claims: (closing, _unit, { today }) => [
    placementOf(changeFor(closing, today)),
    closingOf(closing.code, closing.closedOn ?? today),
  ],
  refuses: [changeInFuture, actInFuture, ...placementRefusals, ...closingRefusals],
  decide: (closing, { code, kind: thought, kinds }, { today, commandId, tree, dependants }) => {
    const { closedOn = today, reason } = closing;
    if (closedOn > today) throw changeInFuture({ on: closedOn, today });
    requirePlacement(tree, changeFor(closing, today), commandId);
    requireUnneeded(dependants, closedOn);
    const kind = valueOn(kinds, addDays(closedOn, -1)) ?? thought;
    return [
      onItsDay(
        { type: 'TerritorialUnitClosed', data: { code, kind, closedOn, reason, ...actOf(closing, today) } },
        closedOn,
      ),
    ];
  },
});

function changeFor({ code: unit, closedOn }: CloseTerritorialUnit, today: LocalDate): TreeChange {
  return { unit, makes: 'CLOSED', from: closedOn ?? today };
}
