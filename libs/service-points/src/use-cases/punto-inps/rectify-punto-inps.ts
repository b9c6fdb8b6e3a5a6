import { isDeepStrictEqual } from 'node:util';
import { IsOptional, IsUUID } from 'class-validator';
import {
  dependenceRefusals,
  italy,
  lastingDependenceOn,
  placeRefusals,
  requirePlace,
  territorialUnit,
  type UnitKind,
  NEEDING_A_KIND,
} from '#organisation';
import { addDays, type LocalDate } from '#italy';
import {
  actInFuture,
  defineCommandOn,
  fact,
  facts,
  IsRequiredObject,
  otherFactsRefusals,
  rectificationIn,
  RectificationInput,
  rectificationRefusals,
  rectificationUnclear,
  resumptionRefusals,
  requireActMade,
  requireMayState,
  type StatedBy,
} from '#use-cases';
import { lifeOnce, type Life } from '#use-cases/dated';
import { daysOfAgency } from '../../domain/punto-inps/days-of-agency.ts';
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps, puntoInpsLife, type LivedPuntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { daysUnder, neededFurther, unitsNamed } from '../../domain/punto-inps/passed-units.ts';
import { isLegalDate } from '../../domain/punto-inps/rectification.ts';
import { rectifiedPuntoInps } from '../../domain/punto-inps/rectified.ts';
import { PUNTO_INPS_STATES } from '../../domain/punto-inps/vocabulary.ts';
import { agencyNeeded } from './agency-to-become.ts';
import { beforeProposal, DECIDING_OFFICES, puntoInpsId } from './on-punto-inps.ts';
import { establishPuntoInps } from './establish-punto-inps.ts';
import { RectifiedPuntoInpsFieldsInput } from './rectified-punto-inps-fields.ts';
import {
  agencyRefusals,
  asItIs,
  proposingRefusals,
  referenceRefusals,
  requireAgency,
  requireProposing,
  requireReference,
  requireStaffUnit,
  staffUnitRefusals,
  unitKinds,
  type NamedUnit,
} from './units-of-punto-inps.ts';

/** Corrects a date, a number or the act of an event, or says that the event never was. */
export class RectifyPuntoInps extends RectificationInput {
  /** Id of the point. */
  @IsUUID()
  readonly puntoInpsId!: string;

  /** What is right, where something of the event was wrong. */
  @IsOptional()
  @IsRequiredObject(() => RectifiedPuntoInpsFieldsInput)
  readonly changes?: RectifiedPuntoInpsFieldsInput;
}

function writtenIn({ rectifies }: RectifyPuntoInps, { life }: LivedPuntoInps): PuntoInpsEvent | undefined {
  return life.find(({ revision }) => revision === rectifies)?.event;
}

/** The unit of the person whose assignment is rectified. */
function staffUnitConcerned(wanted: RectifyPuntoInps, point: LivedPuntoInps): string | undefined {
  const written = writtenIn(wanted, point);
  return written?.type === 'PuntoInpsStaffAssigned' ? written.data.unit : undefined;
}

function proposerConcerned(wanted: RectifyPuntoInps, point: LivedPuntoInps): string | undefined {
  const written = writtenIn(wanted, point);
  return written?.type === 'PuntoInpsProposed' ? written.data.proposedBy : undefined;
}

/** That a point is there is the centre's to say. */
const STATED_BY: StatedBy<PuntoInpsEvent> = { PuntoInpsEstablished: establishPuntoInps };

/**
 * What was wrong stays in the history, and counts as long as nobody knew better (T2; as the annulment of D.P.R. 445/2000,
 * art. 54). Whatever rests on the wrong fact is rectified before it.
 */
export const rectifyPuntoInps = defineCommandOn(puntoInps)({
  input: RectifyPuntoInps,
  summary: 'Rectifies a date, a number or the act of an event by an act, or annuls the event.',
  id: puntoInpsId,
  by: DECIDING_OFFICES,
  in: PUNTO_INPS_STATES,
  needs: {
    units: facts(territorialUnit, (_wanted: RectifyPuntoInps, { life }: LivedPuntoInps) => unitsNamed(life), asItIs),
    staffUnit: fact(territorialUnit, staffUnitConcerned, asItIs),
    agency: fact(territorialUnit, (_wanted: RectifyPuntoInps, { replaces }: LivedPuntoInps) => replaces, asItIs),
    proposer: fact(territorialUnit, proposerConcerned, asItIs),
    kinds: unitKinds,
  },
  check: ({ rectifies }, { life }, _known, principal) => requireMayState(principal, { rectifies, life }, STATED_BY),
  claims: (wanted, { life, replaces }, { id, now, today }) => {
    const { events } = rectifiedPuntoInps(rectificationIn(wanted), { life, now, today });
    const after = lifeOnce(puntoInpsLife, life, now, ...events);
    return [
      ...neededFurther(daysUnder(life), daysUnder(after)).map(([unit, days]) =>
        lastingDependenceOn(unit, { kind: NEEDING_A_KIND.puntoInps, id }, days),
      ),
      ...(replaces === undefined || isDeepStrictEqual(daysOfAgency(life), daysOfAgency(after))
        ? []
        : [agencyNeeded(replaces, id, daysOfAgency(after))]),
    ];
  },
  refuses: [
    ...[
      rectificationUnclear,
      rectificationRefusals,
      otherFactsRefusals,
      resumptionRefusals,
      beforeProposal,
      actInFuture,
    ],
    ...[...proposingRefusals, ...referenceRefusals, ...agencyRefusals, ...staffUnitRefusals],
    ...[...placeRefusals, ...dependenceRefusals],
  ],
  decide: (wanted, point, known) => {
    const { life } = point;
    const { now, today } = known;
    refuseBeforeProposal(wanted, point);
    requireActMade(wanted.changes?.act, today);
    const { events, facts: told } = rectifiedPuntoInps(rectificationIn(wanted), { life, now, today });
    const corrected = told.after.find(({ revision }) => revision === wanted.rectifies)?.event;
    if (corrected) requireItsUnits(corrected, point, known);
    requireOnFurtherDays({ before: life, after: lifeOnce(puntoInpsLife, life, now, ...events) }, point, known);
    return events;
  },
});

/** @throws DomainError BEFORE_PROPOSAL */
function refuseBeforeProposal({ changes }: RectifyPuntoInps, { proposedOn }: LivedPuntoInps): void {
  for (const [field, date] of Object.entries(changes ?? {})) {
    const begins = field !== 'proposedOn' && field !== 'analysedOn' && isLegalDate(field);
    if (begins && date < proposedOn) throw beforeProposal({ date, proposedOn });
  }
}

/** The units that a point is, was or turns out to have been under, and those that a corrected fact names. */
interface Looked {
  readonly units: ReadonlyMap<string, NamedUnit>;
  readonly staffUnit: NamedUnit;
  readonly agency: NamedUnit;
  readonly proposer: NamedUnit;
  readonly kinds: { readonly proposingKinds: readonly UnitKind[]; readonly referenceKinds: readonly UnitKind[] };
}

/** A corrected fact needs of units what it would have needed on that day. */
function requireItsUnits(event: PuntoInpsEvent, point: LivedPuntoInps, looked: Looked): void {
  switch (event.type) {
    case 'PuntoInpsProposed': {
      const { proposedBy, referenceUnit, region, proposedOn: on, replaces } = event.data;
      requirePlace(italy, event.data, on);
      requireProposing({ code: proposedBy, unit: looked.proposer, region, on }, looked.kinds.proposingKinds);
      if (replaces !== undefined) requireAgency({ code: replaces, unit: looked.agency, region, on });
      requireReferenceOn(referenceUnit, on, point, looked);
      return;
    }
    case 'PuntoInpsStaffAssigned':
      requireStaffUnit({ code: event.data.unit, unit: looked.staffUnit, on: event.data.from });
      return;
    case 'PuntoInpsReferenceUnitChanged':
      requireReferenceOn(event.data.referenceUnit, event.data.changedOn, point, looked);
      return;
    default:
      return;
  }
}

/** A unit that the point turns out to have been under on other days is there to the last of them: today, where it is under that still. */
function requireOnFurtherDays(
  { before, after }: { readonly before: Life<PuntoInpsEvent>; readonly after: Life<PuntoInpsEvent> },
  point: LivedPuntoInps,
  looked: Looked & { readonly today: LocalDate },
): void {
  for (const [unit, { from, leftOn }] of neededFurther(daysUnder(before), daysUnder(after))) {
    const last = leftOn === undefined ? looked.today : addDays(leftOn, -1);
    if (last >= from) requireReferenceOn(unit, last, point, looked);
  }
}

function requireReferenceOn(code: string, on: LocalDate, { region }: LivedPuntoInps, looked: Looked): void {
  const unit = looked.units.get(code) ?? { status: 'ABSENT' as const };
  requireReference({ code, unit, region, on }, looked.kinds.referenceKinds);
}
