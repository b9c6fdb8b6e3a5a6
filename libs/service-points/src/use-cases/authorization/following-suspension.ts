import type { LocalDate } from '#italy';
import { lifeOnce } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf } from '../../domain/authorization/operator-authorization-state.ts';
import type { AUTHORIZATION_SUSPENSIONS_BY_POLICY } from '../../domain/authorization/vocabulary.ts';
import type { Taken } from '../../domain/legal-effect.ts';
import { takingEffectTogether, type DatedMove } from './on-operator-authorization.ts';

/** What suspends an authorisation, day by day. */
interface Suspending {
  readonly reason: (typeof AUTHORIZATION_SUSPENSIONS_BY_POLICY)[number];
  /** The days on which that begins or ends. */
  readonly days: readonly LocalDate[];
  /** Whether it does at the end of a day. */
  readonly isOn: (day: LocalDate) => boolean;
}

/**
 * The facts that an authorisation lacks to be suspended for a reason on those days alone on which that holds: on every legal
 * day of the two it is looked at whether it is, and should be. So it does not matter what was recorded late, or rectified.
 * @returns none where it is as it should be
 */
export function followingSuspension(
  lived: LivedAuthorization,
  { reason, days, isOn }: Suspending,
  taken: Taken,
): readonly OperatorAuthorizationEvent[] {
  const { told } = operatorAuthorization;
  const moves: DatedMove[] = [];
  const all = new Set([...told.facts(lived.life).map(({ on }) => on), ...days]);
  for (const on of [...all].sort()) {
    const written = lifeOnce(told, lived.life, taken.now, ...takingEffectTogether(lived, moves, taken));
    const then = told.judgedOn(written, on);
    if (then.status !== 'GRANTED' && then.status !== 'SUSPENDED') continue;
    const isSuspended = suspensionsOf(then).some((standing) => standing.reason === reason);
    if (isSuspended === isOn(on)) continue;
    const { pointId } = then;
    moves.push({
      on,
      fact: isSuspended
        ? { type: 'OperatorAuthorizationResumed', data: { pointId, reason, resumedOn: on } }
        : { type: 'OperatorAuthorizationSuspended', data: { pointId, reason, suspendedOn: on } },
    });
  }
  return takingEffectTogether(lived, moves, taken);
}
