import { defineCommandOn, IsTextOfLines } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { requireRoom, threadIsFull } from '../domain/thread-bounds.ts';
import { communicationId, DIRECTORATES, OnCommunication } from './on-communication.ts';

/** Goes on with a communication. */
export class ContinueCommunication extends OnCommunication {
  /** No personal data: it stays for ever. */
  @IsTextOfLines(4000)
  readonly text!: string;
}

export const continueCommunication = defineCommandOn(communication)({
  input: ContinueCommunication,
  summary: 'Adds a message of the directorate, for which the communication waits for the centre again.',
  id: communicationId,
  by: DIRECTORATES,
  in: ['OPEN', 'ANSWERED'],
  refuses: [threadIsFull],
  decide: ({ text }, thread) => {
    requireRoom(thread);
    return [{ type: 'CommunicationContinued', data: { text } }];
  },
});
