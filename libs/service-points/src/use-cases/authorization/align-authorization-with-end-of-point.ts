import { IsInt, IsOptional, Min } from 'class-validator';
import type { Absent } from '#kernel/domain';
import { defineCommandOn, fact, factsListed, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { puntoCliente } from '../../domain/punto-cliente.ts';
import {
  alreadyAuthorised,
  entriesOn,
  everOn,
  operatorRoster,
  type Entry,
} from '../../domain/roster/operator-roster.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { lifeOfItsProtocol, type MayEndIt } from './ended-since.ts';
import { followingEndOfPoint } from './following-end-of-point.ts';
import { authorizationId, entriesFor, OnOperatorAuthorization } from './on-operator-authorization.ts';

/** Has an authorisation end with its point, and on no other day. */
export class AlignAuthorizationWithEndOfPoint extends OnOperatorAuthorization {
  /** Revision of the first event of the point that is new: what was known at a grant of an earlier version, which does not say, is told by it. */
  @IsOptional()
  @IsInt()
  @Min(0)
  readonly revision?: number;
}

const pointOf = (
  _input: AlignAuthorizationWithEndOfPoint,
  state: OperatorAuthorization | Absent,
): string | undefined => (state.status === 'ABSENT' ? undefined : state.pointId);

/**
 * An authorisation that was granted before the end of its point ends with it (K7), on the day that is right once the grant or the end was
 * recorded late, rectified or undone (T1, T2). Where it goes on, it does so past an end of its protocol that has lost its cause: while
 * it was taken for ended with its point already, nobody could say that of it.
 */
export const alignAuthorizationWithEndOfPoint = defineCommandOn(operatorAuthorization)({
  input: AlignAuthorizationWithEndOfPoint,
  summary: 'Has an authorisation end with its point, and on no other day.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: {
    point: fact(puntoCliente, pointOf, (found) => found),
    protocol: lifeOfItsProtocol,
    authorizations: factsListed(fact(operatorRoster, pointOf, everOn), operatorAuthorization, (found) => found),
    entries: fact(operatorRoster, pointOf, entriesOn),
  },
  claims: (input, lived, known) => entriesFor(lived, withPoint(input, lived, known)),
  refuses: [authorizationUnconcerned, alreadyAuthorised],
  decide: (input, lived, known) => {
    const events = withPoint(input, lived, known);
    if (events.length === 0) throw authorizationUnconcerned({ state: lived.status });
    return events;
  },
});

interface Seen extends Pick<Known, 'now'>, MayEndIt {
  readonly authorizations: ReadonlyMap<string, LivedAuthorization | Absent>;
  readonly entries: readonly Entry[];
}

function withPoint(
  { revision: since }: AlignAuthorizationWithEndOfPoint,
  lived: LivedAuthorization,
  { point, protocol, authorizations, entries, now }: Seen,
): readonly OperatorAuthorizationEvent[] {
  if (point.status === 'ABSENT') return [];
  const all = [...authorizations.values()].filter((one) => one.status !== 'ABSENT');
  return followingEndOfPoint(lived, { point, protocol, since, authorizations: all, entries }, { now });
}
