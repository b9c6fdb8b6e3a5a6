import { defineRefusal, valueAlreadyTaken } from '#kernel/domain';
import { defineCommandOn, IsRequiredObject } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { sentOn } from '../domain/registered-mail.ts';
import { requireRoom, threadIsFull } from '../domain/thread-bounds.ts';
import { CENTRE, communicationId, OnCommunication } from './on-communication.ts';
import { mailReservations, RegisteredMailInput, registeredMail, sentInFuture } from './registered-mail-input.ts';
import { aboutSender, requireSender, senderRefusals } from './sending-unit.ts';

/** Registers a mail in the thread that it belongs to. */
export class RegisterMailOfCommunication extends OnCommunication {
  /** The mail, sent by a directorate of the region of the thread. */
  @IsRequiredObject(() => RegisteredMailInput)
  readonly mail!: RegisteredMailInput;
}

const ofAnotherRegion = defineRefusal(
  'MAIL_OF_ANOTHER_REGION',
  '{office} is not of the region of this thread: register the mail as a communication of its own.',
);

/**
 * One that was sent after the end opens the communication again: it was not over for whoever wrote. What was sent before it was last
 * answered or closed stands there by its day, and waits for nothing, whenever it is registered (T1): who answered had it before them.
 */
export const registerMailOfCommunication = defineCommandOn(communication)({
  input: RegisterMailOfCommunication,
  summary:
    'Registers a mail of a directorate in the thread of a communication, which waits for the centre again if it was sent after the last answer.',
  id: communicationId,
  by: CENTRE,
  in: ['OPEN', 'ANSWERED', 'CLOSED'],
  needs: aboutSender(({ mail }: RegisterMailOfCommunication) => mail.office),
  claims: ({ mail }) => mailReservations(mail),
  refuses: [senderRefusals, ofAnotherRegion, sentInFuture, threadIsFull, valueAlreadyTaken],
  decide: ({ mail }, thread, known) => {
    const registered = registeredMail(mail, known.now);
    const { region } = requireSender(mail.office, known, sentOn(registered));
    if (region !== thread.region) throw ofAnotherRegion({ office: mail.office });
    requireRoom(thread);
    const isDealtWith = thread.dealtWithAt !== undefined && registered.sentAt < thread.dealtWithAt;
    return [
      { type: 'CommunicationMailRegistered', data: { mail: registered, ...(isDealtWith ? { isDealtWith } : {}) } },
    ];
  },
});
