import { IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandRefusals, knownBand } from '../domain/agenda/bands.ts';
import { agendaId, IsCapacity, IsInternalCapacity, OFFICES, OnOpeningBand } from './on-agenda.ts';
import { internalBeyondCapacity, requireWithinCapacity } from './internal-capacity.ts';
import { plansAtOnce } from './plans-at-once.ts';

/** Changes how many persons a band receives at once. */
export class ChangeAgendaCapacity extends OnOpeningBand {
  /** How many persons are received at once. */
  @IsCapacity()
  readonly capacity!: number;

  /** How many of them only channels of staff may take; as before when absent. */
  @IsOptional()
  @IsInternalCapacity()
  readonly internalCapacity?: number;
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
  refuses: [...bandRefusals, unchanged, internalBeyondCapacity],
  atOnce: plansAtOnce,
  decide: ({ bandId, capacity, internalCapacity }, state) => {
    const { internalCapacity: before = 0, capacity: capacityBefore } = knownBand(bandId, state);
    const wanted = internalCapacity ?? before;
    if (capacityBefore === capacity && before === wanted) throw unchanged({ bandId, capacity });
    requireWithinCapacity({ capacity, internalCapacity: wanted });
    const change = internalCapacity === undefined ? { capacity } : { capacity, internalCapacity };
    return [{ type: 'AgendaCapacityChanged', data: { agendaId: state.profile.agendaId, bandId, ...change } }];
  },
});
