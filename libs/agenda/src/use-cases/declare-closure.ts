import { IsOptional } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { defineCommandOn, IsRealDate, IsRequiredObject, IsText } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { closedPeriod, closedPeriodRefusals, HoursClosed } from './closed-period.ts';
import { agendaId, DisplacingOnAgenda, OFFICES } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Declares days, or hours of days, in which nobody is received. */
export class DeclareClosure extends DisplacingOnAgenda {
  /** First day, yyyy-mm-dd. */
  @IsRealDate()
  readonly from!: string;

  /** Last day (this day included); without it the closure stands until further notice. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;

  /** The hours of each of these days that are closed; without them the days are closed as a whole. */
  @IsOptional()
  @IsRequiredObject(() => HoursClosed)
  readonly hours?: HoursClosed;

  /** What the public is told; no personal data: it stays for ever. */
  @IsText(200)
  readonly reason!: string;
}

/** Most closures of one agenda that are not over. */
const MAX_CLOSURES = 500;

const refuse = defineRefusals({
  TOO_MANY_CLOSURES: 'The agenda has {limit} closures that are not over, and may have no more: withdraw some first.',
});

export const declareClosure = defineCommandOn(agenda)({
  input: DeclareClosure,
  summary: 'Declares days, or hours of days, in which nobody is received; what was booked in them is displaced.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [refuse, ...closedPeriodRefusals],
  atOnce: plansAtOnce,
  decide: ({ agendaId: id, reason, ...declared }, { closures }, { commandId, today }) => {
    const period = closedPeriod(declared, today);
    const ahead = closures.filter((other) => other.until >= today);
    if (ahead.length >= MAX_CLOSURES) throw refuse.TOO_MANY_CLOSURES({ limit: MAX_CLOSURES });
    const closureId = deriveId('Closure', commandId);
    return [{ type: 'ClosureDeclared', data: { agendaId: id, closureId, ...period, reason } }];
  },
});
