import { defineDatedKind, settingOf } from '#use-cases';
import type { HostBodyKind } from '#vocabulary';
import {
  hostBodyEvents,
  HostBodyDetailsCorrected,
  HostBodyRegistered,
  territorialUnitEvents,
  TerritorialUnitClosed,
  TerritorialUnitDetailsChanged,
  TerritorialUnitEstablished,
  TerritorialUnitReassigned,
  TerritorialUnitReclassified,
} from '../domain/events.ts';
import { unitLife, type UnitStatus } from '../domain/territorial-unit.ts';
import type { UnitKind } from '../domain/unit-kinds.ts';

/** What holds of a unit on a date. */
export interface UnitOnDate {
  readonly state: UnitStatus;
  readonly kind: UnitKind;
  readonly name: string;
  /** Code of the unit above. */
  readonly parent?: string;
  readonly region?: string;
  readonly province?: string;
  /** Codice catastale of the municipality of its seat. */
  readonly municipality?: string;
}

const setsOfUnit = settingOf<UnitOnDate>();

/** What the events of a unit set of it, from their legal time on. */
export const datedUnits = defineDatedKind<UnitOnDate>({
  thing: 'TerritorialUnit',
  events: territorialUnitEvents,
  told: unitLife,
  on: [
    setsOfUnit(TerritorialUnitEstablished, ({ kind, name, parent, region, province, municipality }) => ({
      state: 'ESTABLISHED',
      kind,
      name,
      ...(parent === undefined ? {} : { parent }),
      ...(region === undefined ? {} : { region }),
      ...(province === undefined ? {} : { province }),
      ...(municipality === undefined ? {} : { municipality }),
    })),
    setsOfUnit(TerritorialUnitReclassified, ({ kind }) => ({ kind })),
    setsOfUnit(TerritorialUnitReassigned, ({ parent }) => ({ parent })),
    setsOfUnit(TerritorialUnitDetailsChanged, ({ name, municipality }) => ({
      ...(name === undefined ? {} : { name }),
      ...(municipality === undefined ? {} : { municipality }),
    })),
    setsOfUnit(TerritorialUnitClosed, () => ({ state: 'CLOSED' })),
  ],
});

/** What holds of a hosting body on a date. */
export interface HostBodyOnDate {
  readonly state: 'REGISTERED';
  readonly kind: HostBodyKind;
  readonly name: string;
  readonly region: string;
  readonly province: string;
}

const setsOfHost = settingOf<HostBodyOnDate>();

/** What the events of a hosting body set of it, from their legal time on. */
export const datedHostBodies = defineDatedKind<HostBodyOnDate>({
  thing: 'HostBody',
  events: hostBodyEvents,
  on: [
    setsOfHost(HostBodyRegistered, ({ kind, name, region, province }) => ({
      state: 'REGISTERED',
      kind,
      name,
      region,
      province,
    })),
    setsOfHost(HostBodyDetailsCorrected, ({ name, region, province }) => ({ name, region, province })),
  ],
});
