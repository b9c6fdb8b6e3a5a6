import { addDays } from '#italy';
import { defineAggregate, defineRefusal, type Absent } from '#kernel/domain';
import { defineLife, evolvesByLife, LATEST, type Life, type Lived } from '#use-cases/dated';
import { oneOf, type LocalDate } from '#vocabulary';
import type { TerritorialUnitEvent } from './events.ts';
import { dated, since, type Dated } from './dated-value.ts';
import type { UnitKind } from './unit-kinds.ts';

/** The life of a unit. */
export const UNIT_STATES = ['ESTABLISHED', 'CLOSED'] as const;
export const UnitState = oneOf(UNIT_STATES, 'UnitState');
export type UnitStatus = (typeof UNIT_STATES)[number];

/** What others may know of a unit. */
export interface UnitFacts {
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly aooCode: string;
  readonly region?: string;
  readonly province?: string;
  /** Where it has its seat, codice catastale; not known of units of before. */
  readonly municipality?: string;
}

/** A unit, once it is established: with its kind as recorded last, and what it was before. */
type Established = UnitFacts & {
  /** Certified mailbox. */
  readonly pec: string;
  /** First day it was there; always, where nobody said. */
  readonly establishedOn?: LocalDate;
  readonly kinds: readonly Dated<UnitKind>[];
  /** Codes of the units above it; none for the top of the tree. */
  readonly parents: readonly Dated<string>[];
};

export type OpenUnit = Established & { readonly status: 'ESTABLISHED' };
/** `closedOn` is the first day on which it was there no longer. */
type ClosedUnit = Established & { readonly status: 'CLOSED'; readonly closedOn: LocalDate };
export type TerritorialUnit = OpenUnit | ClosedUnit;

const codeTaken = defineRefusal(
  'TERRITORIAL_UNIT_CODE_TAKEN',
  '{code} is the code of another unit, for ever: give this one another code.',
  'conflict',
);

const STANDING = ['ESTABLISHED'] as const;

/** How the life of a unit is told by legal dates. */
export const unitLife = defineLife<TerritorialUnit, TerritorialUnitEvent>({
  evolve,
  dating: {
    TerritorialUnitEstablished: { in: ['ABSENT'], date: 'establishedOn' },
    TerritorialUnitReclassified: { in: STANDING, date: 'effectiveDate' },
    TerritorialUnitReassigned: { in: STANDING, date: 'effectiveDate' },
    TerritorialUnitDetailsChanged: { in: STANDING, date: 'effectiveDate' },
    TerritorialUnitClosed: { in: STANDING, date: 'closedOn' },
  },
  rectifiedBy: 'TerritorialUnitRectified',
});

/** A unit with all that was written of it. */
export type LivedUnit = Lived<TerritorialUnit, TerritorialUnitEvent>;

/** One node of the hierarchy of the institute. Where it stands in that is decided on the tree of all units. */
export const territorialUnit = defineAggregate<LivedUnit, TerritorialUnitEvent>({
  category: 'TerritorialUnit',
  called: 'the unit',
  codes: {
    notFound: 'TERRITORIAL_UNIT_NOT_FOUND',
    alreadyExists: codeTaken,
    stateForbids: 'TERRITORIAL_UNIT_STATE_FORBIDS',
  },
  // All that is known of it, day by day: nothing of a unit is written ahead, and other things look at it on days of their own.
  evolve: evolvesByLife(unitLife, () => LATEST),
  // No more: whoever meets the code again may not know the unit.
  factsOf: ({ code }) => ({ code }),
  scopeOf: ({ code, region, province }) => ({
    ...(region === undefined ? {} : { region }),
    ...(province === undefined ? {} : { province }),
    unit: code,
  }),
});

/**
 * What a unit was last while it was there, its unit above included: of one that is closed, at the end of the day before. One that
 * was closed on its first day was there on none, and is told of as it was established.
 */
export function lastThere(unit: TerritorialUnit, life: Life<TerritorialUnitEvent>): TerritorialUnit {
  if (unit.status === 'ESTABLISHED') return unit;
  const then = unitLife.judgedOn(life, addDays(unit.closedOn, -1));
  return then.status === 'ABSENT' ? unit : then;
}

function evolve(state: TerritorialUnit | Absent, event: TerritorialUnitEvent): TerritorialUnit {
  if (event.type === 'TerritorialUnitEstablished') {
    const { parent, demonstration: _label, ...facts } = event.data;
    const { kind, establishedOn: from } = facts;
    const parents = parent === undefined ? [] : [dated(parent, from)];
    return { status: 'ESTABLISHED', ...facts, kinds: [dated(kind, from)], parents };
  }
  const unit = state as TerritorialUnit;
  switch (event.type) {
    case 'TerritorialUnitReclassified': {
      const kinds = since(unit.kinds, event.data.kind, event.data.effectiveDate);
      return { ...unit, kinds, kind: kinds.at(-1)?.value ?? unit.kind };
    }
    case 'TerritorialUnitReassigned':
      return { ...unit, parents: since(unit.parents, event.data.parent, event.data.effectiveDate) };
    case 'TerritorialUnitDetailsChanged': {
      const { name, municipality, aooCode, pec } = { ...unit, ...event.data };
      return { ...unit, name, aooCode, pec, ...(municipality === undefined ? {} : { municipality }) };
    }
    case 'TerritorialUnitClosed':
      return { ...unit, status: 'CLOSED', closedOn: event.data.closedOn };
    case 'TerritorialUnitRectified':
      return unit;
  }
}
