import { create, get, post, routes } from '#use-cases';
import { getPuntoCliente, listPuntiCliente } from '../read-models/service-point-register.ts';
import { activatePuntoCliente } from '../use-cases/activate-punto-cliente.ts';
import { approvePuntoCliente } from '../use-cases/approve-punto-cliente.ts';
import { deactivatePuntoCliente } from '../use-cases/deactivate-punto-cliente.ts';
import { declinePuntoCliente } from '../use-cases/decline-punto-cliente.ts';
import { requestPuntoCliente } from '../use-cases/request-punto-cliente.ts';

export const puntoClienteRoutes = routes('service-points', 'rest/service-points/v1/punti-cliente', [
  get('', listPuntiCliente),
  create('', requestPuntoCliente),
  get(':pointId', getPuntoCliente),
  post(':pointId/approval', approvePuntoCliente),
  post(':pointId/decline', declinePuntoCliente),
  post(':pointId/activation', activatePuntoCliente),
  post(':pointId/deactivation', deactivatePuntoCliente),
]);
