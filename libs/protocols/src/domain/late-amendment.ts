import { lifeOnce, stateToday } from '#use-cases/dated';
import { correctedExpiry } from './corrected-expiry.ts';
import type { Recorded } from './effect.ts';
import type { ProtocolEvent } from './events.ts';
import { protocolLife } from './protocol-life.ts';
import { standingOf, type Protocol } from './protocol-state.ts';
import type { Signature } from './vocabulary.ts';

type Rectified = Extract<ProtocolEvent, { readonly type: 'ProtocolRectified' }>;

const REASON = 'La durata era stata cambiata da un atto aggiuntivo registrato in ritardo';

/**
 * The expiry that was carried out before an amendment of the duration was recorded was none, or fell on another day: the
 * amendment is the act that rectifies it (T1, T2).
 * @param signatures under the amendment
 * @returns nothing where no expiry was carried out, or it stays where it is
 */
export function rectifiedExpiry(
  signatures: readonly Pick<Signature, 'party' | 'registerEntry' | 'unit' | 'signerRole'>[],
  { life, now, after = [] }: Recorded,
): readonly Rectified[] {
  const expiry = correctedExpiry(lifeOnce(protocolLife, life, now, ...after), now);
  const ofInstitute = signatures.find(({ party }) => party === 'INPS');
  if (!expiry || !ofInstitute) return [];
  const { unit, signerRole, registerEntry } = ofInstitute;
  const { aoo, number, year, date } = registerEntry;
  const { revision: rectifies, of, changes } = expiry;
  const before = stateToday(protocolLife, life, now, ...after) as Protocol;
  const told = (state: Protocol): Rectified => ({
    type: 'ProtocolRectified',
    data: {
      ...{ rectifies, of, ...(changes ? { changes } : { annuls: true }) },
      ...{ reason: REASON, act: { authority: unit ?? signerRole, number: `${aoo} ${number}/${year}`, date } },
      ...{ from: before.status, to: state.status, standing: standingOf(state) },
    },
  });
  return [told(stateToday(protocolLife, life, now, ...after, told(before)) as Protocol)];
}
