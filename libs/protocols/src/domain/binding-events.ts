import { Type } from '@sinclair/typebox';
import { defineEvent } from '#kernel/domain';
import { SaidAlone, saidAlone } from '#use-cases/dated';
import { Id, LocalDate, oneOf, Text } from '#vocabulary';
import {
  AMENDABLE,
  effectToday,
  protocolTerms,
  PublishedSignature,
  Signature,
  Suspension,
  Termination,
} from './vocabulary.ts';

/* What becomes of a protocol that is concluded: from its entry into force, which may be set for a date ahead, to its end. */

/** The suspension that stands today, where it is not the one that a fact tells of itself. */
const standingSuspension = { suspension: Type.Optional(Suspension) };
/** Where a fact of before does not say, it is that of a fact recorded in time. */
const effectUnlessUsual = Type.Partial(Type.Object(effectToday)).properties;

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
    /** It was loaded, with its legal dates, long after. */
    loaded: Type.Optional(Type.Literal(true)),
  }),
});

/** One party has signed an amendment. Of those of before, the signatures stand in what says that both have. */
export const ProtocolAmendmentSignatureRecorded = defineEvent({
  type: 'ProtocolAmendmentSignatureRecorded',
  schema: Type.Object({ amendmentId: Id, ...Signature.properties }),
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
    /** Last day on which it is forwarded in time; absent where nobody was asked for it. */
    forwardBy: Type.Optional(LocalDate),
    /** Of before, when nobody was asked who signs; absent where each stands in an event of its own. */
    signatures: Type.Optional(Type.Array(PublishedSignature, { minItems: 2, maxItems: 2 })),
    effectiveDate: LocalDate,
    // All points, kinds, or months, as they are then; what is absent stays as it is.
    ...Type.Partial(Type.Object(protocolTerms)).properties,
  }),
});

/** An amendment that was signed for a date ahead is not to take effect. */
export const ProtocolAmendmentWithdrawn = defineEvent({
  type: 'ProtocolAmendmentWithdrawn',
  schema: Type.Object({
    amendmentId: Id,
    /** When it was to take effect. */
    effectiveDate: LocalDate,
    reason: Text,
    /** Ids of the points that it was to add. */
    added: Type.Array(Id),
    /** First day no longer in force, without it. */
    expiresOn: LocalDate,
  }),
});

/** The terms of a protocol, and the day on which they have it expire. */
const terms = {
  ...protocolTerms,
  /** First day no longer in force, unless it ends before. */
  expiresOn: LocalDate,
};

/** An amendment is in effect: the terms, as they are from then on. */
export const ProtocolAmended = defineEvent({
  type: 'ProtocolAmended',
  schema: Type.Object({
    amendmentId: Id,
    effectiveDate: LocalDate,
    ...terms,
    /** What its act names of them; all, where nobody wrote down which. */
    changed: Type.Optional(Type.Array(oneOf(AMENDABLE, 'AmendedTerm'))),
    /** The terms of today, where an amendment of a later day was recorded before. */
    standing: Type.Optional(Type.Object(terms)),
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
    /** It has ended for the successor already: that turns out to have begun on this day, and the end is to follow. */
    moves: Type.Optional(Type.Literal(true)),
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
    /** Ids of those that it covers and this one does not; what this one turns out to have covered at its end passes as well. */
    others: Type.Optional(Type.Array(Id)),
    ...effectUnlessUsual,
  }),
});

/** A version that does not know that two may overlap must stop at it. */
export const ProtocolSuspended = defineEvent({
  type: 'ProtocolSuspended',
  version: 2,
  upcasters: { 1: saidAlone },
  schema: Type.Object({
    /** First day on which it is suspended. */
    suspendedOn: LocalDate,
    /** First day in force again; it is resumed by hand when absent. */
    until: Type.Optional(LocalDate),
    reason: Text,
    ...SaidAlone,
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

/** It expires soon: its directorate is told. */
export const ProtocolExpiryNoticed = defineEvent({
  type: 'ProtocolExpiryNoticed',
  schema: Type.Object({
    /** First day no longer in force. */
    expiresOn: LocalDate,
    /** On which of the days that the installation has it noticed; it may be noted later. */
    daysBefore: Type.Integer({ minimum: 1 }),
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
