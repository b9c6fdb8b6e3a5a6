import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import type { TerritorialUnit, UnitFacts } from './territorial-unit.ts';
import { standingOn } from './unit-tree/standing-units.ts';

/**
 * A unit as it stood at the end of a day.
 * @param on `yyyy-mm-dd`
 * @returns its facts, with the kind and the unit above of that day; undefined when it was not there
 */
export function unitOn(
  unit: TerritorialUnit | Absent,
  on: LocalDate,
): (UnitFacts & { readonly parent?: string }) | undefined {
  if (unit.status === 'ABSENT') return undefined;
  const standing = standingOn(unit, on);
  if (!standing) return undefined;
  const { name, aooCode, province, municipality } = unit;
  return {
    ...{ ...standing, name, aooCode },
    ...(province === undefined ? {} : { province }),
    ...(municipality === undefined ? {} : { municipality }),
  };
}
