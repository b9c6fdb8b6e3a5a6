import { defineDatedKind, settingOf } from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import {
  protocolEvents,
  ProtocolAmended,
  ProtocolDrafted,
  ProtocolDraftRevised,
  ProtocolEnteredIntoForce,
  ProtocolExpired,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolRejected,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolSubmitted,
  ProtocolSuspended,
  ProtocolTerminated,
  ProtocolWithdrawn,
} from '../domain/events.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import type { ProtocolStatus, Signature } from '../domain/vocabulary.ts';

/** What holds of a protocol on a date. */
export interface ProtocolOnDate {
  readonly state: ProtocolStatus;
  readonly region: string;
  readonly host: HostBodyFacts;
  readonly kinds: readonly PointKind[];
  readonly signatures?: readonly Signature[];
  /** RFC 3339; of the later signature. */
  readonly signedAt?: string;
  readonly forwardedOn?: string;
  readonly acknowledgedOn?: string;
  /** First day in force. */
  readonly effectiveDate?: string;
  /** First day no longer in force, unless it ends before. */
  readonly expiresOn?: string;
}

const sets = settingOf<ProtocolOnDate>();

/** What the events of a protocol set of it, from their legal time on. */
export const datedProtocols = defineDatedKind<ProtocolOnDate>({
  thing: 'Protocol',
  events: protocolEvents,
  told: protocolLife,
  on: [
    sets(ProtocolDrafted, ({ region, host, kinds }) => ({ state: 'DRAFT', region, host, kinds })),
    sets(ProtocolDraftRevised, ({ kinds }) => ({ kinds })),
    sets(ProtocolSubmitted, () => ({ state: 'SUBMITTED' })),
    sets(ProtocolRejected, () => ({ state: 'REJECTED' })),
    sets(ProtocolWithdrawn, () => ({ state: 'WITHDRAWN' })),
    sets(ProtocolSignatureRecorded, (signature, before) => ({
      signatures: [...(before?.signatures ?? []), signature],
    })),
    sets(ProtocolSigned, ({ signedAt }) => ({ state: 'SIGNED', signedAt })),
    sets(ProtocolForwardedToCentralOrganisation, ({ forwardedOn }) => ({ forwardedOn })),
    sets(ProtocolForwardingAcknowledged, ({ acknowledgedOn }) => ({ acknowledgedOn })),
    sets(ProtocolEnteredIntoForce, ({ effectiveDate, expiresOn }) => ({ state: 'IN_FORCE', effectiveDate, expiresOn })),
    sets(ProtocolSuspended, () => ({ state: 'SUSPENDED' })),
    sets(ProtocolResumed, () => ({ state: 'IN_FORCE' })),
    sets(ProtocolAmended, ({ kinds, expiresOn }) => ({ kinds, expiresOn })),
    sets(ProtocolRenewed, () => ({ state: 'RENEWED' })),
    sets(ProtocolTerminated, () => ({ state: 'TERMINATED' })),
    sets(ProtocolExpired, () => ({ state: 'EXPIRED' })),
  ],
});
