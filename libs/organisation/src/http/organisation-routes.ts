import { create, get, post, routes } from '#use-cases';
import { getHostBody, listHostBodies } from '../read-models/host-bodies.ts';
import { getMunicipality, listMunicipalities } from '../read-models/municipalities.ts';
import { getProvince, getRegion, listProvinces, listRegions } from '../read-models/reference-data.ts';
import { getTerritorialUnit, listPublicUnits, listTerritorialUnits } from '../read-models/territorial-units.ts';
import { getTerritorialUnitHistory } from '../read-models/unit-history.ts';
import { changeTerritorialUnitDetails } from '../use-cases/change-territorial-unit-details.ts';
import { closeTerritorialUnit } from '../use-cases/close-territorial-unit.ts';
import { correctHostBodyDetails } from '../use-cases/correct-host-body-details.ts';
import { establishTerritorialUnit } from '../use-cases/establish-territorial-unit.ts';
import { reassignTerritorialUnit } from '../use-cases/reassign-territorial-unit.ts';
import { reclassifyTerritorialUnit } from '../use-cases/reclassify-territorial-unit.ts';
import { rectifyTerritorialUnit } from '../use-cases/rectify-territorial-unit.ts';
import { registerHostBody } from '../use-cases/register-host-body.ts';

const BASE = 'rest/organisation/v1';

export const organisationRoutes = [
  routes('organisation', BASE, [
    get('regions', listRegions),
    get('regions/:code', getRegion),
    get('provinces', listProvinces),
    get('provinces/:code', getProvince),
    get('municipalities', listMunicipalities),
    get('municipalities/:code', getMunicipality),
  ]),
  routes('organisation', `${BASE}/territorial-units`, [
    get('', listTerritorialUnits),
    create('', establishTerritorialUnit),
    get(':code', getTerritorialUnit),
    get(':code/history', getTerritorialUnitHistory),
    post(':code/reclassification', reclassifyTerritorialUnit),
    post(':code/reassignment', reassignTerritorialUnit),
    post(':code/details', changeTerritorialUnitDetails),
    post(':code/closing', closeTerritorialUnit),
    post(':code/rectifications', rectifyTerritorialUnit),
  ]),
  routes('organisation', `${BASE}/public-units`, [get('', listPublicUnits)]),
  routes('organisation', `${BASE}/host-bodies`, [
    get('', listHostBodies),
    create('', registerHostBody),
    get(':hostBodyId', getHostBody),
    post(':hostBodyId/corrections', correctHostBodyDetails),
  ]),
];
