import { NEEDING_A_KIND } from '#organisation';
import { dependsOnUnit, tells } from '#use-cases';
import {
  PuntoInpsClosed,
  PuntoInpsProposed,
  PuntoInpsRectified,
  PuntoInpsReferenceUnitChanged,
} from '../domain/punto-inps/events.ts';

/** A Punto INPS needs its reference unit to be there, from its proposal to its closure. */
export const puntiInpsOfUnits = dependsOnUnit(NEEDING_A_KIND.puntoInps, [
  tells(PuntoInpsProposed, ({ referenceUnit: unit }) => ({ unit, isNeeded: true })),
  tells(PuntoInpsReferenceUnitChanged, ({ referenceUnit: unit, changedOn: leftOn, standing }) =>
    standing ? { unit: standing.referenceUnit, passed: standing.passed } : { unit, leftOn },
  ),
  // Closed on another day than was known, or not at all.
  tells(PuntoInpsRectified, ({ standing: { referenceUnit: unit, passed }, to, changes: { closedOn: leftOn } = {} }) => {
    if (to !== 'CLOSED') return { unit, isNeeded: true, passed };
    return leftOn === undefined ? { unit, passed } : { unit, isNeeded: false, leftOn, passed };
  }),
  tells(PuntoInpsClosed, ({ closedOn: leftOn }) => ({ isNeeded: false, leftOn })),
]);
