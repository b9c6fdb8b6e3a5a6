import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate } from '#use-cases';
import { takingEffect } from '../domain/legal-effect.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { decisionDayRefusals, OFFICES, OnPuntoCliente, pointId, requireDecisionDay } from './on-punto-cliente.ts';

/** Approves a requested point. */
export class ApprovePuntoCliente extends OnPuntoCliente {
  /** Day of the act, yyyy-mm-dd; that on which it is recorded when absent. */
  @IsOptional()
  @IsRealDate()
  readonly approvedOn?: string;
}

export const approvePuntoCliente = defineCommandOn(puntoCliente)({
  input: ApprovePuntoCliente,
  summary: 'Approves a requested point.',
  id: pointId,
  by: OFFICES,
  in: ['REQUESTED'],
  legalDate: ({ approvedOn }) => approvedOn,
  refuses: decisionDayRefusals,
  decide: ({ approvedOn }, point, known) => {
    requireDecisionDay(point, known);
    const data = { kind: point.kind, ...(approvedOn === undefined ? {} : { approvedOn }) };
    return [takingEffect(point, { type: 'PuntoClienteApproved', data }, approvedOn, known)];
  },
});
