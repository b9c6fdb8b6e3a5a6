import { IsUUID } from 'class-validator';
import type { LocalDate } from '#italy';
import { defineCommandOn, IsRealDate, lifeOnce } from '#use-cases';
import { operatorAuthorization, type LivedAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { suspensionsOf } from '../../domain/authorization/operator-authorization-state.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import type { Taken } from '../../domain/legal-effect.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import {
  authorizationId,
  OnOperatorAuthorization,
  takingEffectTogether,
  type DatedFact,
} from './on-operator-authorization.ts';

/** Has an authorisation hold no earlier than its protocol is in force. */
export class AlignAuthorizationWithProtocol extends OnOperatorAuthorization {
  /** The protocol that it was granted under. */
  @IsUUID()
  readonly protocolId!: string;

  /** First day in force of that, as it was rectified, yyyy-mm-dd. */
  @IsRealDate()
  readonly effectiveDate!: string;
}

/**
 * An authorisation holds while its protocol is in force alone (K6). Where the entry into force is rectified to a later day, it
 * did not hold from its grant until that day; what was done under it meanwhile stands (T1).
 */
export const alignAuthorizationWithProtocol = defineCommandOn(operatorAuthorization)({
  input: AlignAuthorizationWithProtocol,
  summary: 'Has an authorisation hold no earlier than its protocol is in force.',
  id: authorizationId,
  by: NO_PERSON,
  in: AUTHORIZATION_STATES,
  refuses: [authorizationUnconcerned],
  decide: ({ protocolId, effectiveDate }, lived, known) => {
    const isOfProtocol = 'protocolId' in lived && lived.protocolId === protocolId;
    const facts = isOfProtocol ? lacking(lived, effectiveDate, known) : [];
    if (facts.length === 0) throw authorizationUnconcerned({ state: lived.status });
    return takingEffectTogether(lived, facts, known);
  },
});

/** On every legal day it is looked at whether it is suspended for that, and should be. */
function lacking(lived: LivedAuthorization, inForceFrom: LocalDate, taken: Taken): readonly DatedFact[] {
  const { told } = operatorAuthorization;
  const reason = 'PROTOCOL_NOT_IN_FORCE';
  const facts: DatedFact[] = [];
  const days = new Set([...told.facts(lived.life).map(({ on }) => on), inForceFrom]);
  for (const on of [...days].sort()) {
    const written = lifeOnce(told, lived.life, taken.now, ...takingEffectTogether(lived, facts, taken));
    const then = told.judgedOn(written, on);
    if (then.status !== 'GRANTED' && then.status !== 'SUSPENDED') continue;
    const isSuspended = suspensionsOf(then).some((standing) => standing.reason === reason);
    const { pointId } = then;
    if (on < inForceFrom && !isSuspended) {
      facts.push({ on, fact: { type: 'OperatorAuthorizationSuspended', data: { pointId, reason, suspendedOn: on } } });
    }
    if (on >= inForceFrom && isSuspended) {
      facts.push({ on, fact: { type: 'OperatorAuthorizationResumed', data: { pointId, reason, resumedOn: on } } });
    }
  }
  return facts;
}
