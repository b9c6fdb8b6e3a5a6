import { defineContext } from '#use-cases';
import { hostBodyEvents, territorialUnitEvents } from './domain/events.ts';
import { hostBody } from './domain/host-body.ts';
import { territorialUnit } from './domain/territorial-unit.ts';
import { organisationRoutes } from './http/organisation-routes.ts';
import { organisationSettings } from './organisation-settings.ts';
import { hostBodyCodes } from './processes/host-body-codes.ts';
import { getHostBody, hostBodies, listHostBodies } from './read-models/host-bodies.ts';
import { getProvince, getRegion, listProvinces, listRegions } from './read-models/reference-data.ts';
import { getTerritorialUnit, listTerritorialUnits, territorialUnits } from './read-models/territorial-units.ts';
import { correctHostBodyDetails } from './use-cases/correct-host-body-details.ts';
import { establishTerritorialUnit } from './use-cases/establish-territorial-unit.ts';
import { registerHostBody } from './use-cases/register-host-body.ts';

/** Territorial units and hosting bodies. */
export const organisation = defineContext({
  name: 'organisation',
  about: 'Territorial units, hosting bodies, regions and provinces.',
  aggregates: [territorialUnit, hostBody],
  events: [...territorialUnitEvents, ...hostBodyEvents],
  acts: hostBodyEvents,
  commands: [establishTerritorialUnit, registerHostBody, correctHostBodyDetails],
  queries: [
    ...[listTerritorialUnits, getTerritorialUnit, listHostBodies, getHostBody],
    ...[listRegions, getRegion, listProvinces, getProvince],
  ],
  projections: [territorialUnits, hostBodies],
  processes: [hostBodyCodes],
  routes: organisationRoutes,
  settings: [organisationSettings],
});
