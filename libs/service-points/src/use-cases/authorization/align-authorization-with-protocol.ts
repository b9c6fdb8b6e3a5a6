import { IsUUID } from 'class-validator';
import type { LocalDate } from '#italy';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { operatorAuthorization } from '../../domain/authorization/operator-authorization.ts';
import { AUTHORIZATION_STATES } from '../../domain/authorization/vocabulary.ts';
import { NO_PERSON } from '../on-punto-cliente.ts';
import { authorizationUnconcerned } from './by-policy.ts';
import { followingSuspension } from './following-suspension.ts';
import { authorizationId, OnOperatorAuthorization } from './on-operator-authorization.ts';

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
    const notInForce = {
      ...({ reason: 'PROTOCOL_NOT_IN_FORCE', days: [effectiveDate] } as const),
      isOn: (day: LocalDate) => day < effectiveDate,
    };
    const events = isOfProtocol ? followingSuspension(lived, notInForce, known) : [];
    if (events.length === 0) throw authorizationUnconcerned({ state: lived.status });
    return events;
  },
});
