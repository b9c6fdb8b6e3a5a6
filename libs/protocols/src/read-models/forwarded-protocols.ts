import { arrives, cameOnAnotherDay, defineInboxKind, leaves, notes } from '#use-cases';
import {
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolRectified,
} from '../domain/events.ts';

/** Forwarded protocols, and amendments of them, each wait for the centre until it acknowledges them. */
export const forwardedProtocols = defineInboxKind({
  kind: 'FORWARDED_PROTOCOL',
  version: 4,
  on: [
    notes(ProtocolDrafted, ({ host, region }) => ({ host: host.id, region })),
    arrives(
      ProtocolForwardedToCentralOrganisation,
      ({ forwardedOn, host }) => ({ since: forwardedOn, ...(host ? { host: host.id } : {}) }),
      ({ amendmentId }) => amendmentId,
    ),
    cameOnAnotherDay(
      ProtocolRectified,
      ({ of, changes }) => (of === 'ProtocolForwardedToCentralOrganisation' ? changes?.forwardedOn : undefined),
      ({ amendmentId }) => amendmentId,
    ),
    leaves(ProtocolForwardingAcknowledged, ({ amendmentId }) => amendmentId),
  ],
});
