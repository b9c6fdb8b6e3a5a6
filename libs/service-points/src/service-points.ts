import { defineContext } from '#use-cases';
import { operatorAccountEvents } from './domain/accounts/events.ts';
import { operatorAccounts } from './domain/accounts/operator-accounts.ts';
import { operatorAuthorizationEvents } from './domain/authorization/events.ts';
import { operatorAuthorization } from './domain/authorization/operator-authorization.ts';
import { puntoClienteEvents } from './domain/events.ts';
import { puntoCliente } from './domain/punto-cliente.ts';
import { operatorRequestEvents } from './domain/open-requests/events.ts';
import { operatorRequests } from './domain/open-requests/operator-requests.ts';
import { operatorRosterEvents } from './domain/roster/events.ts';
import { operatorRoster } from './domain/roster/operator-roster.ts';
import { operatorAuthorizationRoutes } from './http/operator-authorization-routes.ts';
import { publicPointRoutes, puntoClienteRoutes } from './http/punto-cliente-routes.ts';
import { authorizationReviews } from './processes/authorization-reviews.ts';
import { authorizationsEndWithErasures } from './processes/authorizations-end-with-erasures.ts';
import { authorizationsEndWithPoint } from './processes/authorizations-end-with-point.ts';
import { authorizationsFollowPoint } from './processes/authorizations-follow-point.ts';
import { authorizationsBeginWithProtocol } from './processes/authorizations-begin-with-protocol.ts';
import { authorizationsDieWithProtocol } from './processes/authorizations-die-with-protocol.ts';
import { accountsFollowAuthorizations, accountSweeper } from './processes/operator-accounts.ts';
import { requestsFollowAuthorizations, requestSweeper } from './processes/open-requests.ts';
import { rosterFollowsAuthorizations, rosterSweeper } from './processes/operator-roster.ts';
import { authorizationsMoveWithPoint } from './processes/authorizations-move-with-point.ts';
import { changedPointsFollowProtocols } from './processes/changed-points-follow-protocols.ts';
import { pointsFollowProtocol } from './processes/points-follow-protocol.ts';
import { pointsFollowOperators } from './processes/points-follow-operators.ts';
import { suspensionsEnd } from './processes/suspensions-end.ts';
import { publishedPoints } from './published/published-points.ts';
import { authorizationHistory } from './read-models/authorization/authorization-history.ts';
import {
  getAuthorizedOperator,
  getOperatorAuthorization,
  listOperatorAuthorizations,
} from './read-models/authorization/authorization-queries.ts';
import { authorizationCounters } from './read-models/authorization/authorization-counters.ts';
import { authorizationRegister } from './read-models/authorization/authorization-register.ts';
import { datedAuthorizations } from './read-models/authorization/dated-authorizations.ts';
import { datedPuntiCliente } from './read-models/dated-punti-cliente.ts';
import { pointCounters } from './read-models/point-counters.ts';
import { getPuntoCliente, listPublicPoints, listPuntiCliente } from './read-models/punto-cliente-queries.ts';
import { servicePointHistory } from './read-models/service-point-history.ts';
import { servicePointRegister } from './read-models/service-point-register.ts';
import { servicePointSettings } from './service-point-settings.ts';
import { activatePuntoCliente } from './use-cases/activate-punto-cliente.ts';
import { alignPuntoClienteWithOperators } from './use-cases/align-punto-cliente-with-operators.ts';
import { alignPuntoClienteWithProtocol } from './use-cases/align-punto-cliente-with-protocol.ts';
import { approvePuntoCliente } from './use-cases/approve-punto-cliente.ts';
import {
  expireOperatorAuthorization,
  leaveOperatorRoster,
  resumeAuthorizationWithPoint,
  revokeAuthorizationByPolicy,
  suspendAuthorizationWithPoint,
} from './use-cases/authorization/by-policy.ts';
import { alignAuthorizationWithEndOfPoint } from './use-cases/authorization/align-authorization-with-end-of-point.ts';
import { alignAuthorizationWithPoint } from './use-cases/authorization/align-authorization-with-point.ts';
import { alignAuthorizationWithReviews } from './use-cases/authorization/align-authorization-with-reviews.ts';
import { alignAuthorizationWithProtocol } from './use-cases/authorization/align-authorization-with-protocol.ts';
import { declineOperatorAuthorization } from './use-cases/authorization/decline-operator-authorization.ts';
import { grantOperatorAuthorization } from './use-cases/authorization/grant-operator-authorization.ts';
import { leaveOperatorRequests } from './use-cases/authorization/leave-operator-requests.ts';
import { moveAuthorizationWithPoint } from './use-cases/authorization/move-authorization-with-point.ts';
import { leaveOperatorAccounts, recordOperatorAccount } from './use-cases/authorization/operator-accounts.ts';
import { recordOperatorTraining } from './use-cases/authorization/record-operator-training.ts';
import { restoreOperatorAuthorization } from './use-cases/authorization/restore-operator-authorization.ts';
import { rectifyOperatorAuthorization } from './use-cases/authorization/rectify-operator-authorization.ts';
import { requestOperatorAuthorization } from './use-cases/authorization/request-operator-authorization.ts';
import { resumeOperatorAuthorization } from './use-cases/authorization/resume-operator-authorization.ts';
import { reviewOperatorAuthorization } from './use-cases/authorization/review-operator-authorization.ts';
import { revokeOperatorAuthorization } from './use-cases/authorization/revoke-operator-authorization.ts';
import { suspendOperatorAuthorization } from './use-cases/authorization/suspend-operator-authorization.ts';
import { withdrawOperatorAuthorization } from './use-cases/authorization/withdraw-operator-authorization.ts';
import { changeKindOfPuntoCliente } from './use-cases/change-kind-of-punto-cliente.ts';
import { deactivatePuntoCliente } from './use-cases/deactivate-punto-cliente.ts';
import { declinePuntoCliente } from './use-cases/decline-punto-cliente.ts';
import { endPuntoClienteWithProtocol } from './use-cases/end-punto-cliente-with-protocol.ts';
import { liftSuspensionOfPuntoCliente } from './use-cases/lift-suspension-of-punto-cliente.ts';
import { rectifyPuntoCliente } from './use-cases/rectify-punto-cliente.ts';
import { loadPuntoCliente } from './use-cases/load-punto-cliente.ts';
import { relocatePuntoCliente } from './use-cases/relocate-punto-cliente.ts';
import { requestPuntoCliente } from './use-cases/request-punto-cliente.ts';
import { resumePuntoCliente } from './use-cases/resume-punto-cliente.ts';
import { reviseServicesOfPuntoCliente } from './use-cases/revise-services-of-punto-cliente.ts';
import { transferPuntoClienteCoverage } from './use-cases/transfer-punto-cliente-coverage.ts';
import { suspendPuntoClienteByPolicy } from './use-cases/suspend-punto-cliente-by-policy.ts';
import { suspendPuntoCliente } from './use-cases/suspend-punto-cliente.ts';

/** Punti Cliente, from request to end, and the authorisations of those who work there. */
export const servicePoints = defineContext({
  name: 'service-points',
  about:
    'Punti Cliente, from the request to their deactivation, authorisations of their operators, and overviews of the network.',
  aggregates: [puntoCliente, operatorAuthorization, operatorRoster, operatorRequests, operatorAccounts],
  events: [
    ...[...puntoClienteEvents, ...operatorAuthorizationEvents],
    ...[...operatorRosterEvents, ...operatorRequestEvents, ...operatorAccountEvents],
  ],
  commands: [
    requestPuntoCliente,
    loadPuntoCliente,
    approvePuntoCliente,
    declinePuntoCliente,
    activatePuntoCliente,
    changeKindOfPuntoCliente,
    reviseServicesOfPuntoCliente,
    relocatePuntoCliente,
    suspendPuntoCliente,
    resumePuntoCliente,
    deactivatePuntoCliente,
    rectifyPuntoCliente,
    alignPuntoClienteWithProtocol,
    alignPuntoClienteWithOperators,
    endPuntoClienteWithProtocol,
    transferPuntoClienteCoverage,
    suspendPuntoClienteByPolicy,
    liftSuspensionOfPuntoCliente,
    requestOperatorAuthorization,
    recordOperatorTraining,
    declineOperatorAuthorization,
    withdrawOperatorAuthorization,
    grantOperatorAuthorization,
    reviewOperatorAuthorization,
    suspendOperatorAuthorization,
    resumeOperatorAuthorization,
    revokeOperatorAuthorization,
    rectifyOperatorAuthorization,
    suspendAuthorizationWithPoint,
    resumeAuthorizationWithPoint,
    revokeAuthorizationByPolicy,
    alignAuthorizationWithPoint,
    alignAuthorizationWithEndOfPoint,
    alignAuthorizationWithProtocol,
    alignAuthorizationWithReviews,
    restoreOperatorAuthorization,
    moveAuthorizationWithPoint,
    expireOperatorAuthorization,
    leaveOperatorRoster,
    leaveOperatorRequests,
    recordOperatorAccount,
    leaveOperatorAccounts,
  ],
  queries: [
    ...[listPuntiCliente, getPuntoCliente, listPublicPoints],
    ...[listOperatorAuthorizations, getOperatorAuthorization, getAuthorizedOperator],
  ],
  projections: [servicePointRegister, servicePointHistory, authorizationRegister, authorizationHistory],
  processes: [
    ...[pointsFollowProtocol, changedPointsFollowProtocols, suspensionsEnd, pointsFollowOperators],
    ...[
      authorizationsFollowPoint,
      authorizationsEndWithPoint,
      authorizationsBeginWithProtocol,
      authorizationsDieWithProtocol,
      authorizationReviews,
      authorizationsMoveWithPoint,
    ],
    authorizationsEndWithErasures,
    ...[rosterFollowsAuthorizations, rosterSweeper, requestsFollowAuthorizations, requestSweeper],
    ...[accountsFollowAuthorizations, accountSweeper],
  ],
  counters: [pointCounters, authorizationCounters],
  dated: [datedPuntiCliente, datedAuthorizations],
  publishes: publishedPoints,
  routes: [puntoClienteRoutes, publicPointRoutes, operatorAuthorizationRoutes],
  settings: [servicePointSettings],
});
