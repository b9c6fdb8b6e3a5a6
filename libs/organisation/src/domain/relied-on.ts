import { defineRefusals } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import { daysNeeded, type UnitDependants } from './unit-dependants/unit-dependants.ts';
import { daysOf, standingOn, type TreeUnit } from './unit-tree/standing-units.ts';
import type { UnitKind } from './unit-kinds.ts';

const refuse = defineRefusals({
  TERRITORIAL_UNIT_RELIED_ON:
    'On {on} others have relied on the unit being there, as a {kind}: correct what is before that day, or end and move what ' +
    'needs it first.',
});
/** Why a unit is not rectified for what others relied on. */
export const reliedOnRefusals = refuse;

/**
 * Refuses a rectification that takes from others what they were decided on: that the unit was there, and of a kind that may
 * do what they needed it for (P4).
 * @param abilities kinds of unit that may do something, for each thing that only some may do
 * @throws DomainError TERRITORIAL_UNIT_RELIED_ON
 */
export function requireReliedOn(
  dependants: UnitDependants,
  { before, after }: { readonly before: TreeUnit; readonly after: TreeUnit },
  abilities: readonly (readonly string[])[],
): void {
  const needed = daysNeeded(dependants);
  if (!needed) return;
  const { from, until } = needed;
  const isNeeded = (day: LocalDate): boolean => day >= from && (until === undefined || day < until);
  for (const on of [from, ...daysOf(before, after)].filter(isNeeded)) {
    const kind = standingOn(before, on)?.kind;
    if (kind === undefined || servesAs(kind, standingOn(after, on)?.kind, abilities)) continue;
    throw refuse.TERRITORIAL_UNIT_RELIED_ON({ on, kind });
  }
}

function servesAs(kind: UnitKind, other: UnitKind | undefined, abilities: readonly (readonly string[])[]): boolean {
  return other !== undefined && abilities.every((able) => able.includes(other) || !able.includes(kind));
}
