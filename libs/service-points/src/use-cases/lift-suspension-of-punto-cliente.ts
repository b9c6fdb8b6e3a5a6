import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import { resumed } from '../domain/suspension.ts';
import {
  isSuspensionByPolicy,
  POINT_STATES,
  SUSPENSIONS_BY_PERSONS,
  SUSPENSIONS_BY_POLICY,
  type Suspension,
  type SuspensionReason,
} from '../domain/vocabulary.ts';
import { NO_PERSON, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Lifts a suspension whose cause is over. */
export class LiftSuspensionOfPuntoCliente extends OnPuntoCliente {
  @IsOneOf([...SUSPENSIONS_BY_PERSONS, ...SUSPENSIONS_BY_POLICY], 'PointSuspensionReason')
  readonly reason!: SuspensionReason;

  /** First day on which the cause holds no longer. */
  @IsRealDate()
  readonly resumedOn!: string;
}

const notSuspendedForIt = defineRefusal(
  'NOT_SUSPENDED_FOR_IT',
  'The point is not suspended for {reason}: nothing is left to do.',
  'already-so',
);

/** The cause may be over before the suspension began, for a point that was activated in between: then on its first day. */
export const liftSuspensionOfPuntoCliente = defineCommandOn(puntoCliente)({
  input: LiftSuspensionOfPuntoCliente,
  summary: 'Lifts a suspension of a point whose cause is over.',
  id: pointId,
  by: NO_PERSON,
  in: POINT_STATES,
  refuses: [notSuspendedForIt],
  decide: ({ reason, resumedOn }, lived, known) => {
    const then = puntoCliente.judgedOn(lived, resumedOn);
    const now = puntoCliente.judgedOn(lived, known.today);
    for (const point of [then, now]) {
      if (point.status !== 'SUSPENDED') continue;
      const standing = suspensionsOf(point).find((suspension) => suspension.reason === reason);
      if (!standing || !isOverBy(standing, resumedOn)) continue;
      return [resumed(point, reason, resumedOn < standing.from ? standing.from : resumedOn, known)];
    }
    throw notSuspendedForIt({ reason });
  },
});

/** What a person has said ends on the day that they said last: it may have become another since the policy looked. */
function isOverBy({ reason, until }: Suspension, day: string): boolean {
  return isSuspensionByPolicy(reason) || (until !== undefined && until <= day);
}
