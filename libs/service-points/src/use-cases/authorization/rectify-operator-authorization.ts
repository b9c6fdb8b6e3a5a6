import { IsOptional, IsUUID } from 'class-validator';
import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { protocol } from '#protocols';
import {
  defineCommandOn,
  fact,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  type Known,
} from '#use-cases';
import type { OperatorAuthorizationEvent } from '../../domain/authorization/events.ts';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { authorizationFollowsAnother, rectifiedAuthorization } from '../../domain/authorization/rectification.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { coverageRefusals, refuseUncovered, type ProtocolFacts } from '../../domain/coverage.ts';
import { lastRevisionOf, puntoCliente, type LivedPoint } from '../../domain/punto-cliente.ts';
import { alreadyAuthorised } from '../../domain/roster/operator-roster.ts';
import { protocolFacts } from '../protocol-facts.ts';
import { authorizationId, entriesFor, GRANTING_OFFICES } from './on-operator-authorization.ts';
import { profileNotOfKind, requireProfilesOfKind } from './profiles-of-kind.ts';
import { RectifiedAuthorizationFieldsInput } from './rectified-authorization-fields.ts';

/** Corrects the date of an event, or says that the event never was. */
export class RectifyOperatorAuthorization extends RectificationInput {
  /** Id of the authorisation. */
  @IsUUID()
  readonly authorizationId!: string;

  /** What is right, where the date of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedAuthorizationFieldsInput)
  readonly changes?: RectifiedAuthorizationFieldsInput;
}

type Granted = Extract<OperatorAuthorizationEvent, { readonly type: 'OperatorAuthorizationGranted' }>;

/** The grant whose day is corrected. */
function grantConcerned({ rectifies }: RectifyOperatorAuthorization, { life }: LivedAuthorization) {
  const event = life.find(({ revision }) => revision === rectifies)?.event;
  return event?.type === 'OperatorAuthorizationGranted' ? event.data : undefined;
}

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). Whatever rests on the wrong fact is rectified before it; what policies brought about is as what they followed.
 */
export const rectifyOperatorAuthorization = defineCommandOn(operatorAuthorization)({
  input: RectifyOperatorAuthorization,
  summary: 'Rectifies the date of an event of an authorisation by an act, or annuls the event.',
  id: authorizationId,
  by: GRANTING_OFFICES,
  in: AUTHORIZATION_STATES,
  needs: {
    protocolOn: fact(
      protocol,
      (wanted: RectifyOperatorAuthorization, state: LivedAuthorization) => grantConcerned(wanted, state)?.protocolId,
      (found) =>
        (date: LocalDate): ProtocolFacts | undefined =>
          protocolFacts(protocol.judgedOn(found, date)),
    ),
    point: fact(
      puntoCliente,
      (wanted: RectifyOperatorAuthorization, state: LivedAuthorization) => grantConcerned(wanted, state)?.pointId,
      (found) => found,
    ),
  },
  claims: (wanted, authorization, known) => entriesFor(authorization, rectified(wanted, authorization, known).events),
  refuses: [
    ...[rectificationUnclear, rectificationRefusals, otherFactsRefusals, authorizationFollowsAnother],
    ...[alreadyAuthorised, profileNotOfKind, ...coverageRefusals],
  ],
  decide: (wanted, authorization, known) => {
    const { protocolOn, point } = known;
    const { events, facts } = rectified(wanted, authorization, known);
    const corrected = facts.after.find(({ revision }) => revision === wanted.rectifies)?.event;
    if (corrected?.type === 'OperatorAuthorizationGranted') requireItsPlace(corrected.data, point, protocolOn);
    return events;
  },
});

function rectified(
  wanted: RectifyOperatorAuthorization,
  lived: LivedAuthorization,
  { point, now, today }: Pick<Known, 'now' | 'today'> & { readonly point: LivedPoint | Absent },
) {
  const pointRevision = grantConcerned(wanted, lived) && lastRevisionOf(point);
  const known = { life: lived.life, now, today, pointRevision };
  return rectifiedAuthorization(rectificationIn(wanted), known);
}

/** A grant needs of the protocol and the point on its corrected day what it would have needed then. */
function requireItsPlace(
  { grantedOn, protocolId, profiles }: Granted['data'],
  point: LivedPoint | Absent,
  protocolOn: (date: LocalDate) => ProtocolFacts | undefined,
): void {
  const then = puntoCliente.judgedOn(point, grantedOn);
  if (then.status === 'ABSENT') return;
  refuseUncovered(then, protocolId, protocolOn(grantedOn), grantedOn);
  requireProfilesOfKind(then.kind, profiles);
}
