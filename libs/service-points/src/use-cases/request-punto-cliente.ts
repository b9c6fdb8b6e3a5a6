import { IsOptional, IsUUID, Matches } from 'class-validator';
import { defineRefusals, deriveId } from '#kernel/domain';
import {
  hostBody,
  hostBodyFacts,
  hostNotRegistered,
  italy,
  onlyAtAdministrations,
  placeRefusals,
  requirePlace,
} from '#organisation';
import {
  defineCommandOn,
  fact,
  IsOneOf,
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  IsText,
  within,
  matching,
} from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import { puntoCliente } from '../domain/punto-cliente.ts';

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
  @IsUUID()
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
  @Matches(
    /^[A-Z]\d{3}$/,
    matching({
      message: '$property must be a codice catastale: a capital letter and three digits',
      maxLength: 4,
      example: 'H501',
    }),
  )
  readonly municipality!: string;

  @IsRequiredObject(() => AddressInput)
  readonly address!: AddressInput;

  /** Needed for SERVIZIO and EVOLUTO. */
  @IsOptional()
  @IsRequiredObject(() => HostRequestInput)
  readonly hostRequest?: HostRequestInput;
}

const refuse = defineRefusals({
  HOST_REQUEST_REQUIRED:
    'A point of kind {kind} is opened where the administration asks for it: give its request, hostRequest.',
  HOST_REQUEST_IN_FUTURE: 'The request of the host is dated {date}, after today, {today}: correct the date.',
});

/**
 * The offices of the territory file a request; the host may file its own. Service points stand at public administrations
 * only, and only where these ask (INPS circolare 119/2011).
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
  refuses: [refuse, ...placeRefusals, hostNotRegistered, onlyAtAdministrations],
  decide: ({ hostBodyId, ...data }, _absent, { id, host, today }) => {
    const { kind, hostRequest } = data;
    requirePlace(italy, data, today);
    if (!host) throw hostNotRegistered({ hostBodyId });
    if (kind !== 'INFORMATIVO') {
      if (host.kind !== 'PUBLIC_ADMINISTRATION') throw onlyAtAdministrations({ kind, hostKind: host.kind });
      if (!hostRequest) throw refuse.HOST_REQUEST_REQUIRED({ kind });
    }
    if (hostRequest && hostRequest.date > today) throw refuse.HOST_REQUEST_IN_FUTURE({ date: hostRequest.date, today });
    return [{ type: 'PuntoClienteRequested', data: { pointId: id, ...data, host } }];
  },
});
