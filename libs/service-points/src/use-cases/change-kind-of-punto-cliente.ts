import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { protocol } from '#protocols';
import { defineCommandOn, fact, IsOneOf, IsRealDate, IsRequiredObject } from '#use-cases';
import { POINT_KINDS, type PointKind } from '#vocabulary';
import { kindNotCovered } from '../domain/coverage.ts';
import { takingEffect } from '../domain/legal-effect.ts';
import { offeredServicesRefusals, requireServices } from '../domain/offered-services.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { authorisedOn, isUnstaffed } from './authorised-on.ts';
import { askedForRefusals, requireAskedFor } from './asked-for.ts';
import { coveringOf, kindsAheadNeeds, kindsAheadRefusals, requireKindAhead } from './kinds-ahead.ts';
import {
  classesByKind,
  dateInFuture,
  IsServiceIds,
  OFFICES,
  OnPuntoCliente,
  pointId,
  requireNotAhead,
} from './on-punto-cliente.ts';
import { protocolFacts } from './protocol-facts.ts';
import { HostRequestInput } from './request-punto-cliente.ts';

/** Makes a point one of another kind, with the services that it then offers. */
export class ChangeKindOfPuntoCliente extends OnPuntoCliente {
  @IsOneOf(POINT_KINDS, 'PointKind')
  readonly kind!: PointKind;

  /** All services that it offers from then on, by the ids of the catalogue. */
  @IsServiceIds()
  readonly services!: string[];

  /** Needed for SERVIZIO and EVOLUTO, where the administration has not asked for one of these before. */
  @IsOptional()
  @IsRequiredObject(() => HostRequestInput)
  readonly hostRequest?: HostRequestInput;

  /** First day as one of that kind, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly changedOn?: string;
}

const refuse = defineRefusals({
  KIND_UNCHANGED: 'The point is of kind {kind} already: name another.',
  OPERATOR_REQUIRED_FOR_KIND:
    'An active point of kind {kind} is staffed by authorised people of the host: grant an authorisation on it first.',
});

/** What holds of a point that is requested as one of a kind, and of one that is activated, holds of one that becomes such. */
export const changeKindOfPuntoCliente = defineCommandOn(puntoCliente)({
  input: ChangeKindOfPuntoCliente,
  example: { kind: 'INFORMATIVO', services: ['estratto-conto-contributivo'] },
  summary: 'Makes a point one of another kind, with the services that it then offers.',
  id: pointId,
  by: OFFICES,
  in: ['APPROVED', 'ACTIVE', 'SUSPENDED'],
  legalDate: ({ changedOn }) => changedOn,
  needs: {
    protocol: fact(protocol, coveringOf, protocolFacts),
    ...kindsAheadNeeds,
    operators: authorisedOn(({ pointId: id }: ChangeKindOfPuntoCliente) => id),
    classes: classesByKind,
  },
  refuses: [refuse, dateInFuture, ...askedForRefusals, kindNotCovered, kindsAheadRefusals, ...offeredServicesRefusals],
  decide: ({ kind, services, hostRequest }, point, known) => {
    const { legalDate: changedOn, today, classes, protocol: covering, operators } = known;
    requireNotAhead(changedOn, today);
    if (kind === point.kind) throw refuse.KIND_UNCHANGED({ kind });
    requireAskedFor(kind, point.host, point.isAskedFor || hostRequest !== undefined);
    requireServices(kind, services, classes);
    const protocolId = coveringOf(undefined, point);
    if (covering && protocolId !== undefined && !covering.kinds.includes(kind)) {
      throw kindNotCovered({ protocolId, kind, kinds: covering.kinds });
    }
    if (kind === 'SERVIZIO' && point.status !== 'APPROVED' && isUnstaffed(operators)) {
      throw refuse.OPERATOR_REQUIRED_FOR_KIND({ kind });
    }
    const asked = hostRequest ? { hostRequest: { ...hostRequest } } : {};
    const data = { kind, previousKind: point.kind, services, ...asked, changedOn };
    const changed = takingEffect(point, { type: 'PuntoClienteKindChanged', data }, changedOn, known);
    requireKindAhead(point, changed, known);
    return [changed];
  },
});
