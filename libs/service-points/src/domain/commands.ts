import type { Address, HostRequest, Operator, PointKind, REASONS_OF_PERSONS } from './vocabulary.ts';

export interface RequestPuntoCliente {
  readonly type: 'RequestPuntoCliente';
  readonly pointId: string;
  readonly hostBodyId: string;
  readonly kind: PointKind;
  readonly region: string;
  readonly province: string;
  readonly municipality: string;
  readonly address: Address;
  /** The request of the administration itself; needed for SERVIZIO and EVOLUTO. */
  readonly hostRequest?: HostRequest;
}

export interface ApprovePuntoCliente {
  readonly type: 'ApprovePuntoCliente';
}

export interface DeclinePuntoCliente {
  readonly type: 'DeclinePuntoCliente';
  readonly reason: string;
}

export interface ActivatePuntoCliente {
  readonly type: 'ActivatePuntoCliente';
  readonly protocolId: string;
  readonly operators: readonly Operator[];
  /** Today when absent. */
  readonly activatedOn?: string;
}

export interface DeactivatePuntoCliente {
  readonly type: 'DeactivatePuntoCliente';
  readonly reason: (typeof REASONS_OF_PERSONS)[number];
  /** Today when absent. */
  readonly deactivatedOn?: string;
}

/** Given when the protocol that covers the point has ended. */
export interface EndPuntoClienteWithProtocol {
  readonly type: 'EndPuntoClienteWithProtocol';
  readonly protocolId: string;
  readonly reason: 'PROTOCOL_EXPIRED' | 'PROTOCOL_TERMINATED';
  /** First day on which the protocol is no longer in force. */
  readonly endedOn: string;
}

export type PuntoClienteCommand =
  | RequestPuntoCliente
  | ApprovePuntoCliente
  | DeclinePuntoCliente
  | ActivatePuntoCliente
  | DeactivatePuntoCliente
  | EndPuntoClienteWithProtocol;
