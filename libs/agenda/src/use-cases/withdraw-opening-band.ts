import { defineCommandOn } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandRefusals, knownBand } from '../domain/agenda/bands.ts';
import { agendaId, OFFICES, OnOpeningBand } from './on-agenda.ts';

/** Takes hours back, from today on. */
export class WithdrawOpeningBand extends OnOpeningBand {}

export const withdrawOpeningBand = defineCommandOn(agenda)({
  input: WithdrawOpeningBand,
  summary: 'Takes hours back; what was booked in them is displaced.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: bandRefusals,
  decide: ({ bandId }, state) => {
    knownBand(bandId, state);
    return [{ type: 'OpeningBandWithdrawn', data: { agendaId: state.profile.agendaId, bandId } }];
  },
});
