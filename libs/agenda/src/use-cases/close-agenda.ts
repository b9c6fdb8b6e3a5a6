import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { agendaId, DisplacingOnAgenda, OFFICES } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Ends an agenda from a day on. */
export class CloseAgenda extends DisplacingOnAgenda {
  /** When it ends (this day not included): the first day on which nobody is received, today at the earliest. */
  @IsRealDate()
  readonly effectiveDate!: string;
}

const inThePast = defineRefusal(
  'EFFECTIVE_DATE_IN_THE_PAST',
  'An agenda cannot close on {effectiveDate}, before today, {today}: choose today or a later day.',
);

export const closeAgenda = defineCommandOn(agenda)({
  input: CloseAgenda,
  summary: 'Ends an agenda from a day on.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [inThePast],
  atOnce: plansAtOnce,
  decide: ({ agendaId: id, effectiveDate }, _open, { today }) => {
    if (effectiveDate < today) throw inThePast({ effectiveDate, today });
    return [{ type: 'AgendaClosed', data: { agendaId: id, effectiveDate } }];
  },
});
