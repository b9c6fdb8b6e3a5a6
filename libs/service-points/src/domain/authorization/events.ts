import { Type } from '@sinclair/typebox';
import { defineEvent, personal, type EventsOf } from '#kernel/domain';
import { rectificationOf } from '#use-cases/dated';
import { Id, LocalDate, ProvinceCode, RegionCode, Text } from '#vocabulary';
import {
  AuthorizationResumption,
  AuthorizationState,
  AuthorizationSuspension,
  DecliningReason,
  OperatorPerson,
  RequestWithdrawal,
  Revocation,
  ReviewOutcome,
  ServiceProfiles,
} from './vocabulary.ts';

/** On which point: whoever follows a point goes by it. */
const OnPoint = { pointId: Id };
/** What it was and is today: a fact that is recorded late may change nothing of it. */
const Moves = { from: AuthorizationState, to: AuthorizationState };
/** Until when it stands without a review, and on which day it ends when there is none. */
const Review = { nextReviewOn: LocalDate, endsUnlessReviewedOn: LocalDate };

export const OperatorAuthorizationRequested = defineEvent({
  type: 'OperatorAuthorizationRequested',
  schema: Type.Object({
    authorizationId: Id,
    ...OnPoint,
    hostId: Id,
    region: RegionCode,
    province: ProvinceCode,
    /** Under which the operator is known where tokens are issued. */
    operatorId: Id,
    subject: Id,
    operator: personal(OperatorPerson),
    profiles: ServiceProfiles,
  }),
});

export const OperatorTrainingRecorded = defineEvent({
  type: 'OperatorTrainingRecorded',
  schema: Type.Object({ ...OnPoint, trainedOn: LocalDate, course: Text }),
});

/** INPS does not grant what the host asked for; the host may ask anew. */
export const OperatorAuthorizationDeclined = defineEvent({
  type: 'OperatorAuthorizationDeclined',
  schema: Type.Object({
    ...OnPoint,
    reason: DecliningReason,
    /** In words, which name nobody. */
    note: Type.Optional(Text),
    declinedOn: LocalDate,
    ...Moves,
  }),
});

/** A version that knows no erasure as a reason must stop at it, and not take it for damage. */
const KNOWS_ERASURES = { version: 2, upcasters: { 1: (data: unknown) => data } };

/** The host does not want any more what it asked for, or the person for whom it did is erased. */
export const OperatorAuthorizationWithdrawn = defineEvent({
  type: 'OperatorAuthorizationWithdrawn',
  ...KNOWS_ERASURES,
  schema: Type.Object({
    ...OnPoint,
    reason: RequestWithdrawal,
    /** In words, which name nobody. */
    note: Type.Optional(Text),
    withdrawnOn: LocalDate,
    ...Moves,
  }),
});

export const OperatorAuthorizationGranted = defineEvent({
  type: 'OperatorAuthorizationGranted',
  schema: Type.Object({
    ...OnPoint,
    /** The protocol in force that covers the point: it dies with it. */
    protocolId: Id,
    profiles: ServiceProfiles,
    grantedOn: LocalDate,
    /** Of the last event of the point that was known when it was decided; grants of earlier versions do not say. */
    pointRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    ...Review,
    ...Moves,
  }),
});

export const OperatorAuthorizationReviewed = defineEvent({
  type: 'OperatorAuthorizationReviewed',
  schema: Type.Object({
    ...OnPoint,
    outcome: ReviewOutcome,
    reviewedOn: LocalDate,
    /** Those that are left, where it is reduced; confirmations of earlier versions name those that they found. */
    profiles: Type.Optional(ServiceProfiles),
    /** None when it is revoked. */
    nextReviewOn: Type.Optional(LocalDate),
    endsUnlessReviewedOn: Type.Optional(LocalDate),
    /** What stands today once it is recorded, where that is of a later review. Reviews of earlier versions do not say. */
    standing: Type.Optional(Type.Object(Review)),
  }),
});

export const OperatorAuthorizationSuspended = defineEvent({
  type: 'OperatorAuthorizationSuspended',
  schema: Type.Object({ ...OnPoint, reason: AuthorizationSuspension, suspendedOn: LocalDate, ...Moves }),
});

/**
 * A version that does not know that an expiry is undone must stop at it, and not take it for damage; nor may one that does not know what
 * persons have left take it for granted.
 */
const KNOWS_WHAT_IS_LEFT = { version: 3, upcasters: { 1: (data: unknown) => data, 2: (data: unknown) => data } };

/** One reason of a suspension is over, or an end has lost its cause; it is granted again when no reason is left. */
export const OperatorAuthorizationResumed = defineEvent({
  type: 'OperatorAuthorizationResumed',
  ...KNOWS_WHAT_IS_LEFT,
  schema: Type.Object({
    ...OnPoint,
    reason: AuthorizationResumption,
    resumedOn: LocalDate,
    /** First day without it, of the end that has lost its cause: it goes on, as long as that would count. */
    undoes: Type.Optional(LocalDate),
    /**
     * It goes on as persons have left it before that end or since, and not at all where they have ended it. One of an earlier version
     * goes on as it was at that end.
     */
    asLeft: Type.Optional(Type.Literal(true)),
    /** With what it goes on then. */
    goesOn: Type.Optional(Type.Object({ ...Review, suspendedFor: Type.Array(AuthorizationSuspension) })),
    ...Moves,
  }),
});

export const OperatorAuthorizationRevoked = defineEvent({
  type: 'OperatorAuthorizationRevoked',
  ...KNOWS_ERASURES,
  schema: Type.Object({ ...OnPoint, reason: Revocation, revokedOn: LocalDate, ...Moves }),
});

/** Nobody reviewed it in time. */
export const OperatorAuthorizationExpired = defineEvent({
  type: 'OperatorAuthorizationExpired',
  schema: Type.Object({ ...OnPoint, expiredOn: LocalDate, ...Moves }),
});

/** It stands in another province: its point was relocated. */
export const OperatorAuthorizationMoved = defineEvent({
  type: 'OperatorAuthorizationMoved',
  schema: Type.Object({
    ...OnPoint,
    region: RegionCode,
    /** Where it stands from then on. */
    province: ProvinceCode,
    movedOn: LocalDate,
    /** As what it is counted today, and in which province it was and is: a later move may be recorded before. */
    today: Type.Object({ state: AuthorizationState, from: ProvinceCode, to: ProvinceCode }),
  }),
});

/** What can be corrected of the facts of an authorisation, and what follows from that: dates. */
const RectifiedAuthorizationFields = Type.Partial(
  Type.Object({
    trainedOn: LocalDate,
    declinedOn: LocalDate,
    withdrawnOn: LocalDate,
    grantedOn: LocalDate,
    /** Of a grant: of the last event of the point that was known when its day was corrected. */
    pointRevision: Type.Integer({ minimum: 0 }),
    reviewedOn: LocalDate,
    ...Review,
    suspendedOn: LocalDate,
    resumedOn: LocalDate,
    revokedOn: LocalDate,
  }),
);

/** One of its facts was wrong (T2): from now on it counts corrected, or not at all. */
export const OperatorAuthorizationRectified = defineEvent({
  type: 'OperatorAuthorizationRectified',
  schema: rectificationOf(RectifiedAuthorizationFields, {
    ...OnPoint,
    /** Legal day that the fact had until now; where an annulment is annulled, the day that it has again. */
    on: LocalDate,
    ...Moves,
    /** What else stands today, once that is corrected; nothing where it was not granted. */
    standing: Type.Partial(
      Type.Object({
        grantedOn: LocalDate,
        ...Review,
        /** First day on which it does not hold, where it has ended. */
        endedOn: LocalDate,
      }),
    ),
  }),
});

export const operatorAuthorizationEvents = [
  OperatorAuthorizationRequested,
  OperatorTrainingRecorded,
  OperatorAuthorizationDeclined,
  OperatorAuthorizationWithdrawn,
  OperatorAuthorizationGranted,
  OperatorAuthorizationReviewed,
  OperatorAuthorizationSuspended,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationExpired,
  OperatorAuthorizationMoved,
  OperatorAuthorizationRectified,
] as const;
export type OperatorAuthorizationEvent = EventsOf<typeof operatorAuthorizationEvents>;
