import { idOf } from '#kernel/domain';
import { create, get, post, routes } from '#use-cases';
import { getPuntoCliente, listPublicPoints, listPuntiCliente } from '../read-models/punto-cliente-queries.ts';
import { activatePuntoCliente } from '../use-cases/activate-punto-cliente.ts';
import { approvePuntoCliente } from '../use-cases/approve-punto-cliente.ts';
import { changeKindOfPuntoCliente } from '../use-cases/change-kind-of-punto-cliente.ts';
import { deactivatePuntoCliente } from '../use-cases/deactivate-punto-cliente.ts';
import { declinePuntoCliente } from '../use-cases/decline-punto-cliente.ts';
import { rectifyPuntoCliente } from '../use-cases/rectify-punto-cliente.ts';
import { loadPuntoCliente } from '../use-cases/load-punto-cliente.ts';
import { relocatePuntoCliente } from '../use-cases/relocate-punto-cliente.ts';
import { requestPuntoCliente } from '../use-cases/request-punto-cliente.ts';
import { resumePuntoCliente } from '../use-cases/resume-punto-cliente.ts';
import { reviseServicesOfPuntoCliente } from '../use-cases/revise-services-of-punto-cliente.ts';
import { suspendPuntoCliente } from '../use-cases/suspend-punto-cliente.ts';

export const puntoClienteRoutes = routes('service-points', 'rest/service-points/v1/punti-cliente', [
  get('', listPuntiCliente),
  create('', requestPuntoCliente),
  post('loaded', loadPuntoCliente, { tell: ({ stream }) => ({ id: idOf(stream) }) }),
  get(':pointId', getPuntoCliente),
  post(':pointId/approval', approvePuntoCliente),
  post(':pointId/decline', declinePuntoCliente),
  post(':pointId/activation', activatePuntoCliente),
  post(':pointId/kind', changeKindOfPuntoCliente),
  post(':pointId/services', reviseServicesOfPuntoCliente),
  post(':pointId/relocation', relocatePuntoCliente),
  post(':pointId/suspension', suspendPuntoCliente),
  post(':pointId/resumption', resumePuntoCliente),
  post(':pointId/deactivation', deactivatePuntoCliente),
  post(':pointId/rectifications', rectifyPuntoCliente),
]);

export const publicPointRoutes = routes('service-points', 'rest/service-points/v1/public-points', [
  get('', listPublicPoints),
]);
