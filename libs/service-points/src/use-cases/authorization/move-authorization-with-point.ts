import { defineRefusal, type Absent, type EventOf } from '#kernel/domain';
import { defineCommandOn, fact, IsRealDate, LATEST, lifeOnce, onItsDay, type Life } from '#use-cases';
import type { OperatorAuthorizationEvent, OperatorAuthorizationMoved } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { placesOf, provinceOn } from '../../domain/places-of-point.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationId, OnOperatorAuthorization } from './on-operator-authorization.ts';

/** Has an authorisation stand where its point does. */
export class MoveAuthorizationWithPoint extends OnOperatorAuthorization {
  /** From which day on its point may stand elsewhere than it does. */
  @IsRealDate()
  readonly movedOn!: string;
}

const authorizationThere = defineRefusal(
  'AUTHORIZATION_STANDS_THERE',
  'The authorisation stands where its point does, or is at its end: nothing is left to do.',
  'already-so',
);

const ENDED: readonly string[] = ['DECLINED', 'WITHDRAWN', 'REVOKED', 'EXPIRED'];

/**
 * It stands in the province of its point, on each day in that which the point had then (T4): from the given day on, and not
 * before it was asked for. What was at its end by then stays where it was.
 */
export const moveAuthorizationWithPoint = defineCommandOn(operatorAuthorization)({
  input: MoveAuthorizationWithPoint,
  summary: 'Has an authorisation stand where its point does.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: {
    places: fact(
      puntoCliente,
      (_input: MoveAuthorizationWithPoint, state: OperatorAuthorization | Absent) =>
        state.status === 'ABSENT' ? undefined : state.pointId,
      (point) => (point.status === 'ABSENT' ? [] : placesOf(point)),
    ),
  },
  refuses: [authorizationThere],
  decide: ({ movedOn }, { life: written, pointId, region }, { places, now }) => {
    const { told } = operatorAuthorization;
    const askedOn = told.facts(written)[0]?.on ?? movedOn;
    const first = movedOn < askedOn ? askedOn : movedOn;
    const days = [first, ...places.map(({ from }) => from).filter((from) => from > first)];
    const moved: OperatorAuthorizationEvent[] = [];
    for (const on of days) {
      const life = lifeOnce(told, written, now, ...moved);
      const then = told.judgedOn(life, on);
      const province = provinceOn(places, on);
      if (then.status === 'ABSENT' || ENDED.includes(then.status)) continue;
      if (province !== undefined && province !== then.province) {
        moved.push(movedTo({ pointId, region, province, movedOn: on }, life, now));
      }
    }
    if (moved.length === 0) throw authorizationThere();
    return moved;
  },
});

/** That it stands in another province from a day on, with what that makes of today: a later move may be known already. */
function movedTo(
  where: Omit<EventOf<typeof OperatorAuthorizationMoved>['data'], 'today'>,
  life: Life<OperatorAuthorizationEvent>,
  now: number,
): OperatorAuthorizationEvent {
  const { told } = operatorAuthorization;
  const { province: to, movedOn } = where;
  const { status: state, province: from } = told.judgedOn(life, LATEST) as OperatorAuthorization;
  const asTold = onItsDay(
    { type: 'OperatorAuthorizationMoved' as const, data: { ...where, today: { state, from, to } } },
    movedOn,
  );
  const { province } = told.judgedOn(lifeOnce(told, life, now, asTold), LATEST) as OperatorAuthorization;
  return { ...asTold, data: { ...asTold.data, today: { state, from, to: province } } };
}
