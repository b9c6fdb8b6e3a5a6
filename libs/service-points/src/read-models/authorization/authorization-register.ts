import { Type, type Static } from '@sinclair/typebox';
import { defineProjection, idOf, when, type RecordedEvent, type Sealed } from '#kernel/domain';
import { orNull } from '#use-cases';
import { LATEST, type Life } from '#use-cases/dated';
import { explained, Id, listOf, LocalDate, ProvinceCode, RegionCode, Revision, Timestamp } from '#vocabulary';
import { operatorAuthorizationEvents, type OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorizationLife } from '../../domain/authorization/operator-authorization.ts';
import {
  asLeft,
  hasEnded,
  isLeftEnded,
  suspensionsOf,
  type OperatorAuthorization,
} from '../../domain/authorization/operator-authorization-state.ts';
import {
  AuthorizationState,
  AuthorizationSuspension,
  DecliningReason,
  RequestWithdrawal,
  Revocation,
  ServiceProfiles,
  type OperatorPerson,
} from '../../domain/authorization/vocabulary.ts';

/** A line of the register of authorisations: who it is stands in an answer of its own. */
export const AuthorizationSummary = Type.Object(
  {
    id: Id,
    state: AuthorizationState,
    pointId: Id,
    hostId: Id,
    region: RegionCode,
    province: ProvinceCode,
    operatorId: explained(Id, 'Under which the operator is known where tokens are issued.'),
    profiles: ServiceProfiles,
    trainedOn: orNull(LocalDate, 'Day of the first training that was recorded.'),
    protocolId: orNull(Id, 'The protocol that it was granted under.'),
    grantedOn: orNull(LocalDate),
    nextReviewOn: orNull(LocalDate, 'When it is reviewed next; null before it is granted and once it ended.'),
    suspendedFor: listOf(AuthorizationSuspension, 10),
    declinedFor: orNull(DecliningReason, 'Why INPS declined the request.'),
    withdrawnFor: orNull(
      RequestWithdrawal,
      'Why the request was withdrawn: by the host, or by policy as the person was erased.',
    ),
    revokedFor: orNull(Revocation),
    requestedAt: Timestamp,
    changedAt: Timestamp,
    revision: Revision,
  },
  { $id: 'OperatorAuthorizationSummaryAnswer' },
);
export type AuthorizationSummary = Static<typeof AuthorizationSummary>;

/** As stored: with all that was written of it, and who it is, sealed. */
export type StoredAuthorization = AuthorizationSummary & {
  readonly life: Life<OperatorAuthorizationEvent>;
  readonly subject: string;
  readonly operator: Sealed<OperatorPerson>;
  /** `nextReviewOn` as a scalar that a query can ask for; later than any date where there is none. */
  readonly reviewBy: string;
};

/** The register of operators' authorisations, one document each. */
export const authorizationRegister = defineProjection<StoredAuthorization>({
  name: 'operator-authorizations',
  version: 4,
  indexes: [
    { fields: ['requestedAt'] },
    { fields: ['region', 'requestedAt'] },
    { fields: ['province', 'requestedAt'] },
    { fields: ['hostId', 'requestedAt'] },
    { fields: ['pointId', 'requestedAt'] },
    { fields: ['state', 'requestedAt'] },
  ],
  keys: ({ stream }) => [idOf(stream)],
  on: [when(operatorAuthorizationEvents, (known: StoredAuthorization | undefined, event) => lineAfter(known, event))],
});

function lineAfter(
  known: StoredAuthorization | undefined,
  event: RecordedEvent<OperatorAuthorizationEvent>,
): StoredAuthorization {
  const { recordedAt, revision } = event;
  const operator = event.type === 'OperatorAuthorizationRequested' ? event.data.operator : known?.operator;
  const life = operatorAuthorizationLife.add(known?.life ?? [], event, event);
  const state = operatorAuthorizationLife.judgedOn(life, LATEST);
  if (state.status === 'ABSENT' || !operator)
    throw new TypeError(`${event.type} in ${event.stream} before its request`);
  const { id, status, pointId, hostId, region, province, operatorId, profiles, subject, trainedOn } = state;
  const granted = 'protocolId' in state ? state : undefined;
  const nextReviewOn = status === 'GRANTED' || status === 'SUSPENDED' ? state.nextReviewOn : null;
  const reasons = { ...reasonsOf(life), ...endedByPersons(state) };
  return {
    ...{ id, state: status, pointId, hostId, region, province, operatorId, subject, operator },
    profiles: [...profiles],
    trainedOn: trainedOn ?? null,
    protocolId: granted?.protocolId ?? null,
    grantedOn: granted?.grantedOn ?? null,
    nextReviewOn,
    suspendedFor: suspensionsOf(state).map(({ reason }) => reason),
    ...reasons,
    requestedAt: known?.requestedAt ?? recordedAt,
    changedAt: recordedAt,
    revision,
    life,
    reviewBy: nextReviewOn ?? LATEST,
  };
}

/** Why it was declined, withdrawn or revoked, as far as that counts. */
function reasonsOf(
  life: Life<OperatorAuthorizationEvent>,
): Pick<AuthorizationSummary, 'declinedFor' | 'withdrawnFor' | 'revokedFor'> {
  const reasons: ReturnType<typeof reasonsOf> = { declinedFor: null, withdrawnFor: null, revokedFor: null };
  for (const { event, counts } of operatorAuthorizationLife.facts(life)) {
    if (!counts) continue;
    if (event.type === 'OperatorAuthorizationDeclined') reasons.declinedFor = event.data.reason;
    else if (event.type === 'OperatorAuthorizationWithdrawn') reasons.withdrawnFor = event.data.reason;
    else if (event.type === 'OperatorAuthorizationRevoked') reasons.revokedFor = event.data.reason;
    else if (event.type === 'OperatorAuthorizationResumed' && event.data.undoes) reasons.revokedFor = null;
  }
  return reasons;
}

/** Where persons have ended it aside from what policy had, theirs is why: it stays ended by that whatever policy undoes. */
function endedByPersons(state: OperatorAuthorization): Partial<Pick<AuthorizationSummary, 'revokedFor'>> {
  const left = hasEnded(state) && isLeftEnded(state) ? asLeft(state) : undefined;
  return left?.status === 'REVOKED' && left.ended.reason !== undefined ? { revokedFor: left.ended.reason } : {};
}
