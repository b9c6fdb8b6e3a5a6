export { servicePointSettings } from './service-point-settings.ts';
export { networkOverview } from './network-overview.ts';
export { puntiInps } from './punti-inps.ts';
export { servicePoints } from './service-points.ts';
export { operatorAuthorization } from './domain/authorization/operator-authorization.ts';
export type { OperatorAuthorization } from './domain/authorization/operator-authorization-state.ts';
export {
  PuntoClienteActivated,
  PuntoClienteCoverageTransferred,
  PuntoClienteDeactivated,
  PuntoClienteRectified,
  PuntoClienteResumed,
  PuntoClienteSuspended,
  type PuntoClienteEvent,
} from './domain/events.ts';
export {
  PuntoInpsClosed,
  PuntoInpsEstablished,
  PuntoInpsOpened,
  PuntoInpsRectified,
  PuntoInpsReferenceUnitChanged,
  PuntoInpsResumed,
  PuntoInpsServicesRevised,
  PuntoInpsSuspended,
  type PuntoInpsEvent,
} from './domain/punto-inps/events.ts';
export { standingStandstill } from './domain/punto-inps/standing-standstill.ts';
export { staffPresentOn } from './domain/punto-inps/staff.ts';
export { isForReview } from './domain/punto-inps/for-review.ts';
export { puntoInps } from './domain/punto-inps/punto-inps.ts';
export type { PuntoInps } from './domain/punto-inps/punto-inps-state.ts';
export {
  PUNTO_INPS_STATES,
  PuntoInpsState,
  UserGroup,
  type PuntoInpsStandstill,
} from './domain/punto-inps/vocabulary.ts';
export { puntoCliente } from './domain/punto-cliente.ts';
export type { PuntoCliente } from './domain/punto-cliente-state.ts';
export { isActiveAgain, losesItsEnd, receivesAgain } from './domain/still-open.ts';
export { isSuspendedByProtocolsAlone } from './domain/suspended-by-protocols.ts';
export {
  Address,
  isEndByProtocol,
  POINT_STATES,
  PointState,
  type PointStatus,
  type Suspension as PointSuspension,
} from './domain/vocabulary.ts';
export { datedAuthorizations } from './read-models/authorization/dated-authorizations.ts';
export { datedPuntiCliente, type PuntoClienteOnDate } from './read-models/dated-punti-cliente.ts';
export { userGroupsOf } from './read-models/punto-inps/groups-of-punti-inps.ts';
export { puntoInpsRegister } from './read-models/punto-inps/punto-inps-register.ts';
export {
  datedPuntiInps,
  type AssignmentOnDate,
  type PremisesOnDate,
  type PuntoInpsOnDate,
} from './read-models/punto-inps/dated-punti-inps.ts';
export { servicePointRegister, type PuntoClienteSummary } from './read-models/service-point-register.ts';
export { activatePuntoCliente } from './use-cases/activate-punto-cliente.ts';
export { approvePuntoCliente } from './use-cases/approve-punto-cliente.ts';
export { changeKindOfPuntoCliente } from './use-cases/change-kind-of-punto-cliente.ts';
export { deactivatePuntoCliente } from './use-cases/deactivate-punto-cliente.ts';
export { grantOperatorAuthorization } from './use-cases/authorization/grant-operator-authorization.ts';
export { recordOperatorTraining } from './use-cases/authorization/record-operator-training.ts';
export { requestOperatorAuthorization } from './use-cases/authorization/request-operator-authorization.ts';
export { loadPuntoCliente, type LoadPuntoCliente } from './use-cases/load-punto-cliente.ts';
export { rectifyPuntoCliente } from './use-cases/rectify-punto-cliente.ts';
export { requestPuntoCliente } from './use-cases/request-punto-cliente.ts';
export { resumePuntoCliente } from './use-cases/resume-punto-cliente.ts';
export { reviseServicesOfPuntoCliente } from './use-cases/revise-services-of-punto-cliente.ts';
export { suspendPuntoCliente } from './use-cases/suspend-punto-cliente.ts';
export { agreeHostPremisesOfPuntoInps } from './use-cases/punto-inps/agree-host-premises-of-punto-inps.ts';
export { assignStaffToPuntoInps } from './use-cases/punto-inps/assign-staff-to-punto-inps.ts';
export { closePuntoInps } from './use-cases/punto-inps/close-punto-inps.ts';
export { establishPuntoInps } from './use-cases/punto-inps/establish-punto-inps.ts';
export { openPuntoInps } from './use-cases/punto-inps/open-punto-inps.ts';
export { proposePuntoInps } from './use-cases/punto-inps/propose-punto-inps.ts';
export { recordPuntoInpsDemandAnalysis } from './use-cases/punto-inps/record-punto-inps-demand-analysis.ts';
export {
  ReviseServicesOfPuntoInps,
  reviseServicesOfPuntoInps,
} from './use-cases/punto-inps/revise-services-of-punto-inps.ts';
export { suspendPuntoInps } from './use-cases/punto-inps/suspend-punto-inps.ts';
