import { defineCommandOn, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { alreadyAuthorised } from '../../domain/roster/operator-roster.ts';
import { isStillOn, type Standstill } from '../../domain/standstill.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned, standstills } from './by-policy.ts';
import { followingSuspension } from './following-suspension.ts';
import { authorizationId, entriesFor, OnOperatorAuthorization } from './on-operator-authorization.ts';

/** Has an authorisation stand still on the days on which its point does. */
export class AlignAuthorizationWithPoint extends OnOperatorAuthorization {}

/**
 * An authorisation is suspended while its point is (K7), on the days that are right once one was rectified (T2): also where
 * that suspension is over by now, or the authorisation has ended since.
 */
export const alignAuthorizationWithPoint = defineCommandOn(operatorAuthorization)({
  input: AlignAuthorizationWithPoint,
  summary: 'Has an authorisation stand still on the days on which its point does.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  needs: { standstills },
  claims: (_input, lived, known) => entriesFor(lived, withPoint(lived, known)),
  refuses: [authorizationUnconcerned, alreadyAuthorised],
  decide: (_input, lived, known) => {
    const events = withPoint(lived, known);
    if (events.length === 0) throw authorizationUnconcerned({ state: lived.status });
    return events;
  },
});

function withPoint(
  lived: LivedAuthorization,
  { standstills: still, ...known }: Pick<Known, 'now'> & { readonly standstills: readonly Standstill[] },
): readonly OperatorAuthorizationEvent[] {
  const days = still.flatMap(({ from, until }) => (until === undefined ? [from] : [from, until]));
  return followingSuspension(lived, { reason: 'POINT_SUSPENDED', days, isOn: (day) => isStillOn(still, day) }, known);
}
