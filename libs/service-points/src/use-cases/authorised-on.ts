import { fact, factsListed } from '#use-cases';
import { operatorAuthorization } from '../domain/authorization/operator-authorization.ts';
import { everOn, operatorRoster } from '../domain/roster/operator-roster.ts';

/**
 * Which authorisations hold on a point on the legal date of a command (K6, T1): the roster of the point says of which to ask,
 * and each is as it stood that day.
 * @param point id of the point
 */
export function authorisedOn<Input>(point: (input: Input) => string) {
  return factsListed(fact(operatorRoster, point, everOn), operatorAuthorization, ({ status }) => status === 'GRANTED');
}

/** Whether nobody is authorised. */
export function isUnstaffed(operators: ReadonlyMap<string, boolean>): boolean {
  return ![...operators.values()].includes(true);
}
