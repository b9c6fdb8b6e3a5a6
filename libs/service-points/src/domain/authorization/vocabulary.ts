import { Type, type Static } from '@sinclair/typebox';
import { oneOf, Text, Word, type PointKind } from '#vocabulary';

/** The life of an operator's authorisation. */
export const AUTHORIZATION_STATES = [
  'REQUESTED',
  'DECLINED',
  'WITHDRAWN',
  'GRANTED',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
] as const;
export const AuthorizationState = oneOf(AUTHORIZATION_STATES, 'AuthorizationState');
export type AuthorizationStatus = Static<typeof AuthorizationState>;

/** Tells whether an authorisation of this state was granted once, and has ended. */
export function isEnd(status: AuthorizationStatus | 'ABSENT'): status is 'REVOKED' | 'EXPIRED' {
  return status === 'REVOKED' || status === 'EXPIRED';
}

/** What an operator may do at the point for those who come. */
export const SERVICE_PROFILES = [
  'CONSULTAZIONE',
  'LAVORAZIONE_AMMINISTRATIVA',
  'PRENOTAZIONE',
  'QUESITO',
  'SPORTELLO_REMOTO',
] as const;
export const ServiceProfile = oneOf(SERVICE_PROFILES, 'ServiceProfile');
export type ServiceProfile = Static<typeof ServiceProfile>;
/** What nobody does at a point of this kind: who comes to an informative one is told, and no more (INPS circolare 119/2011). */
export function profilesBeyond(kind: PointKind, profiles: readonly ServiceProfile[]): readonly ServiceProfile[] {
  return kind === 'INFORMATIVO' ? profiles.filter((profile) => profile !== 'CONSULTAZIONE') : [];
}
export const ServiceProfiles = Type.Array(ServiceProfile, { minItems: 1, maxItems: SERVICE_PROFILES.length });

/** What comes of a periodic review. */
export const REVIEW_OUTCOMES = ['CONFIRMED', 'REDUCED', 'REVOKED'] as const;
export const ReviewOutcome = oneOf(REVIEW_OUTCOMES, 'ReviewOutcome');
export type ReviewOutcome = Static<typeof ReviewOutcome>;

/** Why INPS declines what was asked for. */
export const DECLINING_REASONS = ['NOT_ENTITLED', 'NOT_TRAINED', 'NOT_NEEDED', 'SECURITY'] as const;
export const DecliningReason = oneOf(DECLINING_REASONS, 'DecliningReason');
export type DecliningReason = Static<typeof DecliningReason>;

/** Why the host withdraws what it asked for. */
export const WITHDRAWALS_BY_PERSONS = ['LEFT_THE_HOST', 'NOT_NEEDED', 'ASKED_IN_ERROR'] as const;
export type WithdrawalByPerson = (typeof WITHDRAWALS_BY_PERSONS)[number];
/** Why it is withdrawn by policy. */
export const WITHDRAWALS_BY_POLICY = ['SUBJECT_ERASED'] as const;
export const RequestWithdrawal = oneOf(
  [...WITHDRAWALS_BY_PERSONS, ...WITHDRAWALS_BY_POLICY] as const,
  'RequestWithdrawal',
);
export type RequestWithdrawal = Static<typeof RequestWithdrawal>;

/** Why a person suspends an authorisation. */
export const AUTHORIZATION_SUSPENSIONS_BY_PERSONS = ['HOST_REQUEST', 'SECURITY', 'TRAINING'] as const;
export type AuthorizationSuspensionByPerson = (typeof AUTHORIZATION_SUSPENSIONS_BY_PERSONS)[number];
/** What policies suspend it for: its point is, or its protocol turned out to have entered into force after the grant. */
export const AUTHORIZATION_SUSPENSIONS_BY_POLICY = ['POINT_SUSPENDED', 'PROTOCOL_NOT_IN_FORCE'] as const;
/** Those of persons and policies. */
export const AuthorizationSuspension = oneOf(
  [...AUTHORIZATION_SUSPENSIONS_BY_PERSONS, ...AUTHORIZATION_SUSPENSIONS_BY_POLICY] as const,
  'AuthorizationSuspension',
);
export type AuthorizationSuspension = Static<typeof AuthorizationSuspension>;

/** Tells whether it is policies that suspend for a reason, and resume. */
export function isSuspensionByPolicy(reason: string): boolean {
  const byPolicy: readonly string[] = AUTHORIZATION_SUSPENSIONS_BY_POLICY;
  return byPolicy.includes(reason);
}

/** Why a person revokes an authorisation. */
export const REVOCATIONS_BY_PERSONS = ['HOST_REQUEST', 'SECURITY', 'LEFT_THE_HOST'] as const;
export type RevocationByPerson = (typeof REVOCATIONS_BY_PERSONS)[number];
/** Why it is revoked by policy. */
export const REVOCATIONS_BY_POLICY = ['POINT_DEACTIVATED', 'PROTOCOL_ENDED', 'SUBJECT_ERASED'] as const;
export type RevocationByPolicy = (typeof REVOCATIONS_BY_POLICY)[number];
/** Those of persons and policies, and a review that came to that. */
export const Revocation = oneOf([...REVOCATIONS_BY_PERSONS, ...REVOCATIONS_BY_POLICY, 'REVIEW'] as const, 'Revocation');
export type Revocation = Static<typeof Revocation>;

/** Those that may lose their cause. */
export const REVOCATIONS_TO_UNDO = ['POINT_DEACTIVATED', 'PROTOCOL_ENDED'] as const satisfies RevocationByPolicy[];
export type RevocationToUndo = (typeof REVOCATIONS_TO_UNDO)[number];
/** Tells whether what an authorisation was revoked for may turn out not to be so. */
export function isRevocationToUndo(reason: string): reason is RevocationToUndo {
  const toUndo: readonly string[] = REVOCATIONS_TO_UNDO;
  return toUndo.includes(reason);
}
/** Why an expiry is undone: the review that it was for was made in time, and recorded late. */
export const REVIEWED_IN_TIME = 'REVIEWED_IN_TIME';
/** What is over by a resumption: a reason to be suspended, or an end by policy that has lost its cause. */
export const AuthorizationResumption = oneOf(
  [
    ...[...AUTHORIZATION_SUSPENSIONS_BY_PERSONS, ...AUTHORIZATION_SUSPENSIONS_BY_POLICY],
    ...[...REVOCATIONS_TO_UNDO, REVIEWED_IN_TIME],
  ] as const,
  'AuthorizationResumption',
);

/** Who an operator is, as sealed. */
export const OperatorPerson = Type.Object({ fiscalCode: Word, givenName: Text, familyName: Text });
export type OperatorPerson = Static<typeof OperatorPerson>;

/** The field that who an operator is is sealed for. */
export const OPERATOR_FIELD = 'OperatorAuthorizationRequested.operator';
