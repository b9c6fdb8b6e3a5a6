import { IsBoolean, IsOptional } from 'class-validator';
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

  /** That what it says was dealt with by an answer or the closing since it was sent: then it waits for nothing. */
  @IsOptional()
  @IsBoolean()
  readonly isDealtWith?: boolean;
}

const ofAnotherRegion = defineRefusal(
  'MAIL_OF_ANOTHER_REGION',
  '{office} is not of the region of this thread: register the mail as a communication of its own.',
);

const notDealtWith = defineRefusal(
  'MAIL_NOT_DEALT_WITH',
  'Nobody has answered or closed the communication since the mail was sent: register it without isDealtWith, and answer it.',
);

/**
 * One that comes after the end opens the communication again: it was not over for whoever wrote. What was sent before it was last answered or
 * closed may have been before whoever did that, or not: who registers it says so (T1), and it waits for the centre where they do not.
 */
export const registerMailOfCommunication = defineCommandOn(communication)({
  input: RegisterMailOfCommunication,
  summary:
    'Registers a mail of a directorate in the thread of a communication, which waits for the centre again unless the mail was dealt with.',
  id: communicationId,
  by: CENTRE,
  in: ['OPEN', 'ANSWERED', 'CLOSED'],
  needs: aboutSender(({ mail }: RegisterMailOfCommunication) => mail.office),
  claims: ({ mail }) => mailReservations(mail),
  refuses: [senderRefusals, ofAnotherRegion, notDealtWith, sentInFuture, threadIsFull, valueAlreadyTaken],
  decide: ({ mail, isDealtWith }, thread, known) => {
    const registered = registeredMail(mail, known.now);
    const { region } = requireSender(mail.office, known, sentOn(registered));
    if (region !== thread.region) throw ofAnotherRegion({ office: mail.office });
    requireRoom(thread);
    const since = thread.dealtWithAt;
    if (isDealtWith && (since === undefined || registered.sentAt >= since)) throw notDealtWith({});
    return [
      { type: 'CommunicationMailRegistered', data: { mail: registered, ...(isDealtWith ? { isDealtWith } : {}) } },
    ];
  },
});
