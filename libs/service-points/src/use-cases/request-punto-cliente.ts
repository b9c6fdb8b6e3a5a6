import { IsOptional, Matches } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import { hostBody, hostBodyFacts, hostNotRegistered, italy, placeRefusals, requirePlace } from '#organisation';
import {
  defineCommandOn,
  fact,
  IsCadastralCode,
  IsId,
  IsOneOf,
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  within,
  matching,
  onItsDay,
} from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { askedForRefusals, requireAskedFor } from './asked-for.ts';
import { dateInFuture, requireNotAhead } from './on-punto-cliente.ts';

/** Where the point stands. */
export class AddressInput {
  @IsText(200)
  readonly street!: string;

  /** CAP, five digits. */
  @Matches(/^\d{5}$/, matching({ message: '$property must be five digits', maxLength: 5, example: '00186' }))
  readonly postalCode!: string;
}

/** The letter with which the administration asks for the point. */
export class HostRequestInput {
  @IsText(100)
  readonly protocolNumber!: string;

  /** yyyy-mm-dd. */
  @IsRealDate()
  readonly date!: string;
}

/** Requests a Punto Cliente at a hosting body. */
export class RequestPuntoCliente {
  /** Id of the hosting body. */
  @IsId()
  readonly hostBodyId!: string;

  @IsOneOf(POINT_KINDS, 'PointKind')
  readonly kind!: PointKind;

  /** ISTAT code. */
  @IsRegionCode()
  readonly region!: string;

  /** ISTAT code. */
  @IsProvinceCode()
  readonly province!: string;

  /** Codice catastale: a capital letter and three digits. */
  @IsCadastralCode()
  readonly municipality!: string;

  @IsRequiredObject(() => AddressInput)
  readonly address!: AddressInput;

  /** Needed for SERVIZIO and EVOLUTO. */
  @IsOptional()
  @IsRequiredObject(() => HostRequestInput)
  readonly hostRequest?: HostRequestInput;

  /** Day of the request, yyyy-mm-dd; that on which it is recorded when absent. */
  @IsOptional()
  @IsRealDate()
  readonly requestedOn?: string;
}

const refuse = defineRefusals({
  HOST_REQUEST_IN_FUTURE:
    'The request of the host is dated {date}, after the point is requested, on {on}: correct the date.',
});

/**
 * The offices of the territory file a request; the host may file its own.
 */
export const requestPuntoCliente = defineCommandOn(puntoCliente)({
  input: RequestPuntoCliente,
  summary: 'Requests a Punto Cliente at a hosting body.',
  id: (_input, commandId) => deriveId('PuntoCliente', commandId),
  by: [within('central', 'regional', 'provincial', 'host-operator')],
  in: ['ABSENT'],
  where: ({ region, province, hostBodyId }) => ({ region, province, host: hostBodyId }),
  needs: {
    host: fact(hostBody, ({ hostBodyId }: RequestPuntoCliente) => hostBodyId, hostBodyFacts),
  },
  refuses: [refuse, ...placeRefusals, ...askedForRefusals, hostNotRegistered, dateInFuture],
  decide: ({ hostBodyId, ...data }, _absent, { id, host, today }) => {
    const { kind, hostRequest, requestedOn } = data;
    const on = requestedOn ?? today;
    requireNotAhead(on, today);
    requirePlace(italy, data, on);
    if (!host) throw hostNotRegistered({ hostBodyId });
    requireAskedFor(kind, host, hostRequest !== undefined);
    if (hostRequest && hostRequest.date > on) throw refuse.HOST_REQUEST_IN_FUTURE({ date: hostRequest.date, on });
    return [onItsDay({ type: 'PuntoClienteRequested', data: { pointId: id, ...data, host } }, requestedOn)];
  },
});
