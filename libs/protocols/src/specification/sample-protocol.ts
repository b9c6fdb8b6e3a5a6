import { startOf } from '#use-cases/dated';
import type { ProtocolEvent } from '../domain/events.ts';
import { hostSignature, inpsSignature, TEXT_HASH } from './signatures.ts';

/*
 * A protocol with an administration of one region, over one of its points, for specifications of what becomes of it.
 */

type Drafted = Extract<ProtocolEvent, { readonly type: 'ProtocolDrafted' }>;

/** It is drafted, with these terms where others matter. */
export function drafted(differing: Partial<Drafted['data']> = {}): ProtocolEvent {
  return {
    type: 'ProtocolDrafted',
    data: {
      protocolId: 'p-1',
      host: { id: 'host-1', kind: 'PUBLIC_ADMINISTRATION', name: 'Comune dimostrativo' },
      region: '08',
      points: ['point-1'],
      kinds: ['SERVIZIO'],
      durationMonths: 36,
      ...differing,
    },
  };
}

export const submitted: ProtocolEvent = { type: 'ProtocolSubmitted', data: {} };

/** It covers two points for a year, from 21 February 2026 on. */
export const protocolInForce: ProtocolEvent[] = [
  drafted({ points: ['point-1', 'point-2'], kinds: ['INFORMATIVO'], durationMonths: 12 }),
  submitted,
  {
    type: 'ProtocolSigned',
    data: { documentSha256: TEXT_HASH, signedAt: '2026-02-20T10:00:00.000Z' },
    effectiveAt: '2026-02-20T10:00:00.000Z',
  },
  {
    type: 'ProtocolEnteredIntoForce',
    data: { effectiveDate: '2026-02-21', expiresOn: '2027-02-21' },
    effectiveAt: startOf('2026-02-21'),
  },
];

/** The same protocol with both signatures as they were recorded: events 2 and 3. */
export const protocolSignedInForce: ProtocolEvent[] = protocolInForce.toSpliced(
  2,
  0,
  ...[inpsSignature, { ...hostSignature, signedAt: '2026-02-20T09:00:00.000Z' }].map((signature): ProtocolEvent => ({
    type: 'ProtocolSignatureRecorded',
    data: signature,
    effectiveAt: signature.signedAt,
  })),
);
