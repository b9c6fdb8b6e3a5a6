import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import {
  AUTHORIZATION_SUSPENSIONS_BY_PERSONS,
  type AuthorizationSuspensionByPerson,
} from '../../domain/authorization/vocabulary.ts';
import { alreadyAuthorised } from '../../domain/roster/operator-roster.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import {
  authorizationId,
  entriesFor,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
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

function resumed(
  { reason }: ResumeOperatorAuthorization,
  authorization: LivedAuthorization,
  known: Pick<Known, 'now' | 'legalDate'>,
): OperatorAuthorizationEvent {
  const { legalDate: resumedOn } = known;
  const data = { pointId: authorization.pointId, reason, resumedOn };
  return takingEffect(authorization, { type: 'OperatorAuthorizationResumed', data }, resumedOn, known);
}

export const resumeOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: ResumeOperatorAuthorization,
  summary: 'Says that a reason for which an authorisation is suspended is over; it holds again when none is left.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['SUSPENDED'],
  legalDate: ({ resumedOn }) => resumedOn,
  claims: (input, state, known) => entriesFor(state, [resumed(input, state, known)]),
  refuses: [refuse, dateInFuture, alreadyAuthorised],
  decide: (input, authorization, known) => {
    const { reason } = input;
    requireNotAhead(known.legalDate, known.today);
    const standing = authorization.suspensions.map((suspension) => suspension.reason);
    if (!standing.includes(reason)) throw refuse.AUTHORIZATION_NOT_SUSPENDED_FOR_REASON({ reason, standing });
    return [resumed(input, authorization, known)];
  },
});
