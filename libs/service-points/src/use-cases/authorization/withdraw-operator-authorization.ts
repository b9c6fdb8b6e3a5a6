import { IsOptional } from 'class-validator';
import { defineCommandOn, IsOneOf, IsRealDate, IsText, within } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { WITHDRAWALS_BY_PERSONS, type WithdrawalByPerson } from '../../domain/authorization/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import { authorizationId, OnOperatorAuthorization, takingEffect } from './on-operator-authorization.ts';

/** Withdraws the request for an authorisation, before anything is decided on it. */
export class WithdrawOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(WITHDRAWALS_BY_PERSONS, 'WithdrawalByPerson')
  readonly reason!: WithdrawalByPerson;

  /** No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly note?: string;

  /** Day of the act, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly withdrawnOn?: string;
}

/** The host asks, and the host alone takes it back (K6); of what was granted INPS decides. */
export const withdrawOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: WithdrawOperatorAuthorization,
  summary: 'Withdraws the request for an authorisation, before anything is decided on it.',
  id: authorizationId,
  by: [within('host-operator')],
  in: ['REQUESTED'],
  legalDate: ({ withdrawnOn }) => withdrawnOn,
  refuses: [dateInFuture],
  decide: ({ reason, note }, authorization, known) => {
    const { legalDate: withdrawnOn, today } = known;
    requireNotAhead(withdrawnOn, today);
    const { pointId } = authorization;
    const data = { pointId, reason, ...(note === undefined ? {} : { note }), withdrawnOn };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationWithdrawn', data }, withdrawnOn, known)];
  },
});
