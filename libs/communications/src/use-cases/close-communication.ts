import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRequiredObject, IsText } from '#use-cases';
import { communication } from '../domain/communication.ts';
import { SUPPORT_RESULTS, type SupportResult } from '../domain/vocabulary.ts';
import { nobodyInCharge } from './answer-communication.ts';
import { BOTH_SIDES, communicationId, OnCommunication } from './on-communication.ts';

/** What support came to. */
export class SupportOutcomeInput {
  @IsOneOf(SUPPORT_RESULTS, 'SupportResult')
  readonly result!: SupportResult;

  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly explanation!: string;
}

/** Closes a communication. */
export class CloseCommunication extends OnCommunication {
  /** Why, where a question has no answer. No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly reason?: string;

  /** Of support, which does not close without. */
  @IsOptional()
  @IsRequiredObject(() => SupportOutcomeInput)
  readonly outcome?: SupportOutcomeInput;
}

const refuse = defineRefusals({
  SUPPORT_HAS_AN_OUTCOME: 'A support request is closed with what it came to: give an outcome.',
  ONLY_SUPPORT_HAS_AN_OUTCOME: 'It is a {kind}, which has no outcome: leave that out.',
  CLARIFICATION_NOT_ANSWERED:
    'Nobody has answered what was asked last: answer it, or give the reason why it is closed.',
});

/** A notice may be closed as it is; a question that has no answer, with a reason; support, with its outcome. */
export const closeCommunication = defineCommandOn(communication)({
  input: CloseCommunication,
  summary: 'Closes a communication; support with its outcome, a question without an answer with the reason.',
  id: communicationId,
  by: BOTH_SIDES,
  in: ['OPEN', 'ANSWERED'],
  refuses: [refuse, nobodyInCharge],
  decide: ({ reason, outcome }, { kind, status, personInCharge }) => {
    if (kind === 'SUPPORT' && personInCharge === undefined) throw nobodyInCharge();
    if (kind === 'SUPPORT' && !outcome) throw refuse.SUPPORT_HAS_AN_OUTCOME();
    if (kind !== 'SUPPORT' && outcome) throw refuse.ONLY_SUPPORT_HAS_AN_OUTCOME({ kind });
    if (kind === 'CLARIFICATION' && status === 'OPEN' && reason === undefined)
      throw refuse.CLARIFICATION_NOT_ANSWERED();
    const why = reason === undefined ? {} : { reason };
    return [{ type: 'CommunicationClosed', data: { ...why, ...(outcome ? { outcome: { ...outcome } } : {}) } }];
  },
});
