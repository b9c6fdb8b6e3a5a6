import { IsOptional } from 'class-validator';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { REVOCATIONS_BY_PERSONS, type RevocationByPerson } from '../../domain/authorization/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  takingEffect,
} from './on-operator-authorization.ts';

/** Ends an authorisation for good. */
export class RevokeOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(REVOCATIONS_BY_PERSONS, 'RevocationByPerson')
  readonly reason!: RevocationByPerson;

  /** First day on which it does not hold, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly revokedOn?: string;
}

export const revokeOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: RevokeOperatorAuthorization,
  summary: 'Ends an authorisation for good.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['GRANTED', 'SUSPENDED'],
  legalDate: ({ revokedOn }) => revokedOn,
  refuses: [dateInFuture],
  decide: ({ reason }, authorization, known) => {
    const { legalDate: revokedOn, today } = known;
    requireNotAhead(revokedOn, today);
    const data = { pointId: authorization.pointId, reason, revokedOn };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationRevoked', data }, revokedOn, known)];
  },
});
