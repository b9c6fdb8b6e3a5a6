import { defineRefusal, type Absent, type EventOf } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { defineCommandOn, fact, LATEST, lifeOnce, onItsDay, type Life } from '#use-cases';
import type { OperatorAuthorizationEvent, OperatorAuthorizationMoved } from '../../domain/authorization/events.ts';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { placesOf, provinceOn, type PlaceOfPoint } from '../../domain/places-of-point.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationId, OnOperatorAuthorization } from './on-operator-authorization.ts';

/** Has an authorisation stand where its point does, on each day. */
export class MoveAuthorizationWithPoint extends OnOperatorAuthorization {}

const authorizationThere = defineRefusal(
  'AUTHORIZATION_STANDS_THERE',
  'The authorisation stands where its point does, or did until its end: nothing is left to do.',
  'already-so',
);

const ENDED: readonly string[] = ['DECLINED', 'WITHDRAWN', 'REVOKED', 'EXPIRED'];
const { told } = operatorAuthorization;

/**
 * It stands in the province of its point, on each day in that which the point had then (T4); from its end on, where it stood before that.
 * What was said of a relocation that is on another day by now, or never was, is taken back on the day of which it was said (T2).
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
  decide: (_input, { life: written, pointId, region }, { places, now }) => {
    const moved: OperatorAuthorizationEvent[] = [];
    for (const { on, province } of lawfulPlaces(written, places)) {
      const life = lifeOnce(told, written, now, ...moved);
      const then = told.judgedOn(life, on);
      if (then.status === 'ABSENT' || then.province === province) continue;
      moved.push(movedTo({ pointId, region, province, movedOn: on }, life, now));
    }
    if (moved.length === 0) throw authorizationThere();
    return moved;
  },
});

interface LawfulPlace {
  readonly on: LocalDate;
  readonly province: string;
}

/** Where it stands by law, from its beginning on, on every day on which its point moved or it was said to have moved. */
function lawfulPlaces(life: Life<OperatorAuthorizationEvent>, places: readonly PlaceOfPoint[]): readonly LawfulPlace[] {
  const facts = told.facts(life);
  const first = facts[0]?.on;
  if (first === undefined) return [];
  const moves = facts.flatMap(({ event, on }) => (event.type === 'OperatorAuthorizationMoved' ? [on] : []));
  const days = [...places.map(({ from }) => from), ...moves].filter((day) => day > first).sort();
  let province = provinceOn(places, first);
  return [first, ...new Set(days)].flatMap((on) => {
    if (!ENDED.includes(told.judgedOn(life, on).status)) province = provinceOn(places, on);
    return province === undefined ? [] : [{ on, province }];
  });
}

/** That it stands in another province from a day on, with what that makes of today: a later move may be known already. */
function movedTo(
  where: Omit<EventOf<typeof OperatorAuthorizationMoved>['data'], 'today'>,
  life: Life<OperatorAuthorizationEvent>,
  now: number,
): OperatorAuthorizationEvent {
  const { province: to, movedOn } = where;
  const { status: state, province: from } = told.judgedOn(life, LATEST) as OperatorAuthorization;
  const asTold = onItsDay(
    { type: 'OperatorAuthorizationMoved' as const, data: { ...where, today: { state, from, to } } },
    movedOn,
  );
  const { province } = told.judgedOn(lifeOnce(told, life, now, asTold), LATEST) as OperatorAuthorization;
  return { ...asTold, data: { ...asTold.data, today: { state, from, to: province } } };
}
