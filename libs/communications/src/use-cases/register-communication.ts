import { deriveId, valueAlreadyTaken } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRequiredObject, IsText } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { sentOn } from '../domain/registered-mail.ts';
import { COMMUNICATION_KINDS, type CommunicationKind } from '../domain/vocabulary.ts';
import { CENTRE } from './on-communication.ts';
import { mailReservations, RegisteredMailInput, registeredMail, sentInFuture } from './registered-mail-input.ts';
import { aboutSender, requireSender, senderRefusals } from './sending-unit.ts';

/** Registers what a directorate has sent by mail, as a communication of its own. */
export class RegisterCommunication {
  /** NOTICE tells, CLARIFICATION asks, SUPPORT wants help. */
  @IsOneOf(COMMUNICATION_KINDS, 'CommunicationKind')
  readonly kind!: CommunicationKind;

  /** No personal data: it stays for ever. */
  @IsText(200)
  readonly subject!: string;

  /** The mail, sent by the directorate that writes. */
  @IsRequiredObject(() => RegisteredMailInput)
  readonly mail!: RegisteredMailInput;
}

/** The mail itself stays where it is. */
export const registerCommunication = defineCommandOn(communication)({
  input: RegisterCommunication,
  summary: 'Registers a mail of a directorate to the centre as a new communication.',
  id: (_input, commandId) => deriveId('Communication', commandId),
  by: CENTRE,
  in: ['ABSENT'],
  needs: aboutSender(({ mail }: RegisterCommunication) => mail.office),
  claims: ({ mail }) => mailReservations(mail),
  refuses: [senderRefusals, sentInFuture, valueAlreadyTaken],
  decide: ({ kind, subject, mail }, _absent, known) => {
    const registered = registeredMail(mail, known.now);
    const { region, code: unit } = requireSender(mail.office, known, sentOn(registered));
    const told = { communicationId: known.id, kind, region, unit, subject };
    return [{ type: 'CommunicationRegistered', data: { ...told, mail: registered } }];
  },
});
