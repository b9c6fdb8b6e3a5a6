import type { LocalDate } from '#italy';
import {
  asLeft,
  suspensionsOf,
  type EndedAuthorization,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import {
  isSuspensionByPolicy,
  type RevocationToUndo,
  type REVIEWED_IN_TIME,
} from '../../domain/authorization/vocabulary.ts';

/**
 * That an authorisation goes on from a day, as its end has lost its cause: as persons have left it, with its last review and what they
 * suspended it for.
 * @param then the authorisation on that day
 * @param last the same after all that is written of it
 */
export function goingOnAgain(
  then: EndedAuthorization,
  last: OperatorAuthorization,
  reason: RevocationToUndo | typeof REVIEWED_IN_TIME,
  resumedOn: LocalDate,
) {
  const { pointId, ended } = then;
  const left = asLeft(last);
  const { nextReviewOn, endsUnlessReviewedOn } = 'nextReviewOn' in left ? left : then;
  const suspendedFor = suspensionsOf(asLeft(then))
    .map((one) => one.reason)
    .filter((one) => !isSuspensionByPolicy(one));
  const goesOn = { nextReviewOn, endsUnlessReviewedOn, suspendedFor };
  const data = { pointId, reason, resumedOn, undoes: ended.on, asLeft: true, goesOn } as const;
  return { type: 'OperatorAuthorizationResumed', data } as const;
}
