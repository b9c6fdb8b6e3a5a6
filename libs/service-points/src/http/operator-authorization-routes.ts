import { create, get, post, routes } from '#use-cases';
import {
  getAuthorizedOperator,
  getOperatorAuthorization,
  listOperatorAuthorizations,
} from '../read-models/authorization/authorization-queries.ts';
import { declineOperatorAuthorization } from '../use-cases/authorization/decline-operator-authorization.ts';
import { grantOperatorAuthorization } from '../use-cases/authorization/grant-operator-authorization.ts';
import { recordOperatorTraining } from '../use-cases/authorization/record-operator-training.ts';
import { rectifyOperatorAuthorization } from '../use-cases/authorization/rectify-operator-authorization.ts';
import { requestOperatorAuthorization } from '../use-cases/authorization/request-operator-authorization.ts';
import { resumeOperatorAuthorization } from '../use-cases/authorization/resume-operator-authorization.ts';
import { reviewOperatorAuthorization } from '../use-cases/authorization/review-operator-authorization.ts';
import { revokeOperatorAuthorization } from '../use-cases/authorization/revoke-operator-authorization.ts';
import { suspendOperatorAuthorization } from '../use-cases/authorization/suspend-operator-authorization.ts';
import { withdrawOperatorAuthorization } from '../use-cases/authorization/withdraw-operator-authorization.ts';

export const operatorAuthorizationRoutes = routes('service-points', 'rest/service-points/v1/operator-authorizations', [
  get('', listOperatorAuthorizations),
  create('', requestOperatorAuthorization),
  get(':authorizationId', getOperatorAuthorization),
  get(':authorizationId/operator', getAuthorizedOperator),
  post(':authorizationId/training', recordOperatorTraining),
  post(':authorizationId/decline', declineOperatorAuthorization),
  post(':authorizationId/withdrawal', withdrawOperatorAuthorization),
  post(':authorizationId/grant', grantOperatorAuthorization),
  post(':authorizationId/review', reviewOperatorAuthorization),
  post(':authorizationId/suspension', suspendOperatorAuthorization),
  post(':authorizationId/resumption', resumeOperatorAuthorization),
  post(':authorizationId/revocation', revokeOperatorAuthorization),
  post(':authorizationId/rectifications', rectifyOperatorAuthorization),
]);
