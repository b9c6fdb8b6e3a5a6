import { deriveId } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import { defineCommandOn, IsOneOf, IsText, IsTextOfLines } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { COMMUNICATION_KINDS, type CommunicationKind } from '../domain/vocabulary.ts';
import { DIRECTORATES } from './on-communication.ts';
import { aboutSender, requireSender, senderRefusals, whereSenderStands } from './sending-unit.ts';

/** Sends a communication to the centre. */
export class SendCommunication {
  /** NOTICE tells, CLARIFICATION asks, SUPPORT wants help. */
  @IsOneOf(COMMUNICATION_KINDS, 'CommunicationKind')
  readonly kind!: CommunicationKind;

  /** Code of the directorate that writes. */
  @IsUnitCode()
  readonly unit!: string;

  /** No personal data: it stays for ever. */
  @IsText(200)
  readonly subject!: string;

  /** No personal data: it stays for ever. */
  @IsTextOfLines(4000)
  readonly text!: string;
}

/** Directorates write to the Direzione centrale Organizzazione: communications and requests for clarification (circolare 119/2011). */
export const sendCommunication = defineCommandOn(communication)({
  input: SendCommunication,
  summary: 'Sends a notice, a request for clarification or a support request to the centre.',
  id: (_input, commandId) => deriveId('Communication', commandId),
  by: DIRECTORATES,
  in: ['ABSENT'],
  needs: aboutSender(({ unit }: SendCommunication) => unit),
  whereFacts: (known) => [whereSenderStands(known)],
  refuses: [senderRefusals],
  decide: ({ kind, unit, subject, text }, _absent, known) => {
    const { region } = requireSender(unit, known, known.today);
    return [{ type: 'CommunicationSent', data: { communicationId: known.id, kind, region, unit, subject, text } }];
  },
});
