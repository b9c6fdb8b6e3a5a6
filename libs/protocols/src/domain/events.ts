import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Id, LocalDate, Text } from '#vocabulary';
import { rectificationOf } from '#use-cases/dated';
import {
  ProtocolAmended,
  ProtocolAmendmentSignatureRecorded,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolEnteredIntoForce,
  ProtocolEntryIntoForceScheduled,
  ProtocolEntryIntoForceWithdrawn,
  ProtocolExpired,
  ProtocolExpiryNoticed,
  ProtocolRenewalClaimed,
  ProtocolRenewalReleased,
  ProtocolRenewed,
  ProtocolResumed,
  ProtocolSuspended,
  ProtocolTerminated,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
} from './binding-events.ts';
import {
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolDraftRevised,
  ProtocolDrafted,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingAcknowledged,
  ProtocolForwardingOverdueNoticed,
  ProtocolRejected,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolSubmitted,
  ProtocolWithdrawn,
} from './concluding-events.ts';
import { AmendmentStanding, effectToday, ofAct, ProtocolStanding, RegisterEntry, Sha256 } from './vocabulary.ts';

export * from './binding-events.ts';
export * from './concluding-events.ts';

/** What can be corrected of the facts of a protocol. */
export const RectifiedFields = Type.Partial(
  Type.Object({
    documentSha256: Sha256,
    signedFileSha256: Sha256,
    letterSha256: Sha256,
    forwardBy: LocalDate,
    signedAt: Text,
    registerEntry: RegisterEntry,
    forwardedOn: LocalDate,
    acknowledgedOn: LocalDate,
    effectiveDate: LocalDate,
    expiresOn: LocalDate,
    expiredOn: LocalDate,
    suspendedOn: LocalDate,
    until: LocalDate,
    resumedOn: LocalDate,
    noticeDate: LocalDate,
    /** Ids of the points that pass to the successor. */
    points: Type.Array(Id),
    /** Ids of those that the successor alone covers then, as is known. */
    others: Type.Array(Id),
  }),
);

/** One of its facts was wrong (T2): from now on it counts corrected, or not at all. */
export const ProtocolRectified = defineEvent({
  type: 'ProtocolRectified',
  schema: rectificationOf(RectifiedFields, {
    ...ofAct,
    ...effectToday,
    /** How the amendment stands, where it is a fact of one. */
    amendment: Type.Optional(AmendmentStanding),
    /** How it stands today, once that is corrected. */
    standing: ProtocolStanding,
    /** Entries of protocol registers that it names from now on, and that it names no longer. */
    taken: Type.Optional(Type.Array(RegisterEntry)),
    freed: Type.Optional(Type.Array(RegisterEntry)),
    /** Ids of the points that it covered before, and turns out to have covered on no day. */
    uncovered: Type.Optional(Type.Array(Id)),
    /** The protocol that it renews, where its entry into force ended that one: the end is moved with it. */
    endsWithIt: Type.Optional(Id),
    /** The command on the successor that has claimed for it the days that it gains, where that is why it was rectified. */
    claimedBy: Type.Optional(Id),
  }),
});

export const protocolEvents = [
  ProtocolDrafted,
  ProtocolDraftRevised,
  ConventionOfficerAssigned,
  ConventionOfficerReplaced,
  ProtocolSubmitted,
  ProtocolRejected,
  ProtocolWithdrawn,
  ProtocolSignatureRecorded,
  ProtocolSigned,
  ProtocolForwardedToCentralOrganisation,
  ProtocolForwardingOverdueNoticed,
  ProtocolForwardingAcknowledged,
  ProtocolEntryIntoForceScheduled,
  ProtocolEntryIntoForceWithdrawn,
  ProtocolEnteredIntoForce,
  ProtocolAmendmentSignatureRecorded,
  ProtocolAmendmentSigned,
  ProtocolAmendmentWithdrawn,
  ProtocolAmended,
  ProtocolRenewalClaimed,
  ProtocolRenewalReleased,
  ProtocolRenewed,
  ProtocolSuspended,
  ProtocolResumed,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
  ProtocolTerminated,
  ProtocolExpiryNoticed,
  ProtocolExpired,
  ProtocolRectified,
] as const;
export type ProtocolEvent = EventsOf<typeof protocolEvents>;
