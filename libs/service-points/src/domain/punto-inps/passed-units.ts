import type { LocalDate } from '#italy';
import { LATEST, type Life } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';

/** A unit that a Punto INPS needed once, and does not need any more. */
export interface PassedUnit {
  /** Code of the unit. */
  readonly unit: string;
  /** First day without it. */
  readonly leftOn: LocalDate;
}

/** Days on which a unit was the reference unit of a Punto INPS. */
export interface DaysUnder {
  /** First day. */
  readonly from: LocalDate;
  /** First day without it; absent where it is that still. */
  readonly leftOn?: LocalDate;
}

/**
 * Each unit that was the reference unit of a Punto INPS on any day, whenever that was recorded, from its first day to its last.
 */
export function daysUnder(life: Life<PuntoInpsEvent>): ReadonlyMap<string, DaysUnder> {
  const under = new Map<string, DaysUnder>();
  let present: string | undefined;
  const becomes = (unit: string | undefined, on: LocalDate): void => {
    if (present !== undefined) under.set(present, { from: under.get(present)?.from ?? on, leftOn: on });
    if (unit !== undefined) under.set(unit, { from: under.get(unit)?.from ?? on });
    present = unit;
  };
  for (const { event, on, counts } of puntoInpsLife.walk(life)) {
    if (!counts) continue;
    if (event.type === 'PuntoInpsProposed') becomes(event.data.referenceUnit, on);
    if (event.type === 'PuntoInpsReferenceUnitChanged') becomes(event.data.referenceUnit, on);
    if (event.type === 'PuntoInpsClosed') becomes(undefined, on);
  }
  return under;
}

/** The reference units that a Punto INPS had on any day and has no more, each with its last end. */
export function passedUnits(life: Life<PuntoInpsEvent>): PassedUnit[] {
  return [...daysUnder(life)].flatMap(([unit, { leftOn }]) => (leftOn === undefined ? [] : [{ unit, leftOn }]));
}

/** The units that turn out to have been needed on days on which they were not known to be, each with all its days. */
export function neededFurther(
  before: ReadonlyMap<string, DaysUnder>,
  after: ReadonlyMap<string, DaysUnder>,
): (readonly [unit: string, days: DaysUnder])[] {
  return [...after].filter(([unit, { from, leftOn = LATEST }]) => {
    const had = before.get(unit);
    return !had || from < had.from || (had.leftOn ?? LATEST) < leftOn;
  });
}

/** The units that a Punto INPS was ever said to be under, whether that counts or not. */
export function unitsNamed(life: Life<PuntoInpsEvent>): string[] {
  const named = life.flatMap(({ event: { type, data } }) => {
    if (type === 'PuntoInpsProposed') return [data.referenceUnit];
    return type === 'PuntoInpsReferenceUnitChanged' ? [data.referenceUnit] : [];
  });
  return [...new Set(named)];
}
