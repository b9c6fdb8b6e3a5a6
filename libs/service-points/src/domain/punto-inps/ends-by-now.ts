import { endsByNow, type ChangedLife } from '#use-cases/dated';
import { moving } from './effect.ts';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';
import { SUSPENSIONS } from './suspension-kind.ts';

/** The ends of suspensions of a Punto INPS that a change of its life has brought to light. */
export function endsOfPuntoInpsByNow(changed: ChangedLife<PuntoInpsEvent>): readonly PuntoInpsEvent[] {
  return endsByNow(SUSPENSIONS, puntoInpsLife, changed, ({ then, life, until }) =>
    moving({ ...then, life }, { type: 'PuntoInpsResumed', data: { resumedOn: until } }, until, changed),
  );
}
