import { IsOptional } from 'class-validator';
import { defineRefusals } from '#kernel/domain';
import { protocol } from '#protocols';
import { defineCommandOn, fact, IsId, IsRealDate } from '#use-cases';
import { coverageRefusals, refuseUncovered } from '../domain/coverage.ts';
import { takingEffect } from '../domain/legal-effect.ts';
import { offeredServicesRefusals, requireServices } from '../domain/offered-services.ts';
import { puntoCliente } from '../domain/punto-cliente.ts';
import { authorisedOn, isUnstaffed } from './authorised-on.ts';
import { classesByKind, dateInFuture, OFFICES, OnPuntoCliente, pointId, requireNotAhead } from './on-punto-cliente.ts';
import { protocolFacts } from './protocol-facts.ts';

/** Activates an approved point, or one that was active before, under the protocol in force that covers it. */
export class ActivatePuntoCliente extends OnPuntoCliente {
  /** The protocol in force that covers the point. */
  @IsId()
  readonly protocolId!: string;

  /** First day of activity, yyyy-mm-dd; today when absent. */
  @IsOptional()
  @IsRealDate()
  readonly activatedOn?: string;
}

const refuse = defineRefusals({
  AUTHORISED_OPERATOR_REQUIRED:
    'A point of kind {kind} is staffed by authorised people of the host: grant at least one authorisation on it first.',
});

/**
 * A point becomes active under the one protocol in force that covers it (INPS circolare 119/2011), and is again after it
 * ended, without a new request: host and kind are the same. The protocol is looked up in its own stream, the authorisations
 * in the roster of the point. Either may end between that look and the write; policies then follow up.
 */
export const activatePuntoCliente = defineCommandOn(puntoCliente)({
  input: ActivatePuntoCliente,
  summary: 'Activates a point under the protocol in force that covers it.',
  id: pointId,
  by: OFFICES,
  in: ['APPROVED', 'DEACTIVATED'],
  legalDate: ({ activatedOn }) => activatedOn,
  needs: {
    protocol: fact(protocol, ({ protocolId }: ActivatePuntoCliente) => protocolId, protocolFacts),
    operators: authorisedOn(({ pointId: id }: ActivatePuntoCliente) => id),
    classes: classesByKind,
  },
  refuses: [refuse, dateInFuture, ...coverageRefusals, ...offeredServicesRefusals],
  decide: ({ protocolId }, point, known) => {
    const { protocol: named, operators, classes, legalDate: activatedOn, today } = known;
    const { kind, services } = point;
    requireNotAhead(activatedOn, today);
    refuseUncovered(point, protocolId, named, activatedOn);
    requireServices(kind, services, classes);
    // Staffed by the personnel of the administration, duly authorised (INPS circolare 119/2011; circolare 104/2016).
    if (kind === 'SERVIZIO' && isUnstaffed(operators)) throw refuse.AUTHORISED_OPERATOR_REQUIRED({ kind });
    const data = { kind, protocolId, activatedOn };
    return [takingEffect(point, { type: 'PuntoClienteActivated', data }, activatedOn, known)];
  },
});
