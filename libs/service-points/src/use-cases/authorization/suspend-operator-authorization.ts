import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf } from '../../domain/authorization/operator-authorization-state.ts';
import {
  AUTHORIZATION_SUSPENSIONS_BY_PERSONS,
  type AuthorizationSuspensionByPerson,
} from '../../domain/authorization/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  takingEffect,
} from './on-operator-authorization.ts';

/** Suspends an authorisation until it is resumed. */
export class SuspendOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(AUTHORIZATION_SUSPENSIONS_BY_PERSONS, 'AuthorizationSuspensionByPerson')
  readonly reason!: AuthorizationSuspensionByPerson;

  /** First day on which it does not hold, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;
}

const refuse = defineRefusals({
  AUTHORIZATION_ALREADY_SUSPENDED:
    'The authorisation is suspended for {reason} since {from}: resume it first, or give another reason.',
});

export const suspendOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: SuspendOperatorAuthorization,
  summary: 'Suspends an authorisation until it is resumed.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['GRANTED', 'SUSPENDED'],
  legalDate: ({ suspendedOn }) => suspendedOn,
  refuses: [refuse, dateInFuture],
  decide: ({ reason }, authorization, known) => {
    const { legalDate: suspendedOn, today } = known;
    requireNotAhead(suspendedOn, today);
    const same = suspensionsOf(authorization).find((other) => other.reason === reason);
    if (same) throw refuse.AUTHORIZATION_ALREADY_SUSPENDED({ reason, from: same.from });
    const data = { pointId: authorization.pointId, reason, suspendedOn };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationSuspended', data }, suspendedOn, known)];
  },
});
