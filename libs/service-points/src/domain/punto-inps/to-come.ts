import { LATEST, startOf, type Life } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';

/**
 * What is to come of a Punto INPS as far as that is set today: the end of its suspension.
 * @param life all that was written of it
 */
export function toComeOfPuntoInps(life: Life<PuntoInpsEvent>): readonly PuntoInpsEvent[] {
  const point = puntoInpsLife.judgedOn(life, LATEST);
  const resumedOn = point.status === 'SUSPENDED' ? point.suspension.until : undefined;
  if (resumedOn === undefined) return [];
  const data = { resumedOn, from: 'SUSPENDED', to: 'OPEN' } as const;
  return [{ type: 'PuntoInpsResumed', data, effectiveAt: startOf(resumedOn) }];
}
