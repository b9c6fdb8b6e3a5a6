import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { defineCommandOn, IsOneOf, IsRealDate, IsText } from '#use-cases';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { suspensionsOf } from '../domain/punto-cliente-state.ts';
import { suspendedFor } from '../domain/suspension.ts';
import { SUSPENSIONS_BY_PERSONS, type SuspensionByPerson } from '../domain/vocabulary.ts';
import { dateInFuture, OFFICES, OnPuntoCliente, pointId, requireNotAhead } from './on-punto-cliente.ts';

/** Suspends a point, until a day or until it is resumed. */
export class SuspendPuntoCliente extends OnPuntoCliente {
  @IsOneOf(SUSPENSIONS_BY_PERSONS, 'PointSuspension')
  readonly reason!: SuspensionByPerson;

  /** No personal data: it stays for ever. */
  @IsOptional()
  @IsText(1000)
  readonly note?: string;

  /** First day without activity, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly suspendedOn?: string;

  /** Until when (this day not included, on which it has activity again), yyyy-mm-dd; open when absent. */
  @IsOptional()
  @IsRealDate()
  readonly until?: string;
}

const refuse = defineRefusals({
  SUSPENSION_REVERSED: 'A suspension from {suspendedOn} cannot be over by {until}: correct one of the two.',
  ALREADY_SUSPENDED:
    'The point is suspended for {reason} since {from}: correct its end, record this from the day on which it is over, or give another reason.',
});

export const suspendPuntoCliente = defineCommandOn(puntoCliente)({
  input: SuspendPuntoCliente,
  summary: 'Suspends a point, until a day or until it is resumed.',
  id: pointId,
  by: OFFICES,
  in: ['ACTIVE', 'SUSPENDED'],
  legalDate: ({ suspendedOn }) => suspendedOn,
  refuses: [refuse, dateInFuture],
  decide: ({ reason, note, until }, point, known) => {
    const { legalDate: suspendedOn, today } = known;
    requireNotAhead(suspendedOn, today);
    if (until !== undefined && until <= suspendedOn) throw refuse.SUSPENSION_REVERSED({ suspendedOn, until });
    const same = suspensionsOf(point).find((other) => other.reason === reason);
    if (same) throw refuse.ALREADY_SUSPENDED({ reason, from: same.from });
    return suspendedFor(point, { reason, note, suspendedOn, until }, known);
  },
});
