import type { LocalDate } from '#italy';
import type { JudgedFact, Life } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';

/** A unit that a Punto INPS needed once, and does not need any more. */
export interface PassedUnit {
  /** Code of the unit. */
  readonly unit: string;
  /** First day without it. */
  readonly leftOn: LocalDate;
}

/** The reference units that a Punto INPS had on any day and has no more, each with its last end, whenever it was recorded. */
export function passedUnits(life: Life<PuntoInpsEvent>): PassedUnit[] {
  const leftOn = new Map<string, LocalDate>();
  let present: string | undefined;
  const becomes = (unit: string | undefined, on: LocalDate): void => {
    if (present !== undefined) leftOn.set(present, on);
    if (unit !== undefined) leftOn.delete(unit);
    present = unit;
  };
  for (const { event, on, counts } of puntoInpsLife.walk(life)) {
    if (!counts) continue;
    if (event.type === 'PuntoInpsProposed') becomes(event.data.referenceUnit, on);
    if (event.type === 'PuntoInpsReferenceUnitChanged') becomes(event.data.referenceUnit, on);
    if (event.type === 'PuntoInpsClosed') becomes(undefined, on);
  }
  return [...leftOn].map(([unit, day]) => ({ unit, leftOn: day }));
}

/**
 * The first day on which a unit was the reference unit of a Punto INPS; undefined where it never was.
 * @param unit code of the unit
 */
export function firstDayUnder(unit: string, facts: readonly JudgedFact<PuntoInpsEvent>[]): LocalDate | undefined {
  const names = ({ type, data }: PuntoInpsEvent): boolean =>
    (type === 'PuntoInpsProposed' || type === 'PuntoInpsReferenceUnitChanged') && data.referenceUnit === unit;
  return facts
    .filter(({ event, counts }) => counts && names(event))
    .map(({ on }) => on)
    .sort()
    .at(0);
}
