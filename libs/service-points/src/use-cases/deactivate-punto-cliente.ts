import { IsIn, IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { deactivated } from '../domain/deactivation.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { REASONS_OF_PERSONS } from '../domain/vocabulary.ts';
import { dateInFuture, OFFICES, OnPuntoCliente, pointId, requireNotAhead } from './on-punto-cliente.ts';

/** Ends the activity of a point. */
export class DeactivatePuntoCliente extends OnPuntoCliente {
  @IsIn(REASONS_OF_PERSONS)
  readonly reason!: (typeof REASONS_OF_PERSONS)[number];

  /** When its activity ends (this day not included), yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly deactivatedOn?: string;
}

/** A person ends a point, at the request of the host or for security. */
export const deactivatePuntoCliente = defineCommandOn(puntoCliente)({
  input: DeactivatePuntoCliente,
  summary: 'Ends the activity of a point.',
  id: pointId,
  by: OFFICES,
  in: ['ACTIVE', 'SUSPENDED'],
  legalDate: ({ deactivatedOn }) => deactivatedOn,
  refuses: [dateInFuture],
  decide: ({ reason }, point, known) => {
    const { legalDate, today } = known;
    requireNotAhead(legalDate, today);
    return [deactivated(point, reason, legalDate, known)];
  },
});
