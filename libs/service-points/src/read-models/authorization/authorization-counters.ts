import { defineCounters, moves, shifts } from '#use-cases';
import {
  OperatorAuthorizationDeclined,
  OperatorAuthorizationExpired,
  OperatorAuthorizationGranted,
  OperatorAuthorizationMoved,
  OperatorAuthorizationRectified,
  OperatorAuthorizationRequested,
  OperatorAuthorizationResumed,
  OperatorAuthorizationRevoked,
  OperatorAuthorizationSuspended,
  OperatorAuthorizationWithdrawn,
} from '../../domain/authorization/events.ts';
import { AUTHORIZATION_STATES, type AuthorizationStatus } from '../../domain/authorization/vocabulary.ts';

/** What an event says that the authorisation was and is today. */
const told = {
  from: ({ from }: { readonly from: AuthorizationStatus }) => from,
  to: ({ to }: { readonly to: AuthorizationStatus }) => to,
};

/** Authorisations of operators by state. */
export const authorizationCounters = defineCounters({
  name: 'operatorAuthorizations',
  description: 'Authorisations of operators by state.',
  counts: AUTHORIZATION_STATES,
  moves: [
    moves(OperatorAuthorizationRequested, { to: 'REQUESTED' }),
    moves(OperatorAuthorizationDeclined, told),
    moves(OperatorAuthorizationWithdrawn, told),
    moves(OperatorAuthorizationGranted, told),
    moves(OperatorAuthorizationSuspended, told),
    moves(OperatorAuthorizationResumed, told),
    moves(OperatorAuthorizationRevoked, told),
    moves(OperatorAuthorizationExpired, told),
    moves(OperatorAuthorizationRectified, told),
    shifts(OperatorAuthorizationMoved, ({ today: { state: count, from, to } }) => ({
      from: { count, province: from },
      to: { count, province: to },
    })),
  ],
});
