import { IsOptional } from 'class-validator';
import { defineCommandOn, IsOneOf, IsRealDate } from '#use-cases';
import { withEndsByNow } from '#use-cases/dated';
import { endsOfPointByNow } from '../domain/ends-by-now.ts';
import { puntoCliente, puntoClienteLife } from '../domain/punto-cliente.ts';
import { notSuspendedFor, requireSuspendedFor, resumed } from '../domain/suspension.ts';
import { SUSPENSIONS_BY_PERSONS, type SuspensionByPerson } from '../domain/vocabulary.ts';
import { dateInFuture, OFFICES, OnPuntoCliente, pointId, requireNotAhead } from './on-punto-cliente.ts';

/** Says that a reason for which a point is suspended is over. */
export class ResumePuntoCliente extends OnPuntoCliente {
  /** What is over: what policies suspended for, policies resume. */
  @IsOneOf(SUSPENSIONS_BY_PERSONS, 'PointSuspension')
  readonly reason!: SuspensionByPerson;

  /** First day on which it holds no longer, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly resumedOn?: string;
}

export const resumePuntoCliente = defineCommandOn(puntoCliente)({
  input: ResumePuntoCliente,
  summary: 'Says that a reason for which a point is suspended is over; it is active again when none is left.',
  id: pointId,
  by: OFFICES,
  in: ['SUSPENDED'],
  legalDate: ({ resumedOn }) => resumedOn,
  refuses: [notSuspendedFor, dateInFuture],
  decide: ({ reason }, point, known) => {
    const { legalDate, today } = known;
    requireNotAhead(legalDate, today);
    requireSuspendedFor(point, reason);
    const resumption = resumed(point, reason, legalDate, known, 'BY_HAND');
    // Told late, it may leave another suspension to its own end, which has come.
    return withEndsByNow(puntoClienteLife, point.life, [resumption], known, endsOfPointByNow);
  },
});
