import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import { valueOn } from './dated-value.ts';
import type { TerritorialUnit, UnitFacts } from './territorial-unit.ts';

/**
 * A unit as it stood at the end of a day.
 * @param on `yyyy-mm-dd`
 * @returns its facts, with the kind and the unit above of that day; undefined when it was not there
 */
export function unitOn(
  unit: TerritorialUnit | Absent,
  on: LocalDate,
): (UnitFacts & { readonly parent?: string }) | undefined {
  if (unit.status === 'ABSENT' || (unit.status === 'CLOSED' && unit.closedOn <= on)) return undefined;
  const kind = valueOn(unit.kinds, on);
  if (kind === undefined) return undefined;
  const { code, name, aooCode, region, province, municipality } = unit;
  const parent = valueOn(unit.parents, on);
  return {
    ...{ code, kind, name, aooCode },
    ...(region === undefined ? {} : { region }),
    ...(province === undefined ? {} : { province }),
    ...(municipality === undefined ? {} : { municipality }),
    ...(parent === undefined ? {} : { parent }),
  };
}
