import { historyOf } from '#use-cases';
import { operatorAuthorizationEvents } from '../../domain/authorization/events.ts';

/** The whole history of each authorisation; who the operator is stays sealed in it. */
export const authorizationHistory = historyOf('operator-authorization-history', operatorAuthorizationEvents);
