import { Type } from '@sinclair/typebox';
import { defineEvent, type EventsOf } from '#kernel/domain';
import { Commitment, Id } from '#vocabulary';

const Timestamp = Type.String({ minLength: 1 });
/** The stream in which an act stands, or will. */
const Target = Type.Object({ category: Type.String({ minLength: 1 }), id: Id });

/** A person became known: their id is random, and no personal data stands here. */
export const SubjectRegistered = defineEvent({
  type: 'SubjectRegistered',
  schema: Type.Object({ subject: Id }),
});

/** A person's time and one of their open places on a service line are taken for a hold or an appointment. */
export const SubjectCommitmentClaimed = defineEvent({
  type: 'SubjectCommitmentClaimed',
  // A version that knows no second person must stop at one, and not take it for damage.
  version: 2,
  upcasters: { 1: (data) => data },
  schema: Type.Object({
    subject: Id,
    /** Id of the command that makes the hold or books the appointment. */
    commitmentId: Id,
    ...Commitment.properties,
    /** Stream in which the act will stand. */
    target: Target,
    /** After it, an act that never came is abandoned and the claim given back. */
    until: Timestamp,
  }),
});

export const SubjectCommitmentReleased = defineEvent({
  type: 'SubjectCommitmentReleased',
  schema: Type.Object({
    subject: Id,
    commitmentId: Id,
    reason: Type.String({ minLength: 1 }),
    /** The person took places and kept none: a hold that was not booked, an appointment that they cancelled. */
    givenUp: Type.Optional(Type.Literal(true)),
  }),
});

/** An act names a person and must be kept: until it need not, the person is not erased. */
export const SubjectRetentionClaimed = defineEvent({
  type: 'SubjectRetentionClaimed',
  schema: Type.Object({
    subject: Id,
    /** Id of the command that names the person. */
    retentionId: Id,
    /** Stream of the act. */
    target: Target,
    /** After it, an act that never came is abandoned and the person let go. */
    until: Timestamp,
  }),
});

export const SubjectRetentionReleased = defineEvent({
  type: 'SubjectRetentionReleased',
  schema: Type.Object({ subject: Id, retentionId: Id, reason: Type.String({ minLength: 1 }) }),
});

/** Grounds of an erasure: the points of article 17(1) GDPR, a to f. */
export const ERASURE_GROUNDS = [
  'NO_LONGER_NECESSARY',
  'CONSENT_WITHDRAWN',
  'OBJECTION',
  'UNLAWFUL_PROCESSING',
  'LEGAL_OBLIGATION',
  'COLLECTED_FROM_CHILD',
] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

/** The proof that a person's data was made unreadable, without any of it. */
export const SubjectErased = defineEvent({
  type: 'SubjectErased',
  version: 2,
  schema: Type.Object({
    subject: Id,
    /** Absent where nobody was asked for it. */
    ground: Type.Optional(Type.Union(ERASURE_GROUNDS.map((ground) => Type.Literal(ground)))),
    /** In words, which name nobody; absent where nobody was asked for it. */
    reason: Type.Optional(Type.String({ minLength: 1 })),
    /** What bound the person's time and was not over: whoever keeps it in another stream ends it there. */
    commitments: Type.Array(Type.Object({ commitmentId: Id, target: Target })),
  }),
  upcasters: { 1: groundFromReason },
});

/** The ground was called reason, and what was left of commitments stood until its day. */
function groundFromReason(data: unknown): unknown {
  const { reason: ground, ...rest } = data as { readonly subject: string; readonly reason?: ErasureGround };
  return { ...rest, ...(ground === undefined ? {} : { ground }), commitments: [] };
}

export const privacyEvents = [
  SubjectRegistered,
  SubjectCommitmentClaimed,
  SubjectCommitmentReleased,
  SubjectRetentionClaimed,
  SubjectRetentionReleased,
  SubjectErased,
] as const;
export type SubjectEvent = EventsOf<typeof privacyEvents>;
