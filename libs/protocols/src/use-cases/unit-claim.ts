import { isDeepStrictEqual } from 'node:util';
import type { Claim } from '#kernel/domain';
import { dependenceOn, NEEDING_A_KIND } from '#organisation';
import type { LocalDate } from '#italy';
import { neededUnit, unitOf, type NeededUnit } from '../domain/needed-unit.ts';
import type { Protocol } from '../domain/protocol-state.ts';

/**
 * What a protocol that is to enter into force claims of the unit that it needs.
 * @param from its first day in force, `yyyy-mm-dd`
 */
export function unitClaims(protocol: Protocol, from: LocalDate): readonly Claim[] {
  const unit = unitOf(protocol);
  return unit === undefined ? [] : [unitClaim(protocol.id, { unit, from })];
}

/** What a protocol claims of the unit that it turns out to have needed on other days. */
export function movedUnitClaims(before: Protocol, after: Protocol): readonly Claim[] {
  const needed = neededUnit(after);
  return needed === undefined || isDeepStrictEqual(needed, neededUnit(before)) ? [] : [unitClaim(after.id, needed)];
}

/**
 * The claim of a protocol on the unit that it needs. It and the end of the unit, or another kind of it, meet in one stream, and one of
 * them is refused.
 */
export function unitClaim(id: string, { unit, ...days }: NeededUnit): Claim {
  return dependenceOn(unit, { kind: NEEDING_A_KIND.protocol, id }, days);
}
