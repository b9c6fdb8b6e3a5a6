import { IsOptional } from 'class-validator';
import { defineCommandOn, IsOneOf, IsRealDate, IsText } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { DECLINING_REASONS, type DecliningReason } from '../../domain/authorization/vocabulary.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  takingEffect,
} from './on-operator-authorization.ts';

/** Declines an authorisation that was asked for. */
export class DeclineOperatorAuthorization extends OnOperatorAuthorization {
  @IsOneOf(DECLINING_REASONS, 'DecliningReason')
  readonly reason!: DecliningReason;

  /** No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly note?: string;

  /** Day of the act, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly declinedOn?: string;
}

/** Whoever may grant it may decline it (K6); the host may ask anew. */
export const declineOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: DeclineOperatorAuthorization,
  summary: 'Declines an authorisation that was asked for.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['REQUESTED'],
  legalDate: ({ declinedOn }) => declinedOn,
  refuses: [dateInFuture],
  decide: ({ reason, note }, authorization, known) => {
    const { legalDate: declinedOn, today } = known;
    requireNotAhead(declinedOn, today);
    const { pointId } = authorization;
    const data = { pointId, reason, ...(note === undefined ? {} : { note }), declinedOn };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationDeclined', data }, declinedOn, known)];
  },
});
