import type { LocalDate } from '#italy';
import { LATEST, type Life } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';
import type { PuntoInps } from './punto-inps-state.ts';

/** Days on which a Punto INPS needs the agency that it is made of. */
interface DaysOfAgency {
  /** Day of the proposal. */
  readonly from: LocalDate;
  /** First day on which it was open, or came to nothing, where it has. */
  readonly leftOn?: LocalDate;
}

/** The days on which a Punto INPS needs the agency that it is made of (K3). */
export function daysOfAgency(life: Life<PuntoInpsEvent>): DaysOfAgency {
  const { proposedOn: from } = puntoInpsLife.judgedOn(life, LATEST) as PuntoInps;
  const over = puntoInpsLife.walk(life).find(({ event, counts }) => counts && ENDS.includes(event.type));
  return { from, ...(over ? { leftOn: over.on } : {}) };
}

/** From the first of these on it needs the agency no longer. */
const ENDS: readonly PuntoInpsEvent['type'][] = ['PuntoInpsOpened', 'PuntoInpsClosed'];
