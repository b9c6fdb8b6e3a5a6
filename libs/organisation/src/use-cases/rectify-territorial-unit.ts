import { IsOptional } from 'class-validator';
import type { Claim } from '#kernel/domain';
import {
  defineCommandOn,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
} from '#use-cases';
import type { Rectified } from '#use-cases/dated';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import { ownTerritoryRefusal, requireOwnTerritory } from '../domain/own-territory.ts';
import { requireSeats } from '../domain/rectified-seat.ts';
import { rectifiedUnit } from '../domain/rectification.ts';
import { reliedOnRefusals, requireReliedOn } from '../domain/relied-on.ts';
import { territorialUnit, UNIT_STATES, type LivedUnit, type TerritorialUnit } from '../domain/territorial-unit.ts';
import { placeRefusals } from '../domain/territory.ts';
import {
  closingOf,
  closingRefusals,
  kindChangeOf,
  kindChangeRefusals,
  reopeningOf,
} from '../domain/unit-dependants/dependence-claims.ts';
import { placementOf } from '../domain/unit-tree/placement-claim.ts';
import { placementRefusals, requirePlacement } from '../domain/unit-tree/placement.ts';
import { rectifiedPlacement } from '../domain/unit-tree/rectified-placement.ts';
import { NamesUnit } from './is-unit-code.ts';
import { CENTRE, unitCode, WITH_RELIANCE, WITH_TREE } from './on-territorial-unit.ts';
import { RectifiedUnitFieldsInput } from './rectified-unit-fields.ts';

/** Corrects a date, the kind, the unit above or a code of an event, or says that the event never was. */
export class RectifyTerritorialUnit extends RectificationInput {
  /** Code of the unit. */
  @NamesUnit()
  readonly code!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedUnitFieldsInput)
  readonly changes?: RectifiedUnitFieldsInput;
}

type Step = Rectified<TerritorialUnit, TerritorialUnitEvent>;

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). The unit then fits into the tree on every day, and what others have relied on of it stays so.
 */
export const rectifyTerritorialUnit = defineCommandOn(territorialUnit)({
  input: RectifyTerritorialUnit,
  summary: 'Rectifies an event of a unit by an act, or annuls it.',
  id: unitCode,
  by: CENTRE,
  in: UNIT_STATES,
  needs: { ...WITH_TREE, ...WITH_RELIANCE },
  claims: (wanted, unit, at) => {
    const step = stepOf(wanted, unit, at);
    const placement = rectifiedPlacement(step.before, step.after);
    if (!placement) return [];
    // One claim for each stream: where the end moves, that is what others meet.
    const ends = endClaims(step);
    return [placementOf(placement), ...(ends.length > 0 ? ends : [kindChangeOf(unit.code)])];
  },
  refuses: [
    ...[rectificationUnclear, rectificationRefusals, otherFactsRefusals, ownTerritoryRefusal, reliedOnRefusals],
    ...[...placeRefusals, ...placementRefusals, ...closingRefusals, ...kindChangeRefusals],
  ],
  decide: (wanted, unit, { tree, dependants, kindsNeeded, commandId, ...at }) => {
    const step = stepOf(wanted, unit, at);
    const { before, after, events } = step;
    const { region, province } = after;
    for (const { value: kind } of after.kinds) requireOwnTerritory({ kind, region, province });
    requireSeats(step, at.today);
    const placement = rectifiedPlacement(before, after);
    if (placement) requirePlacement(tree, placement, commandId);
    requireReliedOn(dependants, step, kindsNeeded);
    return events;
  },
});

function stepOf(wanted: RectifyTerritorialUnit, { life }: LivedUnit, at: { now: number; today: string }): Step {
  return rectifiedUnit(rectificationIn(wanted), { life, now: at.now, today: at.today });
}

/** What is claimed of the end of a unit that is moved, or never was. */
function endClaims({ before, after }: Step): readonly Claim[] {
  const [was, is] = [before, after].map((unit) => ('closedOn' in unit ? unit.closedOn : undefined));
  if (was === is) return [];
  return [is === undefined ? reopeningOf(after.code) : closingOf(after.code, is, was)];
}
