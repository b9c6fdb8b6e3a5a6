import type { Absent } from '#kernel/domain';
import { defineCommandOn, fact, IsOneOf, IsRealDate, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  isRevokedFor,
  operatorAuthorization,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import {
  AUTHORIZATION_STATES,
  isSuspensionByPolicy,
  REVOCATIONS_TO_UNDO,
  type RevocationToUndo,
} from '../../domain/authorization/vocabulary.ts';
import { alreadyAuthorised, operatorRoster, subjectsBeside } from '../../domain/roster/operator-roster.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { authorizationId, entriesFor, OnOperatorAuthorization, takingEffect } from './on-operator-authorization.ts';

/** Has an authorisation go on that was revoked for something which is not so. */
export class RestoreOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(REVOCATIONS_TO_UNDO, 'RevocationToUndo')
  readonly reason!: RevocationToUndo;

  /** First day on which it did not hold. */
  @IsRealDate()
  readonly revokedOn!: string;

  /** First day on which it holds again. */
  @IsRealDate()
  readonly resumedOn!: string;
}

/**
 * What a protocol or a point had ended that has not ended, or did so on another day, is given back (T2). A person who was
 * authorised anew meanwhile keeps that authorisation, and the older one stays ended: one person has one on a point.
 */
export const restoreOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: RestoreOperatorAuthorization,
  summary: 'Has an authorisation go on that was revoked for something which is not so.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: {
    authorised: fact(
      operatorRoster,
      (_input: RestoreOperatorAuthorization, state: OperatorAuthorization | Absent) =>
        state.status === 'ABSENT' ? undefined : state.pointId,
      (roster, _at, { authorizationId: own }) => subjectsBeside(roster, own),
    ),
  },
  claims: (input, lived, known) => {
    const restored = goingOn(input, lived, known);
    return restored ? entriesFor(lived, [restored]) : [];
  },
  refuses: [authorizationUnconcerned, alreadyAuthorised],
  decide: (input, lived, known) => {
    const restored = goingOn(input, lived, known);
    if (!restored || known.authorised.includes(lived.subject)) throw authorizationUnconcerned({ state: lived.status });
    return [restored];
  },
});

function goingOn(
  { reason, revokedOn: undoes, resumedOn }: RestoreOperatorAuthorization,
  lived: LivedAuthorization,
  known: Pick<Known, 'now'>,
): OperatorAuthorizationEvent | undefined {
  const state = operatorAuthorization.judgedOn(lived, resumedOn);
  if (!isRevokedFor(state, reason, undoes)) return undefined;
  const { nextReviewOn, endsUnlessReviewedOn, pointId } = state;
  const suspendedFor = state.ended.suspensions.map((one) => one.reason).filter((one) => !isSuspensionByPolicy(one));
  const goesOn = { nextReviewOn, endsUnlessReviewedOn, suspendedFor };
  const data = { pointId, reason, resumedOn, undoes, goesOn };
  return takingEffect(lived, { type: 'OperatorAuthorizationResumed', data }, resumedOn, known);
}
