import { defineRefusal } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandRefusals, knownBand } from '../domain/agenda/bands.ts';
import { agendaId, IsCapacity, OFFICES, OnOpeningBand } from './on-agenda.ts';

/** Changes how many persons a band receives at once. */
export class ChangeAgendaCapacity extends OnOpeningBand {
  /** How many persons are received at once. */
  @IsCapacity()
  readonly capacity!: number;
}

const unchanged = defineRefusal(
  'CAPACITY_UNCHANGED',
  'The band receives {capacity} at once already: nothing is left to do.',
  'already-so',
);

export const changeAgendaCapacity = defineCommandOn(agenda)({
  input: ChangeAgendaCapacity,
  summary: 'Changes how many persons a band receives at once.',
  id: agendaId,
  by: OFFICES,
  in: ['OPEN'],
  refuses: [...bandRefusals, unchanged],
  decide: ({ bandId, capacity }, state) => {
    if (knownBand(bandId, state).capacity === capacity) throw unchanged({ bandId, capacity });
    return [{ type: 'AgendaCapacityChanged', data: { agendaId: state.profile.agendaId, bandId, capacity } }];
  },
});
