import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  AUTHORIZATION_SUSPENSIONS_BY_PERSONS,
  type AuthorizationSuspensionByPerson,
} from '../../domain/authorization/vocabulary.ts';
import { alreadyAuthorised, entryOf } from '../../domain/roster/operator-roster.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  rosterEntry,
  takingEffect,
} from './on-operator-authorization.ts';

/** Says that a reason for which an authorisation is suspended is over. */
export class ResumeOperatorAuthorization extends OnOperatorAuthorization {
  /** What is over: what the point suspended, the point resumes. */
  @IsOneOf(AUTHORIZATION_SUSPENSIONS_BY_PERSONS, 'AuthorizationSuspensionByPerson')
  readonly reason!: AuthorizationSuspensionByPerson;

  /** First day on which it holds no longer, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;
}

const refuse = defineRefusals({
  AUTHORIZATION_NOT_SUSPENDED_FOR_REASON:
    'The authorisation is not suspended for {reason} but for {standing}: name one of these.',
});

export const resumeOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: ResumeOperatorAuthorization,
  summary: 'Says that a reason for which an authorisation is suspended is over; it holds again when none is left.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['SUSPENDED'],
  legalDate: ({ resumedOn }) => resumedOn,
  // It is counted again when no other reason is left.
  claims: (_input, state) => (state.suspensions.length === 1 ? [entryOf(rosterEntry(state))] : []),
  refuses: [refuse, dateInFuture, alreadyAuthorised],
  decide: ({ reason }, authorization, known) => {
    const { legalDate: resumedOn, today } = known;
    requireNotAhead(resumedOn, today);
    const standing = authorization.suspensions.map((suspension) => suspension.reason);
    if (!standing.includes(reason)) throw refuse.AUTHORIZATION_NOT_SUSPENDED_FOR_REASON({ reason, standing });
    const data = { pointId: authorization.pointId, reason, resumedOn };
    return [takingEffect(authorization, { type: 'OperatorAuthorizationResumed', data }, resumedOn, known)];
  },
});
