import * as commands from './application/commands.ts';
import { pointsFollowProtocol } from './application/points-follow-protocol.ts';
import { puntoClienteEvents } from './domain/events.ts';
import { networkOverview } from './projections/network-overview.ts';
import { servicePointRegister } from './projections/service-point-register.ts';

export { ServicePointsModule } from './service-points.module.ts';

export const servicePointsEvents = puntoClienteEvents;
export const servicePointsProjections = [servicePointRegister, networkOverview] as const;
export const servicePointsProcesses = [pointsFollowProtocol] as const;
/** Commands by the name under which process managers give them. */
export const servicePointsCommands = { ...commands };

export * from './application/commands.ts';
export * from './application/queries.ts';
export type { PuntoClienteEvent } from './domain/events.ts';
export { puntoCliente } from './domain/punto-cliente.ts';
export type { PuntoCliente, PuntoClienteState } from './domain/punto-cliente-state.ts';
export { POINT_KINDS, POINT_STATES, type PointKind, type PointStatus } from './domain/vocabulary.ts';
export {
  networkOverview,
  overviewKey,
  type NetworkOverview,
  type OverviewArea,
} from './projections/network-overview.ts';
export {
  servicePointRegister,
  type PuntoClienteDocument,
  type PuntoClienteSummary,
} from './projections/service-point-register.ts';
