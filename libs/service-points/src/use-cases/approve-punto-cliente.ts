import { defineCommandOn } from '#use-cases';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { OFFICES, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Approves a requested point. */
export class ApprovePuntoCliente extends OnPuntoCliente {}

export const approvePuntoCliente = defineCommandOn(puntoCliente)({
  input: ApprovePuntoCliente,
  summary: 'Approves a requested point.',
  id: pointId,
  by: OFFICES,
  in: ['REQUESTED'],
  decide: (_command, { kind }) => [{ type: 'PuntoClienteApproved', data: { kind } }],
});
