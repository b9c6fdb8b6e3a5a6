import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsPersonId } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { CENTRE, communicationId, OnCommunication } from './on-communication.ts';

/** Names who answers for a support request. */
export class TakeChargeOfCommunication extends OnCommunication {
  /** The person at the centre, by the id that tokens have for them: opaque, no name. */
  @IsPersonId()
  readonly personInCharge!: string;
}

const refuse = defineRefusals({
  ONLY_SUPPORT_HAS_A_PERSON_IN_CHARGE: 'It is a {kind}, which nobody takes charge of: answer or close it.',
  ALREADY_IN_CHARGE: ['{personInCharge} is in charge already: nothing is left to do.', 'already-so'],
});

export const takeChargeOfCommunication = defineCommandOn(communication)({
  input: TakeChargeOfCommunication,
  summary: 'Names the person at the centre who is in charge of a support request, the first or another one.',
  id: communicationId,
  by: CENTRE,
  in: ['OPEN', 'ANSWERED'],
  refuses: [refuse],
  decide: ({ personInCharge }, { kind, personInCharge: before }) => {
    if (kind !== 'SUPPORT') throw refuse.ONLY_SUPPORT_HAS_A_PERSON_IN_CHARGE({ kind });
    if (before === personInCharge) throw refuse.ALREADY_IN_CHARGE({ personInCharge });
    return [{ type: 'CommunicationTakenInCharge', data: { personInCharge } }];
  },
});
