import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandEndsBefore, bandRefusals, knownBand, requireStillOpen } from '../domain/agenda/bands.ts';
import { agendaId, OFFICES, OnOpeningBand } from './on-agenda.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Takes hours back, from a day on. */
export class WithdrawOpeningBand extends OnOpeningBand {
  /** First day on which the band is open no longer, today at the earliest; when absent, it is gone as a whole at once. */
  @IsOptional()
  @IsRealDate()
  readonly from?: string;
}

const inThePast = defineRefusal(
  'WITHDRAWAL_IN_THE_PAST',
  'A band cannot be withdrawn from {from} on, before today, {today}: choose today or a later day.',
);

export const withdrawOpeningBand = defineCommandOn(agenda)({
  input: WithdrawOpeningBand,
  summary: 'Takes hours back, at once or from a day on; what was booked in them is displaced.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [...bandRefusals, bandEndsBefore, inThePast],
  atOnce: plansAtOnce,
  decide: ({ bandId, from }, state, { today }) => {
    const band = knownBand(bandId, state);
    const { agendaId } = state.profile;
    if (from === undefined) return [{ type: 'OpeningBandWithdrawn', data: { agendaId, bandId } }];
    if (from < today) throw inThePast({ from, today });
    requireStillOpen(band, from);
    return [{ type: 'OpeningBandWithdrawn', data: { agendaId, bandId, from } }];
  },
});
