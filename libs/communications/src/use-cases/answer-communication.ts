import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsTextOfLines } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { requireRoom, threadIsFull } from '../domain/thread-bounds.ts';
import { CENTRE, communicationId, OnCommunication } from './on-communication.ts';

/** Answers a communication. */
export class AnswerCommunication extends OnCommunication {
  /** No personal data: it stays for ever. */
  @IsTextOfLines(4000)
  readonly text!: string;
}

export const nobodyInCharge = defineRefusal(
  'NOBODY_IN_CHARGE',
  'Nobody is in charge of this support request: name the person first.',
);

/** A second answer adds to the first. */
export const answerCommunication = defineCommandOn(communication)({
  input: AnswerCommunication,
  summary: 'Answers a communication; support, once somebody is in charge of it.',
  id: communicationId,
  by: CENTRE,
  in: ['OPEN', 'ANSWERED'],
  refuses: [nobodyInCharge, threadIsFull],
  decide: ({ text }, thread) => {
    if (thread.kind === 'SUPPORT' && thread.personInCharge === undefined) throw nobodyInCharge();
    requireRoom(thread);
    return [{ type: 'CommunicationAnswered', data: { text } }];
  },
});
