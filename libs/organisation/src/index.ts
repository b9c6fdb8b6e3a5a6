import { hostBodyCodes } from './application/host-body-codes.ts';
import { CorrectHostBodyDetails, EstablishTerritorialUnit, RegisterHostBody } from './application/commands.ts';
import { hostBodyEvents, territorialUnitEvents } from './domain/events.ts';
import { hostBody } from './domain/host-body.ts';
import { hostBodies } from './projections/host-bodies.ts';
import { territorialUnits } from './projections/territorial-units.ts';

export { OrganisationModule } from './organisation.module.ts';

export const organisationEvents = [...territorialUnitEvents, ...hostBodyEvents] as const;
export const organisationProjections = [territorialUnits, hostBodies] as const;
export const organisationProcesses = [hostBodyCodes] as const;
/** Commands by the name under which process managers give them. */
export const organisationCommands = { EstablishTerritorialUnit, RegisterHostBody, CorrectHostBodyDetails } as const;
/** Aggregates that reservations are made for. */
export const organisationClaimTargets = [hostBody] as const;
/** Events that say a reserved act was carried out. */
export const organisationActEvents = ['HostBodyRegistered', 'HostBodyDetailsCorrected'] as const;

export * from './application/commands.ts';
export * from './application/queries.ts';
export { hostBody, type HostBody, type HostBodyState } from './domain/host-body.ts';
export type { HostBodyKind } from './domain/events.ts';
export { territorialUnit, type TerritorialUnitState, type UnitFacts } from './domain/territorial-unit.ts';
export { requirePlace, type Place, type Territory } from './domain/territory.ts';
export { UNIT_KIND_NAMES, UNIT_KINDS, type UnitKind } from './domain/unit-kinds.ts';
export { hostBodies, type HostBodyDocument } from './projections/host-bodies.ts';
export { territorialUnits, type TerritorialUnitDocument } from './projections/territorial-units.ts';
export {
  existsOn,
  italy,
  provinceByCode,
  provinces,
  regionByCode,
  regions,
  type Province,
  type Region,
} from './reference/italy.ts';
