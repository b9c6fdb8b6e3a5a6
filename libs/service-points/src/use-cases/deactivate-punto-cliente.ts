import { IsIn, IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { deactivated } from '../domain/deactivation.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { REASONS_OF_PERSONS } from '../domain/vocabulary.ts';
import { OFFICES, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Ends the activity of a point. */
export class DeactivatePuntoCliente extends OnPuntoCliente {
  @IsIn(REASONS_OF_PERSONS)
  readonly reason!: (typeof REASONS_OF_PERSONS)[number];

  /** When its activity ends (this day not included), yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly deactivatedOn?: string;
}

const refuse = defineRefusals({
  DEACTIVATION_IN_FUTURE: '{deactivatedOn} lies after today, {today}: record the deactivation on its day.',
  DEACTIVATION_BEFORE_ACTIVATION:
    'The point is active since {activatedOn}, after {deactivatedOn}: choose that day or a later one.',
});

/** A person ends a point, at the request of the host or for security. */
export const deactivatePuntoCliente = defineCommandOn(puntoCliente)({
  input: DeactivatePuntoCliente,
  summary: 'Ends the activity of a point.',
  id: pointId,
  by: OFFICES,
  in: ['ACTIVE'],
  refuses: [refuse],
  decide: ({ reason, deactivatedOn: wanted }, point, { today }) => {
    const deactivatedOn = wanted ?? today;
    if (deactivatedOn > today) throw refuse.DEACTIVATION_IN_FUTURE({ deactivatedOn, today });
    const { from: activatedOn } = point.activity;
    if (deactivatedOn < activatedOn) throw refuse.DEACTIVATION_BEFORE_ACTIVATION({ deactivatedOn, activatedOn });
    return [deactivated(point, reason, deactivatedOn)];
  },
});
