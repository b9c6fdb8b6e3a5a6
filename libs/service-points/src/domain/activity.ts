import { DomainError, toTimestamp } from '#kernel';
import { midnightInRome } from '#italy';
import type { ActivatePuntoCliente, DeactivatePuntoCliente, EndPuntoClienteWithProtocol } from './commands.ts';
import type { PuntoClienteEvent } from './events.ts';
import type { PuntoCliente } from './punto-cliente-state.ts';
import type { DeactivationReason, PointKind } from './vocabulary.ts';

/** What a decision must know of the protocol that a command names. */
export interface ProtocolFacts {
  readonly status: string;
  readonly hostId: string;
  readonly region: string;
  /** Ids of the points that it covers. */
  readonly points: readonly string[];
  /** Kinds of point that it allows. */
  readonly kinds: readonly PointKind[];
  /** First day in force. */
  readonly effectiveDate?: string | undefined;
}

/**
 * A point becomes active under the one protocol in force that covers it (INPS circolare 119/2011).
 * @param protocol the protocol that the command names, if it exists
 * @param today `yyyy-mm-dd` in Rome
 */
export function activate(
  command: ActivatePuntoCliente,
  point: PuntoCliente,
  protocol: ProtocolFacts | undefined,
  today: string,
): PuntoClienteEvent[] {
  const { protocolId, operators, activatedOn = today } = command;
  requireCoverage(point, protocolId, protocol);
  if (activatedOn > today) throw new DomainError('ACTIVATION_IN_FUTURE', { activatedOn, today });
  const inForceFrom = protocol?.effectiveDate ?? today;
  if (activatedOn < inForceFrom) throw new DomainError('ACTIVATION_BEFORE_PROTOCOL', { activatedOn, inForceFrom });
  // Manned by the personnel of the administration, duly authorised (INPS circolare 119/2011; circolare 104/2016).
  if (point.kind === 'SERVIZIO' && operators.length === 0) {
    throw new DomainError('AUTHORISED_OPERATOR_REQUIRED', { kind: point.kind });
  }
  const untrained = operators.find(({ trainedOn }) => trainedOn > activatedOn);
  if (untrained) throw new DomainError('OPERATOR_NOT_TRAINED', { ...untrained, activatedOn });
  return [
    {
      type: 'PuntoClienteActivated',
      data: { kind: point.kind, protocolId, activatedOn, operators: [...operators] },
      effectiveAt: toTimestamp(midnightInRome(activatedOn)),
    },
  ];
}

function requireCoverage(point: PuntoCliente, protocolId: string, protocol: ProtocolFacts | undefined): void {
  if (!protocol) throw new DomainError('PROTOCOL_NOT_REGISTERED', { protocolId });
  const { status, hostId, region, points, kinds } = protocol;
  if (status !== 'IN_FORCE') throw new DomainError('PROTOCOL_NOT_IN_FORCE', { protocolId, state: status });
  if (hostId !== point.host.id) {
    throw new DomainError('PROTOCOL_OF_ANOTHER_HOST', { protocolId, protocolHost: hostId, pointHost: point.host.id });
  }
  if (region !== point.region) {
    throw new DomainError('PROTOCOL_OF_ANOTHER_REGION', {
      protocolId,
      protocolRegion: region,
      pointRegion: point.region,
    });
  }
  if (!points.includes(point.id)) throw new DomainError('POINT_NOT_COVERED', { protocolId, pointId: point.id });
  if (!kinds.includes(point.kind)) throw new DomainError('KIND_NOT_COVERED', { protocolId, kind: point.kind, kinds });
}

/** A person ends a point, at the request of the host or for security. */
export function deactivate(command: DeactivatePuntoCliente, point: PuntoCliente, today: string): PuntoClienteEvent[] {
  const { reason, deactivatedOn = today } = command;
  if (deactivatedOn > today) throw new DomainError('DEACTIVATION_IN_FUTURE', { deactivatedOn, today });
  const activatedOn = point.activity?.from ?? deactivatedOn;
  if (deactivatedOn < activatedOn) {
    throw new DomainError('DEACTIVATION_BEFORE_ACTIVATION', { deactivatedOn, activatedOn });
  }
  return ended(point, reason, deactivatedOn);
}

/** A point never outlives the protocol that covers it; one that ended otherwise, or never began, needs nothing. */
export function endWithProtocol(command: EndPuntoClienteWithProtocol, point: PuntoCliente): PuntoClienteEvent[] {
  const { protocolId, reason, endedOn } = command;
  if (point.status !== 'ACTIVE' || point.activity?.protocolId !== protocolId) {
    throw new DomainError('NOT_ACTIVE_UNDER_PROTOCOL', { protocolId, state: point.status }, 'already-so');
  }
  // Activated in the moment between the end of the protocol and this command: no activity before it began.
  return ended(point, reason, endedOn < point.activity.from ? point.activity.from : endedOn);
}

function ended(
  { kind, activity }: PuntoCliente,
  reason: DeactivationReason,
  deactivatedOn: string,
): PuntoClienteEvent[] {
  const protocolId = activity?.protocolId ?? '';
  return [
    {
      type: 'PuntoClienteDeactivated',
      data: { kind, protocolId, reason, deactivatedOn },
      effectiveAt: toTimestamp(midnightInRome(deactivatedOn)),
    },
  ];
}
