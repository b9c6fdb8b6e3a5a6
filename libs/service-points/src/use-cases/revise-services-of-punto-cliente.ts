import { IsOptional } from 'class-validator';
import { defineCommandOn, IsRealDate, onItsDay } from '#use-cases';
import { offeredServicesRefusals, requireServices } from '../domain/offered-services.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import {
  classesByKind,
  dateInFuture,
  IsServiceIds,
  OFFICES,
  OnPuntoCliente,
  pointId,
  requireNotAhead,
} from './on-punto-cliente.ts';

/** Says which services a point offers. */
export class ReviseServicesOfPuntoCliente extends OnPuntoCliente {
  /** All of them, by the ids of the catalogue, which GET /rest/agenda/v1/services lists. */
  @IsServiceIds()
  readonly services!: string[];

  /** First day on which it offers these, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly revisedOn?: string;
}

export const reviseServicesOfPuntoCliente = defineCommandOn(puntoCliente)({
  input: ReviseServicesOfPuntoCliente,
  example: { services: ['estratto-conto-contributivo'] },
  summary: 'Says which services a point offers.',
  id: pointId,
  by: OFFICES,
  in: ['APPROVED', 'ACTIVE', 'SUSPENDED', 'DEACTIVATED'],
  legalDate: ({ revisedOn }) => revisedOn,
  needs: { classes: classesByKind },
  refuses: [...offeredServicesRefusals, dateInFuture],
  decide: ({ services }, { kind }, { classes, legalDate: revisedOn, today }) => {
    requireNotAhead(revisedOn, today);
    requireServices(kind, services, classes);
    return [onItsDay({ type: 'PuntoClienteServicesRevised', data: { kind, services, revisedOn } }, revisedOn)];
  },
});
