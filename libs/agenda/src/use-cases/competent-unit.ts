import { defineRefusal, type Absent } from '#kernel/domain';
import { territorialUnit, type TerritorialUnit } from '#organisation';
import { fact } from '#use-cases';
import type { CompetentUnit } from '../domain/vocabulary.ts';

interface Booking {
  readonly competentUnit?: string | undefined;
}

/** The unit that is named as competent for the person, if it is there. */
export const competentUnitFact = fact(territorialUnit, ({ competentUnit }: Booking) => competentUnit, competentOf);

export const competentUnitUnknown = defineRefusal(
  'COMPETENT_UNIT_UNKNOWN',
  'There is no unit {competentUnit} now: correct the code, or leave competentUnit out.',
);

/**
 * Refuses a unit that is not there. Which one it is, is never asked where a booking may be made: neither where a person
 * lives nor who books stands in the way of one (A5).
 * @throws DomainError COMPETENT_UNIT_UNKNOWN
 */
export function requireCompetentUnit(
  { competentUnit }: Booking,
  { competent }: { readonly competent?: CompetentUnit | undefined },
): void {
  if (competentUnit !== undefined && !competent) throw competentUnitUnknown({ competentUnit });
}

function competentOf(unit: TerritorialUnit | Absent): CompetentUnit | undefined {
  if (unit.status !== 'ESTABLISHED') return undefined;
  const { code, region, province } = unit;
  const where = { ...(province === undefined ? {} : { province }), ...(region === undefined ? {} : { region }) };
  return { unit: code, ...where };
}
