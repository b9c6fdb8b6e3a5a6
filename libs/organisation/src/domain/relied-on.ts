import { defineRefusals } from '#kernel/domain';
import { namedDependants } from './unit-dependants/dependence-claims.ts';
import { isNeededOn, needsOf, type NeedOfUnit, type UnitDependants } from './unit-dependants/unit-dependants.ts';
import { UNIT_KIND_NAMES, type UnitKind } from './unit-kinds.ts';
import { daysOf, standingOn, type TreeUnit } from './unit-tree/standing-units.ts';

const refuse = defineRefusals({
  TERRITORIAL_UNIT_RELIED_ON:
    'On {on} the unit was a {kind}, and is relied on ({total}), for example by {dependants}; what relies on it will do with one ' +
    'of {kinds}: name one of these, correct what is before that day, or end and move what needs it first.',
});
/** Why a unit does not become, or never was, what others rely on. */
export const reliedOnRefusals = refuse;

/**
 * Kinds of unit that will do for what depends on one (P4), by the kind of the dependant. Of several lists that one counts which
 * is the first to have the kind of the unit: a protocol needs a unit that signs, or, where nobody said who signs, one that
 * proposes. What is not named here needs a unit of whatever kind.
 */
export type KindsNeeded = Readonly<Record<string, readonly (readonly UnitKind[])[]>>;

/**
 * Refuses a change of a unit that takes from others what they were decided on: that it is there, and of a kind that may do
 * what each of them needs it for.
 * @throws DomainError TERRITORIAL_UNIT_RELIED_ON, of the first day on which it would
 */
export function requireReliedOn(
  dependants: UnitDependants,
  { before, after }: { readonly before: TreeUnit; readonly after: TreeUnit },
  kindsNeeded: KindsNeeded,
): void {
  const needs = needsOf(dependants);
  const changes = daysOf(before, after);
  const days = needs.flatMap((need) => {
    const lost = [need.from, ...changes.filter((on) => isNeededOn(need, on))].find((on) => {
      const kind = standingOn(before, on)?.kind;
      const other = standingOn(after, on)?.kind;
      return kind !== undefined && (other === undefined || !kindsFor(need, kind, kindsNeeded).includes(other));
    });
    return lost ?? [];
  });
  const [on] = days.sort();
  const kind = on === undefined ? undefined : standingOn(before, on)?.kind;
  if (on === undefined || kind === undefined) return;
  const relying = needs.filter((need) => isNeededOn(need, on));
  const kinds = UNIT_KIND_NAMES.filter((name) =>
    relying.every((need) => kindsFor(need, kind, kindsNeeded).includes(name)),
  );
  throw refuse.TERRITORIAL_UNIT_RELIED_ON({ on, kind, ...namedDependants(relying), kinds });
}

/** The kinds that will do for what a unit of a kind is needed for: any, where that never asked for one. */
function kindsFor({ dependant }: NeedOfUnit, kind: UnitKind, kindsNeeded: KindsNeeded): readonly UnitKind[] {
  return kindsNeeded[dependant.kind]?.find((kinds) => kinds.includes(kind)) ?? UNIT_KIND_NAMES;
}
