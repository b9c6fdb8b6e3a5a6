import { IsUUID } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { closureUnknown } from '../domain/agenda/closures.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaId, OFFICES, OnAgenda } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Withdraws a closure; what it displaced has its places back where they are free. */
export class WithdrawClosure extends OnAgenda {
  /** Id of the closure. */
  @IsUUID()
  readonly closureId!: string;
}

const refuse = defineRefusals({
  CLOSURE_ALREADY_WITHDRAWN: ['This closure was withdrawn before: nothing is left to do.', 'already-so'],
});

export const withdrawClosure = defineCommandOn(agenda)({
  input: WithdrawClosure,
  summary: 'Withdraws a closure; what it displaced has its places back where they are free.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [refuse, closureUnknown],
  atOnce: plansAtOnce,
  decide: ({ agendaId: id, closureId }, { closures, withdrawnClosures }) => {
    if (withdrawnClosures.includes(closureId)) throw refuse.CLOSURE_ALREADY_WITHDRAWN({ closureId });
    if (!closures.some((closure) => closure.closureId === closureId)) throw closureUnknown({ closureId });
    return [{ type: 'ClosureWithdrawn', data: { agendaId: id, closureId } }];
  },
});
