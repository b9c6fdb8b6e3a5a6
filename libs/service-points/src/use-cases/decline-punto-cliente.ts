import { defineCommandOn, IsText } from '#use-cases';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { OFFICES, OnPuntoCliente, pointId } from './on-punto-cliente.ts';

/** Declines a requested point. */
export class DeclinePuntoCliente extends OnPuntoCliente {
  /** No personal data: it stays for ever. */
  @IsText(1000)
  readonly reason!: string;
}

export const declinePuntoCliente = defineCommandOn(puntoCliente)({
  input: DeclinePuntoCliente,
  summary: 'Declines a requested point.',
  id: pointId,
  by: OFFICES,
  in: ['REQUESTED'],
  decide: ({ reason }, { kind }) => [{ type: 'PuntoClienteDeclined', data: { kind, reason } }],
});
