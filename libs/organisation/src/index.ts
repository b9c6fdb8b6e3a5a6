export { organisation } from './organisation.ts';
export { ipaCodeOfInstitute, organisationSettings } from './organisation-settings.ts';
export {
  HostBodyRegistered,
  TerritorialUnitDetailsChanged,
  TerritorialUnitEstablished,
  TerritorialUnitRectified,
  type HostBodyEvent,
  type TerritorialUnitEvent,
} from './domain/events.ts';
export {
  hostBody,
  hostBodyFacts,
  hostNotRegistered,
  onlyAtAdministrations,
  type HostBody,
} from './domain/host-body.ts';
export { territorialUnit, type LivedUnit, type TerritorialUnit, type UnitFacts } from './domain/territorial-unit.ts';
export { dependenceOn, dependenceRefusals, lastingDependenceOn } from './domain/unit-dependants/dependence-claims.ts';
export { dependantsOfKind, unitDependants, type DaysOfNeed } from './domain/unit-dependants/unit-dependants.ts';
export { NEEDING_A_KIND, unitDependantEvents } from './domain/unit-dependants/events.ts';
export { unitClaimsSweeper } from './processes/unit-claims-sweeper.ts';
export { unitDependantsKeeper } from './processes/unit-dependants-keeper.ts';
export { unitOn } from './domain/unit-on.ts';
export { italy, placeRefusals, requirePlace, unknownRegion, type Place, type Territory } from './domain/territory.ts';
export { AGENCY_KINDS, UNIT_KIND_NAMES, UNIT_KINDS, type UnitKind } from './domain/unit-kinds.ts';
export { datedHostBodies, datedUnits, type HostBodyOnDate, type UnitOnDate } from './read-models/dated-organisation.ts';
export { hostBodies, type HostBodyDocument } from './read-models/host-bodies.ts';
export { hostNames, namesOfHosts, withNameOfHost, withNamesOfHosts } from './read-models/host-names.ts';
export { municipalityNotFound } from './read-models/municipalities.ts';
export { provinceNotFound, regionNotFound } from './read-models/reference-data.ts';
export { territorialUnits, type TerritorialUnitDocument } from './read-models/territorial-units.ts';
export { enterUnitDependant, leaveUnit } from './use-cases/keep-unit-dependants.ts';
export { closeTerritorialUnit } from './use-cases/close-territorial-unit.ts';
export { correctHostBodyDetails } from './use-cases/correct-host-body-details.ts';
export { establishTerritorialUnit } from './use-cases/establish-territorial-unit.ts';
export { reassignTerritorialUnit } from './use-cases/reassign-territorial-unit.ts';
export { reclassifyTerritorialUnit } from './use-cases/reclassify-territorial-unit.ts';
export { rectifyTerritorialUnit } from './use-cases/rectify-territorial-unit.ts';
export { IsIpaCode } from './use-cases/is-ipa-code.ts';
export { IsUnitCode } from './use-cases/is-unit-code.ts';
export { registerHostBody } from './use-cases/register-host-body.ts';
