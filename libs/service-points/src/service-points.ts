import { defineContext } from '#use-cases';
import { puntoClienteEvents } from './domain/events.ts';
import { puntoCliente } from './domain/punto-cliente.ts';
import { puntoClienteRoutes } from './http/punto-cliente-routes.ts';
import { pointsFollowProtocol } from './processes/points-follow-protocol.ts';
import { datedPuntiCliente } from './read-models/dated-punti-cliente.ts';
import { pointCounters } from './read-models/point-counters.ts';
import { servicePointHistory } from './read-models/service-point-history.ts';
import { getPuntoCliente, listPuntiCliente, servicePointRegister } from './read-models/service-point-register.ts';
import { activatePuntoCliente } from './use-cases/activate-punto-cliente.ts';
import { approvePuntoCliente } from './use-cases/approve-punto-cliente.ts';
import { deactivatePuntoCliente } from './use-cases/deactivate-punto-cliente.ts';
import { declinePuntoCliente } from './use-cases/decline-punto-cliente.ts';
import { endPuntoClienteWithProtocol } from './use-cases/end-punto-cliente-with-protocol.ts';
import { requestPuntoCliente } from './use-cases/request-punto-cliente.ts';

/** Punti Cliente, from request to end. */
export const servicePoints = defineContext({
  name: 'service-points',
  about: 'Punti Cliente, from the request to their deactivation, and overviews of the network.',
  aggregates: [puntoCliente],
  events: puntoClienteEvents,
  commands: [
    requestPuntoCliente,
    approvePuntoCliente,
    declinePuntoCliente,
    activatePuntoCliente,
    deactivatePuntoCliente,
    endPuntoClienteWithProtocol,
  ],
  queries: [listPuntiCliente, getPuntoCliente],
  projections: [servicePointRegister, servicePointHistory],
  processes: [pointsFollowProtocol],
  counters: [pointCounters],
  dated: [datedPuntiCliente],
  routes: [puntoClienteRoutes],
});
