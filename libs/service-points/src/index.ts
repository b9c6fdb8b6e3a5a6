export { networkOverview } from './network-overview.ts';
export { servicePoints } from './service-points.ts';
export type { PuntoClienteEvent } from './domain/events.ts';
export { puntoCliente } from './domain/punto-cliente.ts';
export type { PuntoCliente } from './domain/punto-cliente-state.ts';
export { POINT_STATES, type PointStatus } from './domain/vocabulary.ts';
export {
  servicePointRegister,
  type PuntoClienteDocument,
  type PuntoClienteSummary,
} from './read-models/service-point-register.ts';
export { activatePuntoCliente } from './use-cases/activate-punto-cliente.ts';
export { approvePuntoCliente } from './use-cases/approve-punto-cliente.ts';
export { requestPuntoCliente } from './use-cases/request-punto-cliente.ts';
