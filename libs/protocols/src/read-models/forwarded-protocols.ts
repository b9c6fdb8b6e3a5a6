import { arrives, defineInboxKind, leaves, notes } from '#use-cases';
import {
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
} from '../domain/events.ts';

/** Forwarded protocols wait for the centre until it acknowledges them. */
export const forwardedProtocols = defineInboxKind({
  kind: 'FORWARDED_PROTOCOL',
  version: 1,
  on: [
    notes(ProtocolDrafted, ({ host, region }) => ({ label: host.name, region })),
    arrives(ProtocolForwardedToCentralOrganisation, ({ forwardedOn }) => ({ since: forwardedOn })),
    leaves(ProtocolForwardingAcknowledged),
  ],
});
