import { defineRefusals, type Absent } from '#kernel/domain';
import type { TerritorialUnit } from '#organisation';
import type { PuntoInps } from '#service-points';

const refuse = defineRefusals({
  UNIT_UNKNOWN: 'There is no unit {unit}: establish it first, or correct the code.',
  UNIT_CLOSED: 'The unit {unit} is there no longer since {closedOn}: name one that is there.',
  UNIT_HAS_NO_PROVINCE: 'The unit {unit} belongs to no province, where people could come: name one that does.',
  PUNTO_INPS_UNKNOWN: 'There is no Punto INPS {point}: propose it first, or correct owner.point.',
  PUNTO_INPS_WITHOUT_AGENDA:
    'The Punto INPS is {state}, and agendas and desks are opened for one that is established and not closed: choose another.',
  UNIT_NOT_OF_POINT: 'The reference unit of the Punto INPS is {referenceUnit}: name it as owner.unit.',
});

/** Why nothing is opened for an owner. */
export const ownerRefusals = Object.values(refuse);

/** A unit that is there or was; of one that never was, nothing. */
type KnownUnit = Exclude<TerritorialUnit, Absent>;

/** Where an agenda or a desk stands. */
export interface PlaceOfOwner {
  readonly region: string;
  readonly province: string;
  readonly unit: string;
  /** Codice catastale, where it is known. */
  readonly municipality?: string;
}

/**
 * Where something stands that is opened for a unit, or for a Punto INPS at its reference unit.
 * @param owner code of the unit
 * @throws DomainError UNIT_UNKNOWN | UNIT_CLOSED | UNIT_HAS_NO_PROVINCE
 */
export function placeOfOwner(
  owner: { readonly unit: string },
  { unit, point }: { readonly unit: KnownUnit | undefined; readonly point: PuntoInps | undefined },
): PlaceOfOwner {
  if (!unit) throw refuse.UNIT_UNKNOWN({ unit: owner.unit });
  if (unit.status === 'CLOSED') throw refuse.UNIT_CLOSED({ unit: owner.unit, closedOn: unit.closedOn });
  const { code } = unit;
  const { region, province, municipality } = point ?? unit;
  if (region === undefined || province === undefined) throw refuse.UNIT_HAS_NO_PROVINCE({ unit: code });
  return { region, province, unit: code, ...(municipality === undefined ? {} : { municipality }) };
}

/**
 * Agendas and desks are opened for a Punto INPS from its establishment on (K3), at its reference unit.
 * @throws DomainError PUNTO_INPS_UNKNOWN | PUNTO_INPS_WITHOUT_AGENDA | UNIT_NOT_OF_POINT
 */
export function requirePointOfOwner(
  point: PuntoInps | undefined,
  { unit, point: id }: { readonly unit: string; readonly point?: string },
): void {
  if (!point) throw refuse.PUNTO_INPS_UNKNOWN({ point: id ?? null });
  const { status: state, referenceUnit } = point;
  if (state === 'PROPOSED' || state === 'CLOSED') throw refuse.PUNTO_INPS_WITHOUT_AGENDA({ state });
  if (unit !== referenceUnit) throw refuse.UNIT_NOT_OF_POINT({ referenceUnit });
}
