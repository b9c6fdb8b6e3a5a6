import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { protocol, protocolLife, type ProtocolEvent } from '#protocols';
import { fact } from '#use-cases';
import type { Life } from '#use-cases/dated';
import { endsOf } from '../../domain/authorization/ends-of-point.ts';
import { grantOf, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import type { RevocationByPolicy } from '../../domain/authorization/vocabulary.ts';
import { puntoCliente, type LivedPoint } from '../../domain/punto-cliente.ts';
import type { DatedMove } from './on-operator-authorization.ts';

/** What may have ended an authorisation while it was taken for ended by something that has lost its cause. */
export interface MayEndIt {
  readonly point: LivedPoint | Absent;
  readonly protocol?: Life<ProtocolEvent> | undefined;
}

/** All that is known of the protocol under which an authorisation was granted. */
export const lifeOfItsProtocol = fact(
  protocol,
  (_input: object, state: OperatorAuthorization | Absent) => ('protocolId' in state ? state.protocolId : undefined),
  (found) => (found.status === 'ABSENT' ? undefined : found.life),
);

/** That a policy ends an authorisation, and on which day. */
interface EndByPolicy {
  readonly on: LocalDate;
  readonly reason: RevocationByPolicy;
}

/** What ended an authorisation from a day on which it goes on: its point, or, where that has no activity, its protocol. */
export function endedSince(
  authorization: Pick<LivedAuthorization, 'life'>,
  from: LocalDate,
  { point, protocol: life = [] }: MayEndIt,
): EndByPolicy | undefined {
  const grant = grantOf(authorization);
  if (point.status === 'ABSENT' || !grant) return undefined;
  const ends = endsOf(point);
  const isEnd = ends.endsFor(grant);
  const days = new Set([from, ...ends.days, ...protocolLife.facts(life).map(({ on }) => on)]);
  for (const on of [...days].filter((day) => day >= from).sort()) {
    if (isEnd(on)) return { on, reason: 'POINT_DEACTIVATED' };
    const then = puntoCliente.judgedOn(point, on);
    const isActive = then.status === 'ACTIVE' || then.status === 'SUSPENDED';
    if (isOver(life, on) && !isActive) return { on, reason: 'PROTOCOL_ENDED' };
  }
  return undefined;
}

/** The revocation by which an authorisation ends so. */
export function revoking({ pointId }: Pick<LivedAuthorization, 'pointId'>, { on, reason }: EndByPolicy): DatedMove {
  return { on, fact: { type: 'OperatorAuthorizationRevoked', data: { pointId, reason, revokedOn: on } } };
}

/** Tells whether a protocol has ended by the end of a day. */
export function isOver(life: Life<ProtocolEvent>, on: LocalDate): boolean {
  const { status } = protocolLife.judgedOn(life, on);
  return status === 'TERMINATED' || status === 'EXPIRED' || status === 'RENEWED';
}
