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
import type { PuntoInpsEvent } from '../../domain/punto-inps/events.ts';
import { puntoInps, type LivedPuntoInps } from '../../domain/punto-inps/punto-inps.ts';
import { firstDayUnder } from '../../domain/punto-inps/passed-units.ts';
import { isLegalDate } from '../../domain/punto-inps/rectification.ts';
import { rectifiedPuntoInps } from '../../domain/punto-inps/rectified.ts';
import { PUNTO_INPS_STATES } from '../../domain/punto-inps/vocabulary.ts';
import { beforeProposal, DECIDING_OFFICES, puntoInpsId } from './on-punto-inps.ts';
import { establishPuntoInps } from './establish-punto-inps.ts';
import { RectifiedPuntoInpsFieldsInput } from './rectified-punto-inps-fields.ts';
import {
  asItIs,
  proposingRefusals,
  referenceRefusals,
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

/** The unit that was named by what is rectified, or that it has again where it never had another. */
function unitConcerned(wanted: RectifyPuntoInps, point: LivedPuntoInps): string | undefined {
  const written = writtenIn(wanted, point);
  switch (written?.type) {
    case 'PuntoInpsProposed':
      return written.data.referenceUnit;
    case 'PuntoInpsStaffAssigned':
      return written.data.unit;
    case 'PuntoInpsReferenceUnitChanged':
      return wanted.changes ? written.data.referenceUnit : written.data.previous;
    case 'PuntoInpsClosed':
      return point.referenceUnit;
    default:
      return undefined;
  }
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
    unit: fact(territorialUnit, unitConcerned, asItIs),
    proposer: fact(territorialUnit, proposerConcerned, asItIs),
    kinds: unitKinds,
  },
  check: ({ rectifies }, { life }, _known, principal) => requireMayState(principal, { rectifies, life }, STATED_BY),
  claims: (wanted, { life }, { id, now, today }) => {
    const { before, after, facts } = rectifiedPuntoInps(rectificationIn(wanted), { life, now, today });
    const { referenceUnit: unit } = after;
    if (unit === before.referenceUnit || after.status === 'CLOSED') return [];
    const since = firstDayUnder(unit, facts.after) ?? today;
    return [lastingDependenceOn(unit, { kind: NEEDING_A_KIND.puntoInps, id }, since)];
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
    ...[...proposingRefusals, ...referenceRefusals, ...staffUnitRefusals, ...placeRefusals, ...dependenceRefusals],
  ],
  decide: (wanted, point, known) => {
    const { life } = point;
    const { now, today } = known;
    refuseBeforeProposal(wanted, point);
    requireActMade(wanted.changes?.act, today);
    const { events, facts } = rectifiedPuntoInps(rectificationIn(wanted), { life, now, today });
    const corrected = facts.after.find(({ revision }) => revision === wanted.rectifies)?.event;
    if (corrected) requireItsUnits(corrected, point, known);
    const written = writtenIn(wanted, point);
    if (!corrected && written?.type === 'PuntoInpsReferenceUnitChanged') {
      requireReference({ code: written.data.previous, ...namedIn(known, point, today) }, known.kinds.referenceKinds);
    }
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

/** The units that a corrected fact names. */
interface Looked {
  readonly unit: NamedUnit;
  readonly proposer: NamedUnit;
  readonly kinds: { readonly proposingKinds: readonly UnitKind[]; readonly referenceKinds: readonly UnitKind[] };
}

/** A corrected fact needs of units what it would have needed on that day. */
function requireItsUnits(event: PuntoInpsEvent, point: LivedPuntoInps, looked: Looked): void {
  const { referenceKinds, proposingKinds } = looked.kinds;
  const { proposedOn } = point;
  switch (event.type) {
    case 'PuntoInpsProposed': {
      const { proposedBy, referenceUnit: code, region, proposedOn: on } = event.data;
      requirePlace(italy, event.data, on);
      requireProposing({ code: proposedBy, unit: looked.proposer, region, on }, proposingKinds);
      requireReference({ code, ...namedIn(looked, point, on) }, referenceKinds);
      return;
    }
    case 'PuntoInpsStaffAssigned':
      requireStaffUnit({ code: event.data.unit, unit: looked.unit, on: event.data.from });
      return;
    case 'PuntoInpsReferenceUnitChanged': {
      const { referenceUnit: code, changedOn } = event.data;
      requireReference({ code, ...namedIn(looked, point, changedOn) }, referenceKinds);
      return;
    }
    case 'PuntoInpsClosed': {
      // It needs its unit to its last day.
      const last = addDays(event.data.closedOn, -1);
      if (last >= proposedOn)
        requireReference({ code: point.referenceUnit, ...namedIn(looked, point, last) }, referenceKinds);
      return;
    }
    default:
      return;
  }
}

function namedIn({ unit }: Looked, { region }: LivedPuntoInps, on: LocalDate) {
  return { unit, region, on };
}
