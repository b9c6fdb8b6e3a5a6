import type { Absent } from '#kernel/domain';
import {
  dateAhead,
  LATEST,
  rectify,
  type Correction,
  type Inconsistency,
  type JudgedFact,
  type Life,
  type Rectification,
  type RectificationRule,
  type Rectified,
  type Surroundings,
} from '#use-cases/dated';
import type { LocalDate } from '#vocabulary';
import type { TerritorialUnitEvent } from './events.ts';
import { unitLife, type TerritorialUnit } from './territorial-unit.ts';

type Type = TerritorialUnitEvent['type'];
type Fact = JudgedFact<TerritorialUnitEvent>;

/** What of each fact can be corrected (T2). */
const CORRECTABLE: Partial<Readonly<Record<Type, readonly string[]>>> = {
  TerritorialUnitEstablished: ['kind', 'parent', 'name', 'municipality', 'aooCode', 'pec', 'establishedOn'],
  TerritorialUnitReclassified: ['kind', 'effectiveDate'],
  TerritorialUnitReassigned: ['parent', 'effectiveDate'],
  TerritorialUnitDetailsChanged: ['name', 'municipality', 'aooCode', 'pec', 'effectiveDate'],
  TerritorialUnitClosed: ['closedOn'],
};

/** What may never have been: its code is given to no other unit, so that one which was closed by mistake stands again. */
const ANNULLABLE: readonly Type[] = [
  'TerritorialUnitReclassified',
  'TerritorialUnitReassigned',
  'TerritorialUnitDetailsChanged',
  'TerritorialUnitClosed',
];

/** A reclassification that is moved, or never was, takes the reassignment of the same act with it. */
function withWhatFollows(
  correction: Correction<Type>,
  { facts }: Surroundings<TerritorialUnit, TerritorialUnitEvent>,
): readonly Correction<Type>[] {
  const { revision, changes } = correction;
  const reassignment = reassignmentWith(
    facts.find((fact) => fact.revision === revision),
    facts,
  );
  const effectiveDate = changes?.effectiveDate;
  if (!reassignment || (changes && effectiveDate === undefined)) return [correction];
  return [correction, { ...reassignment, ...(changes ? { changes: { effectiveDate } } : {}) }];
}

/** The reassignment that one command has recorded with a reclassification. */
function reassignmentWith(fact: Fact | undefined, facts: readonly Fact[]): Correction<Type> | undefined {
  if (fact?.event.type !== 'TerritorialUnitReclassified') return undefined;
  const { revision, recordedAt, on } = fact;
  const next = facts.find((one) => one.revision === revision + 1 && one.recordedAt === recordedAt && one.on === on);
  return next?.event.type === 'TerritorialUnitReassigned'
    ? { revision: next.revision, of: next.event.type }
    : undefined;
}

/** The structure becomes something on its day, and not before it. */
function inconsistencyOf(event: TerritorialUnitEvent, today: LocalDate): Inconsistency | undefined {
  const { date } = unitLife.dating[event.type] ?? {};
  return date === undefined ? undefined : dateAhead(event, [date], today);
}

/** Whether a fact finds what it was decided on: a unit that is there, and is otherwise. */
function holds(found: TerritorialUnit | Absent, event: TerritorialUnitEvent): boolean {
  if (found.status === 'ABSENT') return event.type === 'TerritorialUnitEstablished';
  const isThereOn = (day: LocalDate): boolean => found.establishedOn === undefined || found.establishedOn <= day;
  switch (event.type) {
    case 'TerritorialUnitReclassified':
      return isThereOn(event.data.effectiveDate) && found.kind !== event.data.kind;
    case 'TerritorialUnitReassigned':
      return isThereOn(event.data.effectiveDate) && found.parents.at(-1)?.value !== event.data.parent;
    case 'TerritorialUnitDetailsChanged':
      return isThereOn(event.data.effectiveDate);
    case 'TerritorialUnitClosed':
      return isThereOn(event.data.closedOn);
    default:
      return true;
  }
}

const rule: RectificationRule<TerritorialUnit, TerritorialUnitEvent> = {
  told: unitLife,
  correctable: CORRECTABLE,
  annullable: ANNULLABLE,
  withWhatFollows,
  inconsistencyOf,
  holds,
  standing: (life) => unitLife.judgedOn(life, LATEST) as TerritorialUnit,
  say: (what, { after, fact: { on } }) => ({
    type: 'TerritorialUnitRectified',
    data: { ...what, code: after.code, on, standing: standingOf(after) },
  }),
};

function standingOf(unit: TerritorialUnit) {
  const { status: state, name, municipality, aooCode, pec, establishedOn, kinds, parents } = unit;
  return {
    ...{ state, name, aooCode, pec, kinds: [...kinds], parents: [...parents] },
    ...(municipality === undefined ? {} : { municipality }),
    ...(establishedOn === undefined ? {} : { establishedOn }),
    ...('closedOn' in unit ? { closedOn: unit.closedOn } : {}),
  };
}

/**
 * The events that rectify a fact of a unit, with what follows from it, and what becomes of the unit.
 * @throws DomainError one of `rectificationRefusals` and `otherFactsRefusals`
 */
export function rectifiedUnit(
  rectification: Rectification,
  known: { readonly life: Life<TerritorialUnitEvent>; readonly now: number; readonly today: LocalDate },
): Rectified<TerritorialUnit, TerritorialUnitEvent> {
  return rectify(rule, rectification, known);
}
