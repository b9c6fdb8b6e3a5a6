import type { Claim } from '#kernel/domain';
import { dependenceOn, NEEDING_A_KIND } from '#organisation';
import type { LocalDate } from '#italy';
import type { Protocol } from '../domain/protocol-state.ts';

/**
 * What a protocol claims of the unit that it needs: the one that signs it for the institute, or proposed it where nobody said
 * who signs. It and the end of the unit meet in one stream, and one of them is refused.
 * @param on legal day from which it is needed, `yyyy-mm-dd`
 */
export function unitClaims(
  { id, signatures, proposingUnit }: Pick<Protocol, 'id' | 'signatures' | 'proposingUnit'>,
  on: LocalDate,
): readonly Claim[] {
  const unit = signatures.find(({ unit: signing }) => signing !== undefined)?.unit ?? proposingUnit;
  return unit === undefined ? [] : [dependenceOn(unit, { kind: NEEDING_A_KIND.protocol, id }, on)];
}
