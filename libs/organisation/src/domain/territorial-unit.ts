import { defineAggregate, defineRefusal, type Absent } from '#kernel/domain';
import type { LocalDate } from '#vocabulary';
import type { TerritorialUnitEvent } from './events.ts';
import type { UnitKind } from './unit-kinds.ts';

/** What others may know of a unit. */
export interface UnitFacts {
  readonly code: string;
  readonly kind: UnitKind;
  readonly name: string;
  readonly aooCode: string;
  readonly region?: string;
  readonly province?: string;
}

/** A unit, once it is established. */
export type TerritorialUnit = UnitFacts & { readonly status: 'ESTABLISHED' };

const codeTaken = defineRefusal(
  'TERRITORIAL_UNIT_CODE_TAKEN',
  '{code} is the code of another unit, for ever: give this one another code.',
  'conflict',
);

/** One node of the hierarchy of the institute. The tree has no cycles because a parent exists before its children. */
export const territorialUnit = defineAggregate<TerritorialUnit, TerritorialUnitEvent>({
  category: 'TerritorialUnit',
  called: 'the unit',
  codes: {
    notFound: 'TERRITORIAL_UNIT_NOT_FOUND',
    alreadyExists: codeTaken,
    stateForbids: 'TERRITORIAL_UNIT_STATE_FORBIDS',
  },
  evolve: (_state, { data: { parent: _parent, pec: _pec, demonstration: _label, ...facts } }) => ({
    status: 'ESTABLISHED',
    ...facts,
  }),
  // No more: whoever meets the code again may not know the unit.
  factsOf: ({ code }) => ({ code }),
  scopeOf: ({ code, region, province }) => ({
    ...(region === undefined ? {} : { region }),
    ...(province === undefined ? {} : { province }),
    unit: code,
  }),
});

/**
 * A unit as it stood at the end of a day.
 * @param _on `yyyy-mm-dd`
 * @returns undefined when there was none
 */
export function unitOn(unit: TerritorialUnit | Absent, _on: LocalDate): UnitFacts | undefined {
  if (unit.status === 'ABSENT') return undefined;
  const { status: _status, ...facts } = unit;
  return facts;
}
