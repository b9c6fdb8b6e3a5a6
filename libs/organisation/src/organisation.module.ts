import { Module } from '@nestjs/common';
import { CorrectHostBodyDetailsHandler, RegisterHostBodyHandler } from './application/host-body-handlers.ts';
import {
  GetHostBodyHandler,
  GetTerritorialUnitHandler,
  ListHostBodiesHandler,
  ListTerritorialUnitsHandler,
} from './application/query-handlers.ts';
import { EstablishTerritorialUnitHandler } from './application/territorial-unit-handlers.ts';
import { HostBodiesController } from './http/host-bodies.controller.ts';
import { ReferenceController } from './http/reference.controller.ts';
import { TerritorialUnitsController } from './http/territorial-units.controller.ts';

/** Territorial units and hosting bodies. */
@Module({
  controllers: [ReferenceController, TerritorialUnitsController, HostBodiesController],
  providers: [
    EstablishTerritorialUnitHandler,
    RegisterHostBodyHandler,
    CorrectHostBodyDetailsHandler,
    GetTerritorialUnitHandler,
    ListTerritorialUnitsHandler,
    GetHostBodyHandler,
    ListHostBodiesHandler,
  ],
})
export class OrganisationModule {}
