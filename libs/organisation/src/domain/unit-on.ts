import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import type { LivedUnit, TerritorialUnit, UnitFacts } from './territorial-unit.ts';
import { unitLife } from './territorial-unit.ts';
import { standingOn } from './unit-tree/standing-units.ts';

/**
 * A unit as it stood at the end of a day.
 * @param on `yyyy-mm-dd`
 * @returns its facts, with kind, unit above, name, seat and AOO of that day; undefined when it was not there
 */
export function unitOn(
  unit: TerritorialUnit | Absent,
  on: LocalDate,
): (UnitFacts & { readonly parent?: string }) | undefined {
  if (unit.status === 'ABSENT') return undefined;
  const standing = standingOn(unit, on);
  if (!standing) return undefined;
  const { pec: _mailbox, ...details } = detailsOn(unit, on);
  return { ...standing, ...details };
}

/** What a unit was called, where it had its seat, its AOO and its certified mailbox at the end of a day on which it was there. */
export function detailsOn(unit: TerritorialUnit, on: LocalDate) {
  const then = isLived(unit) ? unitLife.judgedOn(unit.life, on) : unit;
  const { name, aooCode, pec, province, municipality } = then.status === 'ABSENT' ? unit : then;
  return {
    ...{ name, aooCode, pec },
    ...(province === undefined ? {} : { province }),
    ...(municipality === undefined ? {} : { municipality }),
  };
}

/** A unit of which all is known that was written. */
function isLived(unit: TerritorialUnit): unit is LivedUnit {
  return 'life' in unit;
}
