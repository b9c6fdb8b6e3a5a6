import { IsOptional } from 'class-validator';
import { defineRefusals, type EventOf } from '#kernel/domain';
import { dependenceRefusals, IsUnitCode, lastingDependenceOn, territorialUnit, NEEDING_A_KIND } from '#organisation';
import { defineCommandOn, fact, IsRealDate, IsText, onItsDay } from '#use-cases';
import { lifeOnce, stateToday } from '#use-cases/dated';
import type { PuntoInpsReferenceUnitChanged } from '../../domain/punto-inps/events.ts';
import { daysUnder, passedUnits } from '../../domain/punto-inps/passed-units.ts';
import { LIVING, puntoInps, puntoInpsLife, type LivedPuntoInps } from '../../domain/punto-inps/punto-inps.ts';
import type { PuntoInps } from '../../domain/punto-inps/punto-inps-state.ts';
import { DECIDING_OFFICES, OnPuntoInps, puntoInpsId, itsDayRefusals, requireItsDay } from './on-punto-inps.ts';
import { asItIs, referenceRefusals, requireReference, unitKinds } from './units-of-punto-inps.ts';

/** Gives a Punto INPS another reference unit of its region. */
export class ChangeReferenceUnitOfPuntoInps extends OnPuntoInps {
  /** Code of the unit. */
  @IsUnitCode()
  readonly referenceUnit!: string;

  /** First day under it, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly changedOn?: string;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

const refuse = defineRefusals({
  REFERENCE_UNIT_ALREADY: '{referenceUnit} is its reference unit already: name another.',
});

export const changeReferenceUnitOfPuntoInps = defineCommandOn(puntoInps)({
  input: ChangeReferenceUnitOfPuntoInps,
  summary: 'Gives a Punto INPS another reference unit of its region.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: LIVING,
  legalDate: ({ changedOn }) => changedOn,
  needs: {
    reference: fact(territorialUnit, ({ referenceUnit }: ChangeReferenceUnitOfPuntoInps) => referenceUnit, asItIs),
    kinds: unitKinds,
  },
  claims: ({ referenceUnit, reason }, { life, referenceUnit: previous }, { id, legalDate, now }) => {
    const after = lifeOnce(
      puntoInpsLife,
      life,
      now,
      changed({ referenceUnit, previous, changedOn: legalDate, reason }),
    );
    const days = daysUnder(after).get(referenceUnit) ?? { from: legalDate };
    return [lastingDependenceOn(referenceUnit, { kind: NEEDING_A_KIND.puntoInps, id }, days)];
  },
  refuses: [refuse, ...referenceRefusals, ...itsDayRefusals, ...dependenceRefusals],
  decide: ({ referenceUnit, reason }, point, known) => {
    const { legalDate: changedOn, reference, kinds } = known;
    const { region, referenceUnit: previous } = point;
    requireItsDay(point, known);
    if (referenceUnit === previous) throw refuse.REFERENCE_UNIT_ALREADY({ referenceUnit });
    requireReference({ code: referenceUnit, unit: reference, region, on: changedOn }, kinds.referenceKinds);
    return [withStandingUnit(point, changed({ referenceUnit, previous, changedOn, reason }), known)];
  },
});

type Changed = EventOf<typeof PuntoInpsReferenceUnitChanged>;

function changed(data: Changed['data']): Changed {
  return onItsDay({ type: 'PuntoInpsReferenceUnitChanged', data }, data.changedOn);
}

/** A change with the unit that stands today, where another change, or the closure, of a later day was recorded before. */
function withStandingUnit({ life }: LivedPuntoInps, change: Changed, { now }: { readonly now: number }): Changed {
  const after = stateToday(puntoInpsLife, life, now, change) as PuntoInps;
  const { referenceUnit } = after;
  if (referenceUnit === change.data.referenceUnit && after.status !== 'CLOSED') return change;
  const passed = passedUnits(lifeOnce(puntoInpsLife, life, now, change));
  return { ...change, data: { ...change.data, standing: { referenceUnit, passed } } };
}
