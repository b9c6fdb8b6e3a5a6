import type { ProtocolEvent } from '../domain/events.ts';

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
