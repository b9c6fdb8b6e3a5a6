import { defineContext } from '#use-cases';
import {
  hostBodyEvents,
  TerritorialUnitClosed,
  territorialUnitEvents,
  TerritorialUnitReclassified,
  TerritorialUnitRectified,
} from './domain/events.ts';
import { hostBody } from './domain/host-body.ts';
import { territorialUnit } from './domain/territorial-unit.ts';
import { unitDependantEvents } from './domain/unit-dependants/events.ts';
import { unitDependants } from './domain/unit-dependants/unit-dependants.ts';
import { unitTreeEvents } from './domain/unit-tree/events.ts';
import { unitTree } from './domain/unit-tree/unit-tree.ts';
import { organisationRoutes } from './http/organisation-routes.ts';
import { organisationSettings } from './organisation-settings.ts';
import { hostBodyCodes } from './processes/host-body-codes.ts';
import { unitTreeKeeper } from './processes/unit-tree-keeper.ts';
import { unitTreeSweeper } from './processes/unit-tree-sweeper.ts';
import { publishedHosts } from './published/published-hosts.ts';
import { publishedUnits } from './published/published-units.ts';
import { datedHostBodies, datedUnits } from './read-models/dated-organisation.ts';
import { getHostBody, hostBodies, hostBodyHistory, listHostBodies } from './read-models/host-bodies.ts';
import { hostNames } from './read-models/host-names.ts';
import { getMunicipality, listMunicipalities } from './read-models/municipalities.ts';
import { getProvince, getRegion, listProvinces, listRegions } from './read-models/reference-data.ts';
import {
  getTerritorialUnit,
  listTerritorialUnits,
  listPublicUnits,
  territorialUnits,
} from './read-models/territorial-units.ts';
import { getTerritorialUnitHistory, unitHistory } from './read-models/unit-history.ts';
import { changeTerritorialUnitDetails } from './use-cases/change-territorial-unit-details.ts';
import { closeTerritorialUnit } from './use-cases/close-territorial-unit.ts';
import { correctHostBodyDetails } from './use-cases/correct-host-body-details.ts';
import { establishTerritorialUnit } from './use-cases/establish-territorial-unit.ts';
import {
  enterUnitDependant,
  leaveUnit,
  releaseUnitClaim,
  settleUnitKindChange,
} from './use-cases/keep-unit-dependants.ts';
import {
  completeUnitTree,
  confirmUnitTreeChange,
  enterUnitInTree,
  releaseUnitTreeChange,
} from './use-cases/keep-unit-tree.ts';
import { reassignTerritorialUnit } from './use-cases/reassign-territorial-unit.ts';
import { reclassifyTerritorialUnit } from './use-cases/reclassify-territorial-unit.ts';
import { rectifyTerritorialUnit } from './use-cases/rectify-territorial-unit.ts';
import { registerHostBody } from './use-cases/register-host-body.ts';

/** Territorial units and hosting bodies. */
export const organisation = defineContext({
  name: 'organisation',
  about: 'Territorial units, hosting bodies, regions, provinces and municipalities.',
  aggregates: [territorialUnit, unitTree, unitDependants, hostBody],
  events: [...territorialUnitEvents, ...unitTreeEvents, ...unitDependantEvents, ...hostBodyEvents],
  acts: [TerritorialUnitClosed, TerritorialUnitReclassified, TerritorialUnitRectified, ...hostBodyEvents],
  commands: [
    ...[establishTerritorialUnit, reclassifyTerritorialUnit, reassignTerritorialUnit, closeTerritorialUnit],
    changeTerritorialUnitDetails,
    rectifyTerritorialUnit,
    ...[enterUnitDependant, leaveUnit, releaseUnitClaim, settleUnitKindChange],
    ...[enterUnitInTree, confirmUnitTreeChange, releaseUnitTreeChange, completeUnitTree],
    ...[registerHostBody, correctHostBodyDetails],
  ],
  queries: [
    ...[
      listTerritorialUnits,
      listPublicUnits,
      getTerritorialUnit,
      getTerritorialUnitHistory,
      listHostBodies,
      getHostBody,
    ],
    ...[listRegions, getRegion, listProvinces, getProvince, listMunicipalities, getMunicipality],
  ],
  projections: [territorialUnits, unitHistory, hostBodies, hostBodyHistory, hostNames],
  processes: [unitTreeKeeper, unitTreeSweeper, hostBodyCodes],
  dated: [datedUnits, datedHostBodies],
  publishes: [...publishedUnits, ...publishedHosts],
  routes: organisationRoutes,
  settings: [organisationSettings],
});
