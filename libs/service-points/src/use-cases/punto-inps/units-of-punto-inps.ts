import { defineRefusals, type Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import {
  AGENCY_KINDS,
  organisationSettings,
  territorialUnit,
  unitOn,
  type LivedUnit,
  type UnitKind,
} from '#organisation';
import { requireActingUnit, unitRefusals } from '#protocols';
import { setting } from '#use-cases';

/** A unit that a command names, as it was found. */
export type NamedUnit = LivedUnit | Absent;

/** What a command may look at of the units that it names: all that is known of their days. */
export const asItIs = (unit: NamedUnit): NamedUnit => unit;

/** Kinds of unit that may propose a point or be its reference unit (P4). */
export const unitKinds = setting(organisationSettings, ({ proposingKinds, referenceKinds }) => ({
  ...{ proposingKinds, referenceKinds },
}));

const refuse = defineRefusals({
  UNIT_NOT_FOR_REFERENCE:
    '{unit} is a {kind}, which is no reference unit of a Punto INPS: name a unit of kind {allowed}.',
  NOT_AN_AGENCY: '{unit} is a {kind}, and not an agency that becomes a Punto INPS: leave it out, or correct the code.',
  STAFF_NOT_OF_INPS:
    'There is no unit {unit} of INPS on {on}: name the unit that the person belongs to; nobody else staffs a Punto INPS.',
});
const { UNIT_NOT_THERE, UNIT_MAY_NOT_PROPOSE, UNIT_OF_ANOTHER_REGION } = unitRefusals;

export const proposingRefusals = [UNIT_NOT_THERE, UNIT_MAY_NOT_PROPOSE, UNIT_OF_ANOTHER_REGION];
export const referenceRefusals = [UNIT_NOT_THERE, refuse.UNIT_NOT_FOR_REFERENCE, UNIT_OF_ANOTHER_REGION];
export const agencyRefusals = [UNIT_NOT_THERE, refuse.NOT_AN_AGENCY, UNIT_OF_ANOTHER_REGION];
export const staffUnitRefusals = [refuse.STAFF_NOT_OF_INPS];

/** A unit that a command names, and what it must fit. */
interface Naming {
  readonly code: string;
  readonly unit: NamedUnit;
  /** ISTAT code of the region in which the point stands. */
  readonly region: string;
  /** `yyyy-mm-dd`. */
  readonly on: LocalDate;
}

/**
 * Refuses a unit that may not propose a Punto INPS there (P4; INPS circolare 96/2018).
 * @throws DomainError UNIT_NOT_THERE | UNIT_MAY_NOT_PROPOSE | UNIT_OF_ANOTHER_REGION
 */
export function requireProposing({ code, unit, region, on }: Naming, allowed: readonly UnitKind[]): void {
  requireActingUnit('PROPOSE', { unit: unitOn(unit, on), code, on, region, allowed });
}

/**
 * Refuses a unit that may not be the Direzione provinciale di riferimento of a Punto INPS there (P4).
 * @throws DomainError UNIT_NOT_THERE | UNIT_NOT_FOR_REFERENCE | UNIT_OF_ANOTHER_REGION
 */
export function requireReference(naming: Naming, allowed: readonly UnitKind[]): void {
  const kind = kindInRegion(naming);
  if (!allowed.includes(kind)) throw refuse.UNIT_NOT_FOR_REFERENCE({ unit: naming.code, kind, allowed });
}

/**
 * Refuses a unit that is no agency, of which a Punto INPS could be made (K3; INPS circolare 96/2018).
 * @throws DomainError UNIT_NOT_THERE | NOT_AN_AGENCY | UNIT_OF_ANOTHER_REGION
 */
export function requireAgency(naming: Naming): void {
  const kind = kindInRegion(naming);
  if (!AGENCY_KINDS.includes(kind)) throw refuse.NOT_AN_AGENCY({ unit: naming.code, kind });
}

/**
 * Refuses a person of another body: a Punto INPS is manned by staff of the institute alone (INPS circolare 119/2011).
 * @throws DomainError STAFF_NOT_OF_INPS
 */
export function requireStaffUnit({ code, unit, on }: Omit<Naming, 'region'>): void {
  if (!unitOn(unit, on)) throw refuse.STAFF_NOT_OF_INPS({ unit: code, on });
}

/** Where a unit stands: who proposes by it, or takes it, must be in charge there. */
export function whereUnit(unit: NamedUnit | undefined) {
  return !unit || unit.status === 'ABSENT' ? undefined : territorialUnit.scopeOf(unit);
}

function kindInRegion({ code, unit: named, region, on }: Naming): UnitKind {
  const unit = unitOn(named, on);
  if (!unit) throw UNIT_NOT_THERE({ unit: code, on });
  if (unit.region !== region) throw UNIT_OF_ANOTHER_REGION({ unit: code, region });
  return unit.kind;
}
