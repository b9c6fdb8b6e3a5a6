import { Module } from '@nestjs/common';
import { CorrectHostBodyDetailsHandler, RegisterHostBodyHandler } from './application/host-body-handlers.ts';
import {
  GetHostBodyHandler,
  GetTerritorialUnitHandler,
  ListHostBodiesHandler,
  ListTerritorialUnitsHandler,
} from './application/query-handlers.ts';
import { EstablishTerritorialUnitHandler } from './application/territorial-unit-handlers.ts';

/** Territorial units and hosting bodies. */
@Module({
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
