import { DomainError, type Aggregate, type DecisionContext } from '#kernel';
import { activate, deactivate, endWithProtocol, type ProtocolFacts } from './activity.ts';
import { romeDateOf } from '#italy';
import type { PuntoClienteCommand, RequestPuntoCliente } from './commands.ts';
import type { PuntoClienteEvent } from './events.ts';
import { evolve, type PuntoCliente, type PuntoClienteState } from './punto-cliente-state.ts';
import type { PointHost, PointStatus } from './vocabulary.ts';

export interface PuntoClienteContext extends DecisionContext {
  /** For a request: the hosting body it names, if that is registered. */
  readonly host?: PointHost | undefined;
  /** For an activation: the protocol it names, if that exists. */
  readonly protocol?: ProtocolFacts | undefined;
}

/** In which states a point takes a command; any state when absent. */
const ALLOWED: Partial<Record<PuntoClienteCommand['type'], readonly PointStatus[]>> = {
  ApprovePuntoCliente: ['REQUESTED'],
  DeclinePuntoCliente: ['REQUESTED'],
  ActivatePuntoCliente: ['APPROVED'],
  DeactivatePuntoCliente: ['ACTIVE'],
};

/** A virtual desk of the institute at a hosting body (INPS circolare 119/2011). */
export const puntoCliente: Aggregate<PuntoClienteState, PuntoClienteCommand, PuntoClienteEvent, PuntoClienteContext> = {
  category: 'PuntoCliente',
  initialState: () => ({}),
  evolve,
  scopeOf: ({ point }) => (point ? { region: point.region, province: point.province, host: point.host.id } : {}),
  decide: (command, { point }, context) => {
    if (command.type === 'RequestPuntoCliente') {
      if (point) throw new DomainError('PUNTO_CLIENTE_ALREADY_REQUESTED', { id: point.id }, 'conflict');
      return request(command, context.host, romeDateOf(context.now));
    }
    if (!point) throw new DomainError('PUNTO_CLIENTE_NOT_FOUND', {}, 'not-found');
    requireState(command, point);
    return decideNext(command, point, context);
  },
};

type NextCommand = Exclude<PuntoClienteCommand, { type: 'RequestPuntoCliente' }>;

function requireState(command: NextCommand, { status }: PuntoCliente): void {
  const allowed = ALLOWED[command.type];
  if (!allowed || allowed.includes(status)) return;
  throw new DomainError('PUNTO_CLIENTE_STATE_FORBIDS', { command: command.type, state: status, allowed });
}

function decideNext(command: NextCommand, point: PuntoCliente, context: PuntoClienteContext): PuntoClienteEvent[] {
  const { kind } = point;
  const today = romeDateOf(context.now);
  switch (command.type) {
    case 'ApprovePuntoCliente':
      return [{ type: 'PuntoClienteApproved', data: { kind } }];
    case 'DeclinePuntoCliente':
      return [{ type: 'PuntoClienteDeclined', data: { kind, reason: command.reason } }];
    case 'ActivatePuntoCliente':
      return activate(command, point, context.protocol, today);
    case 'DeactivatePuntoCliente':
      return deactivate(command, point, today);
    case 'EndPuntoClienteWithProtocol':
      return endWithProtocol(command, point);
  }
}

/** Service points stand at public administrations only, and only where these ask (INPS circolare 119/2011). */
function request(command: RequestPuntoCliente, host: PointHost | undefined, today: string): PuntoClienteEvent[] {
  const { type: _type, hostBodyId, ...data } = command;
  const { kind, hostRequest } = command;
  if (!host) throw new DomainError('HOST_BODY_NOT_REGISTERED', { hostBodyId });
  if (kind !== 'INFORMATIVO') {
    if (host.kind !== 'PUBLIC_ADMINISTRATION') {
      throw new DomainError('KIND_ONLY_AT_PUBLIC_ADMINISTRATION', { kind, hostKind: host.kind });
    }
    if (!hostRequest) throw new DomainError('HOST_REQUEST_REQUIRED', { kind });
  }
  if (hostRequest && hostRequest.date > today) {
    throw new DomainError('HOST_REQUEST_IN_FUTURE', { date: hostRequest.date, today });
  }
  return [{ type: 'PuntoClienteRequested', data: { ...data, host } }];
}
