import type { Absent } from '#kernel/domain';
import { defineCommandOn, fact, IsOneOf, IsRealDate, LATEST, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  isRevokedFor,
  operatorAuthorization,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import {
  isLeftEnded,
  type EndedAuthorization,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import {
  AUTHORIZATION_STATES,
  REVOCATIONS_TO_UNDO,
  type RevocationToUndo,
} from '../../domain/authorization/vocabulary.ts';
import { alreadyAuthorised, operatorRoster, subjectsBeside } from '../../domain/roster/operator-roster.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { goingOnAgain } from './going-on-again.ts';
import { authorizationId, entriesFor, OnOperatorAuthorization, takingEffect } from './on-operator-authorization.ts';

/** Has an authorisation go on that was revoked for something which is not so. Of a point, as earlier versions have planned it. */
export class RestoreOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(REVOCATIONS_TO_UNDO, 'RevocationToUndo')
  readonly reason!: RevocationToUndo;

  /** First day without the protocol or the point, by the end that has lost its cause. */
  @IsRealDate()
  readonly revokedOn!: string;

  /** First day on which it holds again. */
  @IsRealDate()
  readonly resumedOn!: string;
}

/**
 * What a protocol or a point had ended that has not ended, or did so on another day, is given back (T2): from that day on, or from its
 * grant, where that came after an end which was recorded late. A person who was
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
  input: RestoreOperatorAuthorization,
  lived: LivedAuthorization,
  known: Pick<Known, 'now'>,
): OperatorAuthorizationEvent | undefined {
  const { reason, resumedOn: from } = input;
  const last = operatorAuthorization.judgedOn(lived, LATEST);
  const resumedOn = 'grantedOn' in last && last.grantedOn > from ? last.grantedOn : from;
  const state = operatorAuthorization.judgedOn(lived, resumedOn);
  if (last.status === 'ABSENT' || !isConcerned(state, input)) return undefined;
  return takingEffect(lived, goingOnAgain(state, last, reason, resumedOn), resumedOn, known);
}

/** Whether it was revoked for that end: on its day or, granted after an end of the protocol that was recorded late, from its own day on. */
function isConcerned(
  state: LivedAuthorization | Absent,
  { reason, revokedOn }: RestoreOperatorAuthorization,
): state is LivedAuthorization & EndedAuthorization {
  if (state.status !== 'REVOKED' || isLeftEnded(state)) return false;
  const { grantedOn } = state;
  const isLate = reason === 'PROTOCOL_ENDED' && revokedOn <= grantedOn;
  return isRevokedFor(state, reason, revokedOn) || (isLate && isRevokedFor(state, reason, grantedOn));
}
