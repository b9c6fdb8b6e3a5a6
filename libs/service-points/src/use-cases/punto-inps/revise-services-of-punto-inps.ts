import { ArrayMaxSize, IsOptional } from 'class-validator';
import { defineRefusal } from '#kernel/domain';
import { defineCommandOn, IsId, IsRealDate, IsRequiredObjects, onItsDay } from '#use-cases';
import { requireCompleteWhileOpen } from '../../domain/punto-inps/complete-while-open.ts';
import { offerRefusals, requireOffer, servicesIncomplete } from '../../domain/punto-inps/offered-services.ts';
import { LIVING, puntoInps } from '../../domain/punto-inps/punto-inps.ts';
import {
  IsServiceId,
  OnPuntoInps,
  puntoInpsId,
  RUNNING_OFFICES,
  itsDayRefusals,
  requireItsDay,
} from './on-punto-inps.ts';

/** What a Punto INPS offers. */
export class OfferedServiceInput {
  /** Of the catalogue, which GET /rest/agenda/v1/services lists. */
  @IsServiceId()
  readonly serviceId!: string;

  /** The demand analysis that grounds it; needed for a service of class TEMPO_REALE. */
  @IsOptional()
  @IsId()
  readonly analysisId?: string;
}

/** Says which services a Punto INPS offers. */
export class ReviseServicesOfPuntoInps extends OnPuntoInps {
  /** All of them. */
  @IsRequiredObjects(() => OfferedServiceInput)
  @ArrayMaxSize(50)
  readonly services!: OfferedServiceInput[];

  /** First day on which it offers these, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly revisedOn?: string;
}

const namedTwice = defineRefusal('SERVICE_NAMED_TWICE', '{serviceId} is named twice: name each service once.');

export const reviseServicesOfPuntoInps = defineCommandOn(puntoInps)({
  input: ReviseServicesOfPuntoInps,
  summary: 'Says which services a Punto INPS offers.',
  id: puntoInpsId,
  by: RUNNING_OFFICES,
  in: LIVING,
  legalDate: ({ revisedOn }) => revisedOn,
  refuses: [namedTwice, ...offerRefusals, servicesIncomplete, ...itsDayRefusals],
  decide: ({ services: wanted }, point, known) => {
    const { legalDate: revisedOn } = known;
    requireItsDay(point, known);
    const services = wanted.map(({ serviceId, analysisId }) => ({
      serviceId,
      ...(analysisId === undefined ? {} : { analysisId }),
    }));
    for (const [index, { serviceId }] of services.entries()) {
      if (services.findIndex((other) => other.serviceId === serviceId) < index) throw namedTwice({ serviceId });
    }
    requireOffer(services, point);
    const revision = onItsDay({ type: 'PuntoInpsServicesRevised' as const, data: { services, revisedOn } }, revisedOn);
    requireCompleteWhileOpen(point, revision, revisedOn, known);
    return [revision];
  },
});
