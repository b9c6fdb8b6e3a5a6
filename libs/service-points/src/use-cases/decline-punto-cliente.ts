import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate, IsText } from '#use-cases';
import { takingEffect } from '../domain/legal-effect.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { decisionDayRefusals, OFFICES, OnPuntoCliente, pointId, requireDecisionDay } from './on-punto-cliente.ts';

/** Declines a requested point. */
export class DeclinePuntoCliente extends OnPuntoCliente {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;

  /** Day of the act, yyyy-mm-dd; that on which it is recorded when absent. */
  @IsOptional()
  @IsRealDate()
  readonly declinedOn?: string;
}

export const declinePuntoCliente = defineCommandOn(puntoCliente)({
  input: DeclinePuntoCliente,
  summary: 'Declines a requested point.',
  id: pointId,
  by: OFFICES,
  in: ['REQUESTED'],
  legalDate: ({ declinedOn }) => declinedOn,
  refuses: decisionDayRefusals,
  decide: ({ reason, declinedOn }, point, known) => {
    requireDecisionDay(point, known);
    const data = { kind: point.kind, reason, ...(declinedOn === undefined ? {} : { declinedOn }) };
    return [takingEffect(point, { type: 'PuntoClienteDeclined', data }, declinedOn, known)];
  },
});
