import type { LocalDate } from '#italy';
import type { Absent } from '#kernel/domain';
import { protocolLife } from '#protocols';
import { defineCommandOn, fact, LATEST, lifeOnce, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import {
  grantOf,
  operatorAuthorization,
  type LivedAuthorization,
} from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { endedSince, lifeOfItsProtocol, revoking, type MayEndIt } from './ended-since.ts';
import { followingSuspension } from './following-suspension.ts';
import { authorizationId, OnOperatorAuthorization, takingEffectTogether } from './on-operator-authorization.ts';

/** Has an authorisation hold while its protocol is in force alone. */
export class AlignAuthorizationWithProtocol extends OnOperatorAuthorization {}

const pointOf = (_input: object, state: OperatorAuthorization | Absent): string | undefined =>
  state.status === 'ABSENT' ? undefined : state.pointId;

/**
 * An authorisation holds while its protocol is in force alone (K6). Where the entry into force is rectified to a later day, it
 * did not hold from its grant until that day; what was done under it meanwhile stands (T1). One that turns out to have held on days after
 * the end of the protocol has ended with that, unless its point has activity, which goes its own way.
 */
export const alignAuthorizationWithProtocol = defineCommandOn(operatorAuthorization)({
  input: AlignAuthorizationWithProtocol,
  summary: 'Has an authorisation hold while its protocol is in force alone.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: { protocol: lifeOfItsProtocol, point: fact(puntoCliente, pointOf, (found) => found) },
  refuses: [authorizationUnconcerned],
  decide: (_input, lived, known) => {
    const end = endWithProtocol(lived, known);
    const ended = { ...lived, life: lifeOnce(operatorAuthorization.told, lived.life, known.now, ...end) };
    const events = [...end, ...beginningWithProtocol(ended, known)];
    if (events.length === 0) throw authorizationUnconcerned({ state: lived.status });
    return events;
  },
});

type Taken = MayEndIt & Pick<Known, 'now'>;

function endWithProtocol(lived: LivedAuthorization, known: Taken): readonly OperatorAuthorizationEvent[] {
  const grant = grantOf(lived);
  const end = grant && endedSince(lived, grant.grantedOn, known);
  if (end?.reason !== 'PROTOCOL_ENDED') return [];
  const { status } = operatorAuthorization.judgedOn(lived, end.on);
  return status === 'GRANTED' || status === 'SUSPENDED'
    ? takingEffectTogether(lived, [revoking(lived, end)], known)
    : [];
}

function beginningWithProtocol(
  lived: LivedAuthorization,
  { protocol = [], now }: Taken,
): readonly OperatorAuthorizationEvent[] {
  const whole = protocolLife.judgedOn(protocol, LATEST);
  const inForceFrom = 'effectiveDate' in whole ? whole.effectiveDate : undefined;
  if (inForceFrom === undefined) return [];
  const notInForce = {
    ...({ reason: 'PROTOCOL_NOT_IN_FORCE', days: [inForceFrom] } as const),
    isOn: (day: LocalDate) => day < inForceFrom,
  };
  return followingSuspension(lived, notInForce, { now });
}
