import { IsUUID } from 'class-validator';
import { defineRefusal, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, fact, IsOneOf, IsRealDate, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  suspensionsOf,
  type GrantedAuthorization,
  type OperatorAuthorization,
  type SuspendedAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import {
  AUTHORIZATION_STATES,
  REVOCATIONS_BY_POLICY,
  type RevocationByPolicy,
} from '../../domain/authorization/vocabulary.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { isStillOn, standstillsOf } from '../../domain/standstill.ts';
import { alreadyAuthorised, rosterLeft, operatorRoster } from '../../domain/roster/operator-roster.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationId, entriesFor, OnOperatorAuthorization, takingEffect } from './on-operator-authorization.ts';

/*
 * What follows for an authorisation from what happens elsewhere: given by policies alone, on the legal date of the cause,
 * and nothing to do where it is so already.
 */

export const authorizationUnconcerned = defineRefusal(
  'AUTHORIZATION_UNCONCERNED',
  'In state {state} the authorisation is not concerned by that: nothing is left to do.',
  'already-so',
);

type Standing = LivedAuthorization & (GrantedAuthorization | SuspendedAuthorization);

function isStanding(state: LivedAuthorization | Absent): state is Standing {
  return state.status === 'GRANTED' || state.status === 'SUSPENDED';
}

/**
 * The authorisation as it stood on the legal date of a cause; one that was granted between that and its consequence, as it
 * stood on its own day, whatever has ended it since.
 * @throws DomainError AUTHORIZATION_UNCONCERNED (already-so)
 */
function whenConcerned(
  lived: LivedAuthorization,
  on: LocalDate,
  today: LocalDate,
): { readonly authorization: Standing; readonly on: LocalDate } {
  const then = operatorAuthorization.judgedOn(lived, on);
  if (isStanding(then)) return { authorization: then, on };
  const now = operatorAuthorization.judgedOn(lived, today);
  if (!('grantedOn' in now) || now.grantedOn <= on) throw authorizationUnconcerned({ state: now.status });
  const granted = operatorAuthorization.judgedOn(lived, now.grantedOn);
  if (!isStanding(granted)) throw authorizationUnconcerned({ state: granted.status });
  return { authorization: granted, on: now.grantedOn };
}

/** When the point of an authorisation stood still: what happened there later may be recorded by now. */
export const standstills = fact(
  puntoCliente,
  (_input: OnOperatorAuthorization, state: OperatorAuthorization | Absent) =>
    state.status === 'ABSENT' ? undefined : state.pointId,
  (point) => (point.status === 'ABSENT' ? [] : standstillsOf(point)),
);

/** Suspends an authorisation with its point. */
export class SuspendAuthorizationWithPoint extends OnOperatorAuthorization {
  /** Legal date of the cause. */
  @IsRealDate()
  readonly suspendedOn!: string;
}

export const suspendAuthorizationWithPoint = defineCommandOn(operatorAuthorization)({
  input: SuspendAuthorizationWithPoint,
  summary: 'Suspends an authorisation with its point.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: { standstills },
  refuses: [authorizationUnconcerned],
  decide: ({ suspendedOn }, lived, known) => {
    const { authorization, on } = whenConcerned(lived, suspendedOn, known.today);
    const reason = 'POINT_SUSPENDED';
    const isSuspended = suspensionsOf(authorization).some((standing) => standing.reason === reason);
    if (isSuspended || !isStillOn(known.standstills, on)) {
      throw authorizationUnconcerned({ state: authorization.status });
    }
    const data = { pointId: authorization.pointId, reason, suspendedOn: on } as const;
    return [takingEffect(authorization, { type: 'OperatorAuthorizationSuspended', data }, on, known)];
  },
});

/** Gives an authorisation back with its point. */
export class ResumeAuthorizationWithPoint extends OnOperatorAuthorization {
  /** Legal date of the cause. */
  @IsRealDate()
  readonly resumedOn!: string;
}

export const resumeAuthorizationWithPoint = defineCommandOn(operatorAuthorization)({
  input: ResumeAuthorizationWithPoint,
  summary: 'Gives an authorisation back with its point.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: { standstills },
  refuses: [authorizationUnconcerned, alreadyAuthorised],
  claims: (input, lived, known) =>
    entriesFor(
      lived,
      givenBack(input, lived, known).map(({ event }) => event),
    ),
  decide: (input, lived, known) => {
    const back = givenBack(input, lived, known).find(({ on }) => !isStillOn(known.standstills, on));
    if (!back) throw authorizationUnconcerned({ state: lived.status });
    return [back.event];
  },
});

/** What may give an authorisation back: from the legal date of the cause, or from when the suspension began that stands now. */
function givenBack(
  { resumedOn }: ResumeAuthorizationWithPoint,
  lived: LivedAuthorization,
  known: Pick<Known, 'now' | 'today'>,
): { readonly on: LocalDate; readonly event: OperatorAuthorizationEvent }[] {
  const days = [resumedOn, known.today];
  return days.flatMap((day) => {
    const state = operatorAuthorization.judgedOn(lived, day);
    if (!isStanding(state)) return [];
    const standing = suspensionsOf(state).find(({ reason }) => reason === 'POINT_SUSPENDED');
    if (!standing) return [];
    const on = resumedOn < standing.from ? standing.from : resumedOn;
    const data = { pointId: state.pointId, reason: standing.reason, resumedOn: on };
    return [{ on, event: takingEffect(state, { type: 'OperatorAuthorizationResumed', data }, on, known) }];
  });
}

/** Ends an authorisation with its point, with the protocol that it was granted under, or as its operator is erased. */
export class RevokeAuthorizationByPolicy extends OnOperatorAuthorization {
  @IsOneOf(REVOCATIONS_BY_POLICY, 'RevocationByPolicy')
  readonly reason!: RevocationByPolicy;

  /** Legal date of the cause. */
  @IsRealDate()
  readonly revokedOn!: string;
}

export const revokeAuthorizationByPolicy = defineCommandOn(operatorAuthorization)({
  input: RevokeAuthorizationByPolicy,
  summary:
    'Ends an authorisation with its point, with the protocol that it was granted under, or as its operator is erased; then also a request.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  refuses: [authorizationUnconcerned],
  decide: ({ reason, revokedOn }, lived, known) => {
    if (reason === 'SUBJECT_ERASED' && lived.status === 'REQUESTED') {
      const withdrawn = { pointId: lived.pointId, reason, withdrawnOn: revokedOn };
      return [takingEffect(lived, { type: 'OperatorAuthorizationWithdrawn', data: withdrawn }, revokedOn, known)];
    }
    const { authorization, on } = whenConcerned(lived, revokedOn, known.today);
    // Whether its point had activity as far as was known when it was granted is looked at with the point.
    if (reason === 'POINT_DEACTIVATED' && on !== revokedOn) throw authorizationUnconcerned({ state: lived.status });
    const data = { pointId: authorization.pointId, reason, revokedOn: on };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationRevoked', data }, on, known)];
  },
});

/** Ends an authorisation that nobody reviewed in time. */
export class ExpireOperatorAuthorization extends OnOperatorAuthorization {
  /** First day on which it does not hold. */
  @IsRealDate()
  readonly expiredOn!: string;
}

export const expireOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: ExpireOperatorAuthorization,
  summary: 'Ends an authorisation that nobody reviewed in time.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  refuses: [authorizationUnconcerned],
  decide: ({ expiredOn }, lived, known) => {
    const then = operatorAuthorization.judgedOn(lived, expiredOn);
    // Reviewed meanwhile, or ended otherwise.
    if (!isStanding(then) || then.endsUnlessReviewedOn > expiredOn) {
      throw authorizationUnconcerned({ state: then.status });
    }
    const data = { pointId: then.pointId, expiredOn };
    return [takingEffect(then, { type: 'OperatorAuthorizationExpired', data }, expiredOn, known)];
  },
});

/** Takes an authorisation that holds no longer out of the roster of its point. */
export class LeaveOperatorRoster {
  /** Id of the point. */
  @IsUUID()
  readonly pointId!: string;

  /** The command that entered it. */
  @IsUUID()
  readonly entryId!: string;

  /** Whether what it was entered for came about. */
  readonly wasGranted!: boolean;
}

export const leaveOperatorRoster = defineCommandOn(operatorRoster)({
  input: LeaveOperatorRoster,
  summary: 'Takes an authorisation that holds no longer out of the roster of its point.',
  id: ({ pointId }) => pointId,
  by: NO_PERSON,
  in: ['ABSENT', 'OPEN'],
  decide: (left, roster) => rosterLeft(roster, left),
});
