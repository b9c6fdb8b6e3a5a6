import { Module } from '@nestjs/common';
import { ActivatePuntoClienteHandler } from './application/activate-punto-cliente.ts';
import {
  ApprovePuntoClienteHandler,
  DeactivatePuntoClienteHandler,
  DeclinePuntoClienteHandler,
  EndPuntoClienteWithProtocolHandler,
} from './application/point-handlers.ts';
import {
  GetNetworkOverviewHandler,
  GetPuntoClienteHandler,
  ListNetworkOverviewsHandler,
  ListPuntiClienteHandler,
} from './application/query-handlers.ts';
import { RequestPuntoClienteHandler } from './application/request-punto-cliente.ts';
import { NetworkOverviewController } from './http/network-overview.controller.ts';
import { PuntiClienteController } from './http/punti-cliente.controller.ts';

/** Punti Cliente and the overview of the network. */
@Module({
  controllers: [PuntiClienteController, NetworkOverviewController],
  providers: [
    RequestPuntoClienteHandler,
    ApprovePuntoClienteHandler,
    DeclinePuntoClienteHandler,
    ActivatePuntoClienteHandler,
    DeactivatePuntoClienteHandler,
    EndPuntoClienteWithProtocolHandler,
    GetPuntoClienteHandler,
    ListPuntiClienteHandler,
    GetNetworkOverviewHandler,
    ListNetworkOverviewsHandler,
  ],
})
export class ServicePointsModule {}
