import type { LocalDate } from '#vocabulary';
import { ALWAYS, dated, since, valueOn, type Dated } from '../dated-value.ts';
import type { UnitKind } from '../unit-kinds.ts';
import type { TreeChange } from './events.ts';
import type { UnitTree } from './unit-tree.ts';

/** A unit as the tree knows it, day by day. */
export interface TreeUnit {
  readonly code: string;
  readonly region?: string;
  readonly kinds: readonly Dated<UnitKind>[];
  readonly parents: readonly Dated<string>[];
  /** First day on which it is there no longer. */
  readonly closedOn?: LocalDate;
}

/** All units, by code. */
export type TreeUnits = ReadonlyMap<string, TreeUnit>;

/** A unit on one day. */
export interface StandingUnit {
  readonly code: string;
  readonly kind: UnitKind;
  readonly region?: string;
  readonly parent?: string;
}

/**
 * The units of a tree.
 * @param exceptOf leaves out what this command holds
 */
export function unitsOf(tree: UnitTree, exceptOf?: string): TreeUnits {
  const units = new Map<string, TreeUnit>();
  for (const [code, held] of Object.entries(tree.changes)) {
    for (const { change, commandId } of held) {
      if (commandId !== exceptOf) units.set(code, changed(units.get(code), change));
    }
  }
  return units;
}

/** The units, one of them changed. */
export function withChange(units: TreeUnits, change: TreeChange): TreeUnits {
  return new Map(units).set(change.unit, changed(units.get(change.unit), change));
}

/**
 * A unit at the end of a day.
 * @returns undefined when it is not there
 */
export function standingOn(unit: TreeUnit | undefined, on: LocalDate): StandingUnit | undefined {
  if (!unit || (unit.closedOn !== undefined && unit.closedOn <= on)) return undefined;
  const kind = valueOn(unit.kinds, on);
  if (kind === undefined) return undefined;
  const { code, region } = unit;
  const parent = valueOn(unit.parents, on);
  return { code, kind, ...(region === undefined ? {} : { region }), ...(parent === undefined ? {} : { parent }) };
}

/** The days on which one of them changes, in their order. */
export function daysOf(...units: readonly TreeUnit[]): readonly LocalDate[] {
  const days = units.flatMap(({ kinds, parents, closedOn }) => [
    ...[...kinds, ...parents].map(({ from = ALWAYS }: Dated<string>) => from),
    ...(closedOn === undefined ? [] : [closedOn]),
  ]);
  return [...new Set(days)].sort();
}

/** The units that stand below another one at the end of a day. */
export function childrenOn(units: TreeUnits, parent: string, on: LocalDate): readonly StandingUnit[] {
  return [...units.values()].flatMap((unit) => {
    const standing = standingOn(unit, on);
    return standing?.parent === parent ? [standing] : [];
  });
}

function changed(
  unit: TreeUnit | undefined,
  { unit: code, from, region, kind, parent, makes, as }: TreeChange,
): TreeUnit {
  const { kinds = [], parents = [], ...rest } = unit ?? {};
  if (as) return { ...(unit?.region === undefined ? {} : { region: unit.region }), code, ...as };
  return {
    ...rest,
    code,
    ...(region === undefined ? {} : { region }),
    kinds: kind === undefined ? kinds : later(kinds, kind, from),
    parents: parent === undefined ? parents : later(parents, parent, from),
    ...(makes === 'CLOSED' && from !== undefined ? { closedOn: from } : {}),
  };
}

function later<Value>(
  values: readonly Dated<Value>[],
  value: Value,
  from: LocalDate | undefined,
): readonly Dated<Value>[] {
  return from === undefined ? [dated(value, from), ...values] : since(values, value, from);
}
