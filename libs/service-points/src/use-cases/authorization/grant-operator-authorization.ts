import { IsOptional } from 'class-validator';
import { defineRefusals, type Absent } from '#kernel/domain';
import { protocol } from '#protocols';
import { defineCommandOn, fact, IsId, IsRealDate, type Known } from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import type { OperatorAuthorization } from '../../domain/authorization/operator-authorization-state.ts';
import { SERVICE_PROFILES, type ServiceProfile } from '../../domain/authorization/vocabulary.ts';
import { coverageRefusals, refuseUncovered } from '../../domain/coverage.ts';
import { lastRevisionOf, puntoCliente, type LivedPoint } from '../../domain/punto-cliente.ts';
import { alreadyAuthorised } from '../../domain/roster/operator-roster.ts';
import { dateInFuture, requireNotAhead } from '../on-punto-cliente.ts';
import { protocolFacts } from '../protocol-facts.ts';
import {
  authorizationId,
  entriesFor,
  GRANTING_OFFICES,
  OnOperatorAuthorization,
  takingEffect,
} from './on-operator-authorization.ts';
import { profileNotOfKind, requireProfilesOfKind } from './profiles-of-kind.ts';
import { IsServiceProfiles } from './request-operator-authorization.ts';
import { reviewDates, reviewTerms, type ReviewTerms } from './review-terms.ts';

/** Grants an authorisation that was asked for. */
export class GrantOperatorAuthorization extends OnOperatorAuthorization {
  /** The protocol in force that covers the point: the authorisation dies with it. */
  @IsId()
  readonly protocolId!: string;

  /** Of the profiles that were asked for, those that are granted; all of them when absent. */
  @IsOptional()
  @IsServiceProfiles()
  readonly profiles?: ServiceProfile[];

  /** First day on which it holds, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly grantedOn?: string;
}

const refuse = defineRefusals({
  OPERATOR_NOT_TRAINED: 'On {grantedOn} no training of the operator was recorded: record it first, or grant later.',
  PROFILE_NOT_REQUESTED: '{profiles} were not asked for: leave them out, or let the host ask anew.',
  POINT_UNDER_ANOTHER_PROTOCOL: 'The point is active under another protocol than the one that is named: name that one.',
});

function granted(
  { protocolId, profiles: wanted }: GrantOperatorAuthorization,
  authorization: LivedAuthorization,
  known: Pick<Known, 'now' | 'legalDate'> & { readonly terms: ReviewTerms; readonly point: LivedPoint | Absent },
): OperatorAuthorizationEvent {
  const { legalDate: grantedOn, terms, point } = known;
  const profiles = SERVICE_PROFILES.filter((profile) => (wanted ?? authorization.profiles).includes(profile));
  const pointRevision = lastRevisionOf(point);
  const seen = pointRevision === undefined ? {} : { pointRevision };
  const { pointId } = authorization;
  const data = { pointId, protocolId, profiles, grantedOn, ...seen, ...reviewDates(grantedOn, terms) };
  return takingEffect(authorization, { type: 'OperatorAuthorizationGranted', data }, grantedOn, known);
}

/** INPS grants what the host asked for, per service profile and only while the protocol of the point is in force (K6). */
export const grantOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: GrantOperatorAuthorization,
  summary: 'Grants an authorisation that was asked for.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: ['REQUESTED'],
  legalDate: ({ grantedOn }) => grantedOn,
  needs: {
    protocol: fact(protocol, ({ protocolId }: GrantOperatorAuthorization) => protocolId, protocolFacts),
    point: fact(
      puntoCliente,
      (_input: GrantOperatorAuthorization, state: OperatorAuthorization | Absent) =>
        state.status === 'ABSENT' ? undefined : state.pointId,
      (state) => state,
    ),
    terms: reviewTerms,
  },
  claims: (input, state, known) => entriesFor(state, [granted(input, state, known)]),
  refuses: [refuse, profileNotOfKind, dateInFuture, alreadyAuthorised, puntoCliente.notFound, ...coverageRefusals],
  decide: (input, authorization, known) => {
    const { protocolId, profiles: wanted } = input;
    const { legalDate: grantedOn, today, point, protocol: named } = known;
    requireNotAhead(grantedOn, today);
    if (point.status === 'ABSENT') throw puntoCliente.notFound({ id: authorization.pointId });
    refuseUncovered(point, protocolId, named, grantedOn);
    const isActive = point.status === 'ACTIVE' || point.status === 'SUSPENDED';
    if (isActive && point.activity.protocolId !== protocolId) throw refuse.POINT_UNDER_ANOTHER_PROTOCOL();
    if (authorization.trainedOn === undefined) throw refuse.OPERATOR_NOT_TRAINED({ grantedOn });
    const asked = authorization.profiles;
    const beyond = (wanted ?? []).filter((profile) => !asked.includes(profile));
    if (beyond.length > 0) throw refuse.PROFILE_NOT_REQUESTED({ profiles: beyond });
    requireProfilesOfKind(point.kind, wanted ?? asked);
    return [granted(input, authorization, known)];
  },
});
