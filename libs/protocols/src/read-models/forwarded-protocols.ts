import { arrives, defineInboxKind, leaves, notes } from '#use-cases';
import {
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
} from '../domain/events.ts';

/** Forwarded protocols, and amendments of them, each wait for the centre until it acknowledges them. */
export const forwardedProtocols = defineInboxKind({
  kind: 'FORWARDED_PROTOCOL',
  version: 2,
  on: [
    notes(ProtocolDrafted, ({ host, region }) => ({ label: host.name, region })),
    arrives(
      ProtocolForwardedToCentralOrganisation,
      ({ forwardedOn, host }) => ({ since: forwardedOn, ...(host ? { label: host.name } : {}) }),
      ({ amendmentId }) => amendmentId,
    ),
    leaves(ProtocolForwardingAcknowledged, ({ amendmentId }) => amendmentId),
  ],
});
