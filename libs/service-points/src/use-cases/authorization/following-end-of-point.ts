import type { LocalDate } from '#italy';
import type { ProtocolEvent } from '#protocols';
import { LATEST, lifeOnce } from '#use-cases';
import type { Life } from '#use-cases/dated';
import { endsOf, type EndsOfPoint } from '../../domain/authorization/ends-of-point.ts';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  grantOf,
  isRevokedFor,
  operatorAuthorization,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import type { Taken } from '../../domain/legal-effect.ts';
import type { Entry } from '../../domain/roster/operator-roster.ts';
import type { LivedPoint } from '../../domain/punto-cliente.ts';
import {
  hasEnded,
  isLeftEnded,
  type EndedAuthorization,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import type { RevocationToUndo } from '../../domain/authorization/vocabulary.ts';
import { endedSince, isOver, revoking } from './ended-since.ts';
import { goingOnAgain } from './going-on-again.ts';
import { takingEffectTogether, type DatedMove } from './on-operator-authorization.ts';

const REASON = 'POINT_DEACTIVATED';
const { told } = operatorAuthorization;

/** What an authorisation is held against. */
interface Surroundings {
  readonly point: LivedPoint;
  /** The protocol that it was granted under, where what that has ended is looked at, too. */
  readonly protocol?: Life<ProtocolEvent> | undefined;
  /** Revision of the first event of the point that was not known at its grant, where that does not say; nobody can tell when absent. */
  readonly since?: number | undefined;
  /** All that ever were counted on that point: those of the same person stand in its way. */
  readonly authorizations: readonly LivedAuthorization[];
  /** What is counted on it now: granted, or about to be. */
  readonly entries: readonly Entry[];
}

/**
 * The facts that an authorisation lacks to end with its point (K7), and on no other day: on every legal day of the two it is looked at
 * whether it has, and should have. So it does not matter what of them was recorded late, rectified or undone. A person who has another on
 * the point by then keeps that.
 * @returns none where it is as it should be
 */
export function followingEndOfPoint(
  lived: LivedAuthorization,
  { point, protocol, since, authorizations, entries }: Surroundings,
  taken: Taken,
): readonly OperatorAuthorizationEvent[] {
  const ends = endsOf(point);
  const grant = grantOf(lived);
  if (!grant) return [];
  const isKnownEnd = ends.endsFor(grant);
  const isNewEnd = since === undefined ? () => undefined : ends.endsFor({ ...grant, pointRevision: since - 1 });
  const isEnd = (on: LocalDate): boolean | undefined => isKnownEnd(on) ?? isNewEnd(on);
  const others = authorizations
    .filter(({ id, subject }) => id !== lived.id && subject === lived.subject)
    .map((one) => ({ ...one, isEntered: entries.some(({ authorizationId }) => authorizationId === one.id) }));
  const lostCauseOf = (ended: EndedAuthorization, on: LocalDate): RevocationToUndo | undefined => {
    if (isRevokedFor(ended, REASON, on) && isKnownEnd(on) === false) return REASON;
    const isByProtocol = isRevokedFor(ended, 'PROTOCOL_ENDED', on);
    return isByProtocol && protocol && !isOver(protocol, on) ? 'PROTOCOL_ENDED' : undefined;
  };
  const endAfter = (from: LocalDate): LocalDate | undefined => ends.days.find((day) => day > from && isEnd(day));
  const moves: DatedMove[] = [];
  let life = lived.life;
  for (const on of daysOf(lived, ends)) {
    const then = told.judgedOn(life, on);
    if (hasEnded(then)) {
      const lost = lostCauseOf(then, on);
      if (!lost || isLeftEnded(then) || isHeldBySomeOf(others, on, endAfter(on))) continue;
      const last = told.judgedOn(life, LATEST) as OperatorAuthorization;
      moves.push({ on, fact: goingOnAgain(then, last, lost, on) });
      // That the point has ended since is found on the days to come.
      const otherwise = lost === 'PROTOCOL_ENDED' ? endedSince(lived, on, { point, protocol }) : undefined;
      if (otherwise?.reason === 'PROTOCOL_ENDED') moves.push(revoking(lived, otherwise));
    } else if ((then.status === 'GRANTED' || then.status === 'SUSPENDED') && isEnd(on)) {
      moves.push(revoking(lived, { on, reason: REASON }));
    } else continue;
    life = lifeOnce(told, lived.life, taken.now, ...takingEffectTogether(lived, moves, taken));
  }
  return takingEffectTogether(lived, moves, taken);
}

function daysOf({ life }: LivedAuthorization, { days }: EndsOfPoint): readonly LocalDate[] {
  return [...new Set([...told.facts(life).map(({ on }) => on), ...days])].sort();
}

/** Tells whether one of the others holds on a day between this one and the next end, or is about to be granted. */
function isHeldBySomeOf(
  others: readonly (LivedAuthorization & { readonly isEntered: boolean })[],
  from: LocalDate,
  until: LocalDate | undefined,
): boolean {
  return others.some(({ life, isEntered }) => {
    // On the roster, and not granted yet. One whose grant never came was on it once.
    if (isEntered && until === undefined && told.judgedOn(life, LATEST).status === 'REQUESTED') return true;
    const days = told.facts(life).map(({ on }) => on);
    return [from, ...days.filter((day) => day > from && (until === undefined || day < until))].some((day) => {
      const { status } = told.judgedOn(life, day);
      return status === 'GRANTED' || status === 'SUSPENDED';
    });
  });
}
