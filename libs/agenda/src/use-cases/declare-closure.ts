import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsText } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaId, OFFICES, OnAgenda } from './on-agenda.ts';

/** Declares days on which nobody is received. */
export class DeclareClosure extends OnAgenda {
  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included). */
  @IsRealDate()
  readonly until!: string;

  /** What the public is told; no personal data: it stays for ever. */
  @IsText(200)
  readonly reason!: string;
}

/** Most closures of one agenda that are not over. */
const MAX_CLOSURES = 500;

const refuse = defineRefusals({
  CLOSURE_REVERSED: 'A closure from {from} cannot end before, on {until}: correct one of the two.',
  CLOSURE_IN_THE_PAST: 'The closure ends on {until}, before today, {today}: declare what still lies ahead.',
  TOO_MANY_CLOSURES: 'The agenda has {limit} closures that are not over, and may have no more: withdraw some first.',
});

export const declareClosure = defineCommandOn(agenda)({
  input: DeclareClosure,
  summary: 'Declares days on which nobody is received; what was booked on them is displaced.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [refuse],
  decide: ({ agendaId: id, from, until, reason }, { closures }, { commandId, today }) => {
    if (until < from) throw refuse.CLOSURE_REVERSED({ from, until });
    if (until < today) throw refuse.CLOSURE_IN_THE_PAST({ until, today });
    const ahead = closures.filter((other) => other.until >= today);
    if (ahead.length >= MAX_CLOSURES) throw refuse.TOO_MANY_CLOSURES({ limit: MAX_CLOSURES });
    const closureId = deriveId('Closure', commandId);
    return [{ type: 'ClosureDeclared', data: { agendaId: id, closureId, from, until, reason } }];
  },
});
