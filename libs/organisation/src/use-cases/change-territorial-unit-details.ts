import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { actInFuture, defineCommandOn, IsCadastralCode, IsRealDate, IsText, onItsDay } from '#use-cases';
import { LATEST, lifeOnce } from '#use-cases/dated';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import { changeInFuture } from '../domain/legal-day.ts';
import { territorialUnit, unitLife, type TerritorialUnit } from '../domain/territorial-unit.ts';
import { italy, placeRefusals, requirePlace } from '../domain/territory.ts';
import { unitOn } from '../domain/unit-on.ts';
import { actOf, CENTRE, OnTerritorialUnit, unitCode } from './on-territorial-unit.ts';

/** Notes that a unit is called otherwise, has moved, or has another AOO or mailbox, from a day on. */
export class ChangeTerritorialUnitDetails extends OnTerritorialUnit {
  @IsOptional()
  @IsText(200)
  readonly name?: string;

  /** Codice catastale of the municipality of its seat, in its province. */
  @IsOptional()
  @IsCadastralCode()
  readonly municipality?: string;

  /** Area Organizzativa Omogenea. */
  @IsOptional()
  @IsText(100)
  readonly aooCode?: string;

  /** Certified mailbox. */
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  readonly pec?: string;

  /** First day, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly effectiveDate?: string;
}

const refuse = defineRefusals({
  TERRITORIAL_UNIT_DETAILS_UNCHANGED: [
    'On {effectiveDate} name, seat, AOO and mailbox of the unit are these already: nothing is left to do.',
    'already-so',
  ],
  TERRITORIAL_UNIT_NOT_THEN: 'On {effectiveDate} the unit was not there: choose a day on which it was.',
});

/** What really changed; what was wrong is rectified. Also of a unit that was closed since, for a day on which it was there (T1). */
export const changeTerritorialUnitDetails = defineCommandOn(territorialUnit)({
  input: ChangeTerritorialUnitDetails,
  summary: 'Changes name, seat, AOO code or certified mailbox of a unit from a day on.',
  id: unitCode,
  by: CENTRE,
  in: ['ESTABLISHED', 'CLOSED'],
  refuses: [refuse, changeInFuture, actInFuture, ...placeRefusals],
  decide: (change, unit, { today, now }) => {
    const { code, name, municipality, aooCode, pec, effectiveDate = today } = change;
    if (effectiveDate > today) throw changeInFuture({ on: effectiveDate, today });
    if (!unitOn(unit, effectiveDate)) throw refuse.TERRITORIAL_UNIT_NOT_THEN({ effectiveDate });
    const then = unitLife.judgedOn(unit.life, effectiveDate) as TerritorialUnit;
    const wanted = Object.entries({ name, municipality, aooCode, pec }).filter(
      ([field, value]) => value !== undefined && value !== then[field as 'name'],
    );
    if (wanted.length === 0) throw refuse.TERRITORIAL_UNIT_DETAILS_UNCHANGED({ effectiveDate });
    const { region, province } = unit;
    if (municipality !== undefined) requirePlace(italy, { region, province, municipality }, effectiveDate);
    const data = { code, ...Object.fromEntries(wanted), effectiveDate, ...actOf(change, today) };
    const bare = onItsDay({ type: 'TerritorialUnitDetailsChanged', data }, effectiveDate) as TerritorialUnitEvent;
    const after = unitLife.judgedOn(lifeOnce(unitLife, unit.life, now, bare), LATEST) as TerritorialUnit;
    return [{ ...bare, data: { ...bare.data, standing: detailsOf(after) } } as TerritorialUnitEvent];
  },
});

function detailsOf({ name, aooCode, pec, municipality }: TerritorialUnit) {
  return { name, aooCode, pec, ...(municipality === undefined ? {} : { municipality }) };
}
