import { defineDatedKind, settingOf } from '#use-cases';
import type { HostBodyFacts, PointKind } from '#vocabulary';
import {
  protocolEvents,
  ProtocolAmended,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
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
import { passing } from '../domain/handed-over.ts';
import { protocolLife } from '../domain/protocol-life.ts';
import { toComeOfProtocol } from '../domain/to-come.ts';
import { AMENDABLE, type ProtocolStatus, type Signature } from '../domain/vocabulary.ts';

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
  /** Ids of the points that it names. */
  readonly points?: readonly string[];
  /** Ids of those that amendments have taken away. */
  readonly removed?: readonly string[];
  /** The protocol that renews it, and the ids of the points that pass. */
  readonly renewedBy?: { readonly protocolId: string; readonly points: readonly string[] };
  /** Its amendments as acts, but for those that were withdrawn. */
  readonly amendments?: readonly AmendmentOnDate[];
}

/** What holds of an amendment as an act. */
export interface AmendmentOnDate {
  readonly amendmentId: string;
  /** RFC 3339; of the later signature. */
  readonly signedAt: string;
  readonly forwardedOn?: string;
}

const sets = settingOf<ProtocolOnDate>();

/** What amendments have taken away once one has these points: whatever was thought to stand on its day when it was recorded. */
function removedOnce(points: readonly string[], before: ProtocolOnDate | undefined): readonly string[] {
  const had = new Set([...(before?.removed ?? []), ...(before?.points ?? [])]);
  return [...had].filter((point) => !points.includes(point));
}

/** What the events of a protocol set of it, from their legal time on. */
export const datedProtocols = defineDatedKind<ProtocolOnDate>({
  thing: 'Protocol',
  // Suspensions of earlier versions are told from those that may overlap.
  version: 2,
  events: protocolEvents,
  told: protocolLife,
  toCome: toComeOfProtocol,
  on: [
    sets(ProtocolDrafted, ({ region, host, kinds, points }) => ({
      state: 'DRAFT',
      ...{ region, host, kinds, points },
    })),
    sets(ProtocolDraftRevised, ({ kinds, points }) => ({ kinds, points })),
    sets(ProtocolSubmitted, () => ({ state: 'SUBMITTED' })),
    sets(ProtocolRejected, () => ({ state: 'REJECTED' })),
    sets(ProtocolWithdrawn, () => ({ state: 'WITHDRAWN' })),
    sets(ProtocolSignatureRecorded, (signature, before) => ({
      signatures: [...(before?.signatures ?? []), signature],
    })),
    sets(ProtocolSigned, ({ signedAt }) => ({ state: 'SIGNED', signedAt })),
    sets(ProtocolForwardedToCentralOrganisation, ({ amendmentId, forwardedOn }, before) => {
      if (amendmentId === undefined) return { forwardedOn };
      const forwarded = (one: AmendmentOnDate) => (one.amendmentId === amendmentId ? { ...one, forwardedOn } : one);
      return { amendments: before?.amendments?.map(forwarded) ?? [] };
    }),
    sets(ProtocolForwardingAcknowledged, ({ amendmentId, acknowledgedOn }) =>
      amendmentId === undefined ? { acknowledgedOn } : {},
    ),
    sets(ProtocolEnteredIntoForce, ({ effectiveDate, expiresOn }) => ({ state: 'IN_FORCE', effectiveDate, expiresOn })),
    sets(ProtocolSuspended, () => ({ state: 'SUSPENDED' })),
    sets(ProtocolResumed, () => ({ state: 'IN_FORCE' })),
    sets(ProtocolAmendmentSigned, ({ amendmentId, signedAt }, before) => ({
      amendments: [...(before?.amendments ?? []), { amendmentId, signedAt }],
    })),
    sets(ProtocolAmendmentWithdrawn, ({ amendmentId }, before) => ({
      amendments: before?.amendments?.filter((one) => one.amendmentId !== amendmentId) ?? [],
    })),
    sets(ProtocolAmended, ({ kinds, points, expiresOn, changed = AMENDABLE }, before) => ({
      ...(changed.includes('points') ? { points, removed: removedOnce(points, before) } : {}),
      ...(changed.includes('kinds') ? { kinds } : {}),
      ...(changed.includes('durationMonths') ? { expiresOn } : {}),
    })),
    sets(ProtocolRenewed, (renewed, before) => ({
      state: 'RENEWED',
      renewedBy: { protocolId: renewed.successorId, points: passing(renewed, before?.points ?? renewed.points) },
    })),
    sets(ProtocolTerminated, () => ({ state: 'TERMINATED' })),
    sets(ProtocolExpired, () => ({ state: 'EXPIRED' })),
  ],
});
