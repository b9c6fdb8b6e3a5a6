import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { HostBodyFacts, Id, LocalDate, PointKind, RegionCode, Text } from '#vocabulary';
import { rectificationOf } from '#use-cases/dated';
import {
  Officer,
  ProtocolStanding,
  ProtocolState,
  RegisterEntry,
  Sha256,
  PublishedSignature,
  Signature,
  Suspension,
  Termination,
} from './vocabulary.ts';

/**
 * The state today before and after a fact. One that is recorded late may leave it as it is; where a fact of before does not
 * say, it is that of a fact recorded in time.
 */
const effectToday = { from: ProtocolState, to: ProtocolState };
/** The suspension that stands today, where it is not the one that a fact tells of itself. */
const standingSuspension = { suspension: Type.Optional(Suspension) };
const effectUnlessUsual = { from: Type.Optional(ProtocolState), to: Type.Optional(ProtocolState) };

/** What an amendment changes: all points, kinds, or months, as they are then; what is absent stays as it is. */
const AmendedTerms = {
  points: Type.Optional(Type.Array(Id, { minItems: 1 })),
  kinds: Type.Optional(Type.Array(PointKind, { minItems: 1 })),
  durationMonths: Type.Optional(Type.Integer({ minimum: 1 })),
};

export const ProtocolDrafted = defineEvent({
  type: 'ProtocolDrafted',
  schema: Type.Object({
    protocolId: Id,
    /** As it stood at the drafting. */
    host: HostBodyFacts,
    /** Whose directorate concludes it. */
    region: RegionCode,
    /** Ids of the Punti Cliente that it covers. */
    points: Type.Array(Id, { minItems: 1 }),
    /** Kinds of point that it allows. */
    kinds: Type.Array(PointKind, { minItems: 1 }),
    durationMonths: Type.Integer({ minimum: 1 }),
    /** Code of the unit that proposes it; absent where nobody was asked for it. */
    proposingUnit: Type.Optional(Text),
    /** The protocol that it renews, with another one's terms or its own. */
    renews: Type.Optional(Id),
    /** The framework agreement that it follows. */
    frameworkAgreementId: Type.Optional(Id),
  }),
});

/** The terms of the draft as they are now. */
export const ProtocolDraftRevised = defineEvent({
  type: 'ProtocolDraftRevised',
  schema: Type.Object({
    points: Type.Array(Id, { minItems: 1 }),
    kinds: Type.Array(PointKind, { minItems: 1 }),
    durationMonths: Type.Integer({ minimum: 1 }),
  }),
});

export const ConventionOfficerAssigned = defineEvent({ type: 'ConventionOfficerAssigned', schema: Officer });

export const ConventionOfficerReplaced = defineEvent({
  type: 'ConventionOfficerReplaced',
  schema: Type.Object({ ...Officer.properties, previousOfficerId: Id }),
});

export const ProtocolSubmitted = defineEvent({ type: 'ProtocolSubmitted', schema: Type.Object({}) });

export const ProtocolRejected = defineEvent({
  type: 'ProtocolRejected',
  schema: Type.Object({ reason: Text }),
});

export const ProtocolWithdrawn = defineEvent({
  type: 'ProtocolWithdrawn',
  schema: Type.Object({ reason: Text, from: Type.Union([Type.Literal('DRAFT'), Type.Literal('SUBMITTED')]) }),
});

export const ProtocolSignatureRecorded = defineEvent({ type: 'ProtocolSignatureRecorded', schema: Signature });

/** Both signatures stand over one document; `signedAt` is that of the later one. */
export const ProtocolSigned = defineEvent({
  type: 'ProtocolSigned',
  schema: Type.Object({
    documentSha256: Text,
    signedAt: Text,
    /** Last day on which it is forwarded in time; absent where nobody was asked for it. */
    forwardBy: Type.Optional(LocalDate),
  }),
});

export const ProtocolForwardedToCentralOrganisation = defineEvent({
  type: 'ProtocolForwardedToCentralOrganisation',
  schema: Type.Object({
    forwardedOn: LocalDate,
    /** Of the letter, in the register of the directorate; absent where nobody was asked for it. */
    registerEntry: Type.Optional(RegisterEntry),
    /** Of the letter; absent where nobody was asked for it. */
    letterSha256: Type.Optional(Sha256),
  }),
});

/** A signed protocol was not forwarded in time: its directorate is reminded. */
export const ProtocolForwardingOverdueNoticed = defineEvent({
  type: 'ProtocolForwardingOverdueNoticed',
  schema: Type.Object({
    /** Code of the unit that signed; absent where the signature names none. */
    unit: Type.Optional(Text),
    /** Of the later signature. */
    signedOn: LocalDate,
    /** Last day on which it was to be forwarded. */
    forwardBy: LocalDate,
    noticedOn: LocalDate,
    /** Which reminder, from 1. */
    reminder: Type.Integer({ minimum: 1 }),
    /** When the next one follows, unless it is forwarded before. */
    nextOn: LocalDate,
  }),
});

export const ProtocolForwardingAcknowledged = defineEvent({
  type: 'ProtocolForwardingAcknowledged',
  schema: Type.Object({ acknowledgedOn: LocalDate, registerEntry: RegisterEntry }),
});

export const ProtocolEntryIntoForceScheduled = defineEvent({
  type: 'ProtocolEntryIntoForceScheduled',
  schema: Type.Object({ effectiveDate: LocalDate }),
});

/** What was scheduled is not to come. */
export const ProtocolEntryIntoForceWithdrawn = defineEvent({
  type: 'ProtocolEntryIntoForceWithdrawn',
  schema: Type.Object({ effectiveDate: LocalDate, reason: Text }),
});

export const ProtocolEnteredIntoForce = defineEvent({
  type: 'ProtocolEnteredIntoForce',
  schema: Type.Object({
    /** First day in force. */
    effectiveDate: LocalDate,
    /** First day no longer in force, unless it ends before. */
    expiresOn: LocalDate,
    /** The protocol that it renews. */
    renews: Type.Optional(Id),
  }),
});

/** Both parties have signed an amendment, which may take effect on a later date. */
export const ProtocolAmendmentSigned = defineEvent({
  type: 'ProtocolAmendmentSigned',
  schema: Type.Object({
    amendmentId: Id,
    /** Of the text before any signature. */
    documentSha256: Text,
    /** RFC 3339; of the later signature. */
    signedAt: Text,
    signatures: Type.Array(PublishedSignature, { minItems: 2, maxItems: 2 }),
    effectiveDate: LocalDate,
    ...AmendedTerms,
  }),
});

/** An amendment is in effect: the terms, as they are from then on. */
export const ProtocolAmended = defineEvent({
  type: 'ProtocolAmended',
  schema: Type.Object({
    amendmentId: Id,
    effectiveDate: LocalDate,
    points: Type.Array(Id, { minItems: 1 }),
    kinds: Type.Array(PointKind, { minItems: 1 }),
    durationMonths: Type.Integer({ minimum: 1 }),
    /** First day no longer in force, unless it ends before. */
    expiresOn: LocalDate,
    /** Ids of the points that were not among them before. */
    added: Type.Array(Id),
    /** Ids of those that are no longer: they end. */
    removed: Type.Array(Id),
  }),
});

/** A successor is to enter into force: until it does, or is called off, no other may, and the end of this one waits for it. */
export const ProtocolRenewalClaimed = defineEvent({
  type: 'ProtocolRenewalClaimed',
  schema: Type.Object({
    successorId: Id,
    /** First day in force of the successor. */
    effectiveDate: LocalDate,
    /** The command that it is claimed for; its act stands in the stream of the successor. */
    forCommandId: Text,
    /** RFC 3339; after it, an act that never came is abandoned. */
    actBy: Text,
  }),
});

/** The successor is not to enter into force as it was claimed. */
export const ProtocolRenewalReleased = defineEvent({
  type: 'ProtocolRenewalReleased',
  schema: Type.Object({ successorId: Id, forCommandId: Text }),
});

/** Its successor has entered into force: it ends, and hands over the points that both name. */
export const ProtocolRenewed = defineEvent({
  type: 'ProtocolRenewed',
  schema: Type.Object({
    successorId: Id,
    /** First day no longer in force. */
    effectiveDate: LocalDate,
    /** Ids of the points that pass to the successor. */
    points: Type.Array(Id),
    ...effectUnlessUsual,
  }),
});

export const ProtocolSuspended = defineEvent({
  type: 'ProtocolSuspended',
  schema: Type.Object({
    /** First day on which it is suspended. */
    suspendedOn: LocalDate,
    /** First day in force again; it is resumed by hand when absent. */
    until: Type.Optional(LocalDate),
    reason: Text,
    ...effectToday,
    ...standingSuspension,
  }),
});

export const ProtocolResumed = defineEvent({
  type: 'ProtocolResumed',
  schema: Type.Object({
    /** First day in force again. */
    resumedOn: LocalDate,
    /** Absent where the suspension had an end from the start. */
    reason: Type.Optional(Text),
    ...effectToday,
    ...standingSuspension,
  }),
});

export const ProtocolTerminationNotified = defineEvent({ type: 'ProtocolTerminationNotified', schema: Termination });

/** The notice is taken back: it goes on as if it had not been given. */
export const ProtocolTerminationWithdrawn = defineEvent({
  type: 'ProtocolTerminationWithdrawn',
  schema: Type.Object({ effectiveDate: LocalDate, reason: Text }),
});

export const ProtocolTerminated = defineEvent({
  type: 'ProtocolTerminated',
  schema: Type.Object({ ...Termination.properties, ...effectUnlessUsual }),
});

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
  }),
);

/** One of its facts was wrong (T2): from now on it counts corrected, or not at all. */
export const ProtocolRectified = defineEvent({
  type: 'ProtocolRectified',
  schema: rectificationOf(RectifiedFields, {
    ...effectToday,
    /** How it stands today, once that is corrected. */
    standing: ProtocolStanding,
    /** Entries of protocol registers that it names from now on, and that it names no longer. */
    taken: Type.Optional(Type.Array(RegisterEntry)),
    freed: Type.Optional(Type.Array(RegisterEntry)),
  }),
});

export const ProtocolExpired = defineEvent({
  type: 'ProtocolExpired',
  schema: Type.Object({
    /** First day no longer in force. */
    expiredOn: LocalDate,
    ...effectUnlessUsual,
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
  ProtocolAmendmentSigned,
  ProtocolAmended,
  ProtocolRenewalClaimed,
  ProtocolRenewalReleased,
  ProtocolRenewed,
  ProtocolSuspended,
  ProtocolResumed,
  ProtocolTerminationNotified,
  ProtocolTerminationWithdrawn,
  ProtocolTerminated,
  ProtocolExpired,
  ProtocolRectified,
] as const;
export type ProtocolEvent = EventsOf<typeof protocolEvents>;
