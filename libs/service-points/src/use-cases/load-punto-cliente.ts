import { IsIn, IsOptional } from 'class-validator';
import { defineRefusals, type Absent } from '#kernel/domain';
import { addDays, type LocalDate } from '#italy';
import { hostBody, hostBodyFacts, hostNotRegistered, italy, placeRefusals, requirePlace } from '#organisation';
import { loadedProtocolId, protocol } from '#protocols';
import {
  defineCommandOn,
  fact,
  IsCadastralCode,
  IsId,
  IsLoadingCode,
  IsOneOf,
  IsProvinceCode,
  IsRealDate,
  IsRegionCode,
  IsRequiredObject,
  within,
} from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import { coverageRefusals, refuseUncovered } from '../domain/coverage.ts';
import { loadedPeriod, loadedPeriodRefusals } from '../domain/loaded-period.ts';
import { loadedPointId } from '../domain/loaded-point.ts';
import { offeredServicesRefusals, requireServices } from '../domain/offered-services.ts';
import { puntoCliente, type LivedPoint } from '../domain/punto-cliente.ts';
import { REASONS_OF_PERSONS } from '../domain/vocabulary.ts';
import { askedForRefusals, requireAskedFor } from './asked-for.ts';
import { classesByKind, dateInFuture, IsServiceIds, requireNotAhead } from './on-punto-cliente.ts';
import { protocolByDay } from './protocol-facts.ts';
import { AddressInput, HostRequestInput } from './request-punto-cliente.ts';

/** How a person ended the activity before its protocol ended. */
export class LoadedEndInput {
  @IsIn(REASONS_OF_PERSONS)
  readonly reason!: (typeof REASONS_OF_PERSONS)[number];

  /** When its activity ended (this day not included), yyyy-mm-dd. */
  @IsRealDate()
  readonly deactivatedOn!: string;
}

/** Loads a period of activity of a point, and the point itself with the first of them. */
export class LoadPuntoCliente {
  /** What the protocol, and other rows, name the point by. */
  @IsLoadingCode()
  readonly code!: string;

  /** Id of the hosting body. */
  @IsId()
  readonly hostBodyId!: string;

  /** Code of the protocol that covered it, of the same host; it is loaded before. */
  @IsLoadingCode()
  readonly protocolCode!: string;

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

  /** Ids of the services that it offered; those of before when absent. */
  @IsOptional()
  @IsServiceIds()
  readonly services?: string[];

  /** First day of activity under that protocol, yyyy-mm-dd. */
  @IsRealDate()
  readonly activatedOn!: string;

  /** Absent where it ended with its protocol, passed to the one that renewed it, or goes on. */
  @IsOptional()
  @IsRequiredObject(() => LoadedEndInput)
  readonly end?: LoadedEndInput;
}

const refuse = defineRefusals({
  PROTOCOL_NOT_LOADED: 'No protocol {protocolCode} of this host is loaded: load it first, or correct the code.',
  POINT_END_AWAITED: [
    'Before {activatedOn} it was under a protocol that has ended; its end with that is being written: load the row again.',
    'conflict',
  ],
  LOADED_END_AFTER_PROTOCOL:
    'Before {deactivatedOn} the protocol has ended, and the point with it, or has passed it on: leave the end out, or name ' +
    'the protocol that renewed it.',
});

/**
 * Points that were active since 1-2-2010 come with their periods, on legal dates (P10). What follows from the end, the renewal
 * or a suspension of the protocol follows by the usual policies. Who worked there was authorised elsewhere.
 */
export const loadPuntoCliente = defineCommandOn(puntoCliente)({
  input: LoadPuntoCliente,
  summary: 'Loads a period of activity of a point, and the point itself with the first of them.',
  id: ({ hostBodyId, code }) => loadedPointId(hostBodyId, code),
  by: [within('central')],
  in: ['ABSENT', 'APPROVED', 'ACTIVE', 'SUSPENDED', 'DEACTIVATED'],
  where: ({ region, province, hostBodyId }) => ({ region, province, host: hostBodyId }),
  needs: {
    host: fact(hostBody, ({ hostBodyId }: LoadPuntoCliente) => hostBodyId, hostBodyFacts),
    named: fact(
      protocol,
      ({ hostBodyId, protocolCode }: LoadPuntoCliente) => loadedProtocolId(hostBodyId, protocolCode),
      protocolByDay,
    ),
    before: fact(
      protocol,
      ({ activatedOn }: LoadPuntoCliente, state: LivedPoint | Absent) => coveringOn(state, activatedOn),
      protocolByDay,
    ),
    classes: classesByKind,
  },
  refuses: [
    ...[refuse, loadedPeriodRefusals, ...coverageRefusals, ...placeRefusals, ...askedForRefusals],
    ...[...offeredServicesRefusals, hostNotRegistered, dateInFuture],
  ],
  decide: (row, known, { id, host, named, before, classes, today, now }) => {
    const { code, hostBodyId, protocolCode, kind, region, hostRequest, services = [], activatedOn, end } = row;
    const { province, municipality, address } = row;
    requireNotAhead(end?.deactivatedOn ?? activatedOn, today);
    requireNotAhead(activatedOn, today);
    requirePlace(italy, row, activatedOn);
    if (!host) throw hostNotRegistered({ hostBodyId });
    requireAskedFor(kind, host, hostRequest !== undefined);
    const asOn = known.status === 'ABSENT' ? known : puntoCliente.judgedOn(known, activatedOn);
    const offered = services.length > 0 || asOn.status === 'ABSENT' ? services : asOn.services;
    requireServices(kind, offered, classes);
    const protocolId = loadedProtocolId(hostBodyId, protocolCode);
    const covering = named.on(activatedOn);
    if (!covering) throw refuse.PROTOCOL_NOT_LOADED({ protocolCode });
    refuseUncovered({ id, kind, host, region }, protocolId, covering, activatedOn);
    if (end && end.deactivatedOn <= activatedOn) {
      throw loadedPeriodRefusals.LOADED_PERIOD_EMPTY({ deactivatedOn: end.deactivatedOn, activatedOn });
    }
    if (end && !isBinding(named.on(addDays(end.deactivatedOn, -1))?.status)) {
      throw refuse.LOADED_END_AFTER_PROTOCOL({ deactivatedOn: end.deactivatedOn });
    }
    const passesFrom = activatedOn === covering.effectiveDate ? named.renews : undefined;
    const previous = coveringOn(known, activatedOn);
    // What follows from the end of a protocol is written after it.
    if (previous !== undefined && previous !== passesFrom && !isBinding(before.on(activatedOn)?.status)) {
      throw refuse.POINT_END_AWAITED({ activatedOn });
    }
    const request = hostRequest ? { hostRequest } : {};
    const place = { region, province, municipality, address };
    const period = {
      requested: { pointId: id, kind, host, ...place, ...request, loadedAs: code },
      ...{ services, protocolId, activatedOn, end },
      passesFrom,
    };
    return loadedPeriod(known, period, now);
  },
});

/** The protocol under which a point has activity on a day, as it is written. */
function coveringOn(point: LivedPoint | Absent, date: LocalDate): string | undefined {
  const then = point.status === 'ABSENT' ? point : puntoCliente.judgedOn(point, date);
  return then.status === 'ACTIVE' || then.status === 'SUSPENDED' ? then.activity.protocolId : undefined;
}

function isBinding(status: string | undefined): boolean {
  return status === 'IN_FORCE' || status === 'SUSPENDED';
}
