import { defineRefusal } from '#kernel/domain';
import type { Place } from './territory.ts';
import { ruleOf, type UnitKind } from './unit-kinds.ts';

export const ownTerritoryRefusal = defineRefusal(
  'TERRITORY_DOES_NOT_FIT_KIND',
  'A unit of kind {kind} answers for a {territory}: give {wanted}.',
);

/** What names a territory. */
const WANTED = {
  nation: 'neither region nor province',
  region: 'its region, and no province',
  province: 'its region and its province',
};

/**
 * Refuses a unit whose territory is none that its kind answers for.
 * @throws DomainError TERRITORY_DOES_NOT_FIT_KIND
 */
export function requireOwnTerritory({ kind, region, province }: Place & { readonly kind: UnitKind }): void {
  const { territory } = ruleOf(kind);
  const fits =
    (region !== undefined) === (territory !== 'nation') && (province !== undefined) === (territory === 'province');
  if (fits) return;
  const given = { region: region ?? null, province: province ?? null };
  throw ownTerritoryRefusal({ kind, territory, wanted: WANTED[territory], ...given });
}
