import type { LocalDate } from '#italy';
import type { EndedAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import {
  isSuspensionByPolicy,
  type RevocationToUndo,
  type REVIEWED_IN_TIME,
} from '../../domain/authorization/vocabulary.ts';

/** That an authorisation goes on from a day, as its end has lost its cause: with its review, and what persons had suspended it for. */
export function goingOnAgain(
  { pointId, nextReviewOn, endsUnlessReviewedOn, ended: { on: undoes, suspensions } }: EndedAuthorization,
  reason: RevocationToUndo | typeof REVIEWED_IN_TIME,
  resumedOn: LocalDate,
) {
  const suspendedFor = suspensions.map((one) => one.reason).filter((one) => !isSuspensionByPolicy(one));
  const goesOn = { nextReviewOn, endsUnlessReviewedOn, suspendedFor };
  return { type: 'OperatorAuthorizationResumed', data: { pointId, reason, resumedOn, undoes, goesOn } } as const;
}
