import type { LocalDate } from '#italy';
import type { Absent } from '#kernel/domain';
import { defineCommandOn, fact, LATEST, lifeOnce, type Known } from '#use-cases';
import type { Life } from '#use-cases/dated';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  isExpiredInError,
  operatorAuthorization,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import {
  isLeftEnded,
  type EndedAuthorization,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES, REVIEWED_IN_TIME } from '../../domain/authorization/vocabulary.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { alreadyAuthorised, operatorRoster, subjectsBeside } from '../../domain/roster/operator-roster.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { endedSince, lifeOfItsProtocol, revoking, type MayEndIt } from './ended-since.ts';
import { goingOnAgain } from './going-on-again.ts';
import {
  authorizationId,
  entriesFor,
  OnOperatorAuthorization,
  takingEffectTogether,
  type DatedMove,
} from './on-operator-authorization.ts';

/** Has an authorisation end for want of a review on the day that its reviews say, or go on. */
export class AlignAuthorizationWithReviews extends OnOperatorAuthorization {}

const { told } = operatorAuthorization;

const pointOf = (_input: unknown, state: OperatorAuthorization | Absent): string | undefined =>
  state.status === 'ABSENT' ? undefined : state.pointId;

/**
 * A review overdue ends an authorisation (K6). One that was made in time and recorded late, or whose day was rectified, undoes the
 * expiry from its day on (T1, T2), until what has ended the authorisation otherwise by now, or the next review that nobody
 * made. A person who was authorised anew meanwhile keeps that authorisation, and the older one stays ended.
 */
export const alignAuthorizationWithReviews = defineCommandOn(operatorAuthorization)({
  input: AlignAuthorizationWithReviews,
  summary: 'Has an authorisation end for want of a review on the day that its reviews say, or go on.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: {
    authorised: fact(operatorRoster, pointOf, (roster, _at, input: AlignAuthorizationWithReviews) =>
      subjectsBeside(roster, input.authorizationId),
    ),
    point: fact(puntoCliente, pointOf, (found) => found),
    protocol: lifeOfItsProtocol,
  },
  claims: (_input, lived, known) => entriesFor(lived, followingReviews(lived, known)),
  refuses: [authorizationUnconcerned, alreadyAuthorised],
  decide: (_input, lived, known) => {
    const events = followingReviews(lived, known);
    const goesOn = events.some(({ type }) => type === 'OperatorAuthorizationResumed');
    if (events.length === 0 || (goesOn && known.authorised.includes(lived.subject))) {
      throw authorizationUnconcerned({ state: lived.status });
    }
    return events;
  },
});

function followingReviews(
  lived: LivedAuthorization,
  { today, ...known }: Pick<Known, 'now' | 'today'> & MayEndIt,
): readonly OperatorAuthorizationEvent[] {
  const moves: DatedMove[] = [];
  const once = (): Life<OperatorAuthorizationEvent> =>
    lifeOnce(told, lived.life, known.now, ...takingEffectTogether(lived, moves, known));
  const { pointId } = lived;
  const ended = expiredInError(lived);
  if (ended) {
    const { on } = ended.ended;
    const whole = told.judgedOn(lived.life, LATEST) as OperatorAuthorization;
    moves.push({ on, fact: goingOnAgain(ended, whole, REVIEWED_IN_TIME, on) });
    const otherwise = endedSince(lived, on, known);
    if (otherwise) moves.push(revoking(lived, otherwise));
  }
  const due = firstOverdue(once(), today);
  if (due !== undefined) {
    moves.push({ on: due, fact: { type: 'OperatorAuthorizationExpired', data: { pointId, expiredOn: due } } });
  }
  return takingEffectTogether(lived, moves, known);
}

/** The first day by today on which a review was overdue beyond the time that is given: what is reviewed later had ended before that. */
function firstOverdue(life: Life<OperatorAuthorizationEvent>, today: LocalDate): LocalDate | undefined {
  const ends = told.facts(life).flatMap(({ counts, event: { data } }) => {
    const day = counts && 'endsUnlessReviewedOn' in data ? data.endsUnlessReviewedOn : undefined;
    return day !== undefined && day <= today ? day : [];
  });
  return ends.sort().find((day) => {
    const then = told.judgedOn(life, day);
    return (then.status === 'GRANTED' || then.status === 'SUSPENDED') && then.endsUnlessReviewedOn <= day;
  });
}

/** An authorisation on the day on which it was taken for expired, where that was none and no person has ended it on that day. */
function expiredInError({ life }: LivedAuthorization): EndedAuthorization | undefined {
  const last = told.judgedOn(life, LATEST);
  if (!isExpiredInError(last)) return undefined;
  const then = told.judgedOn(life, last.ended.on);
  return isExpiredInError(then) && !isLeftEnded(then) ? then : undefined;
}
