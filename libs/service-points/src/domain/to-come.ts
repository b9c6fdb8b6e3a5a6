import { LATEST, startOf, type Life } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { puntoClienteLife } from './punto-cliente.ts';
import { standingOf } from './legal-effect.ts';
import { suspensionsOf } from './punto-cliente-state.ts';

/**
 * What is to come of a point as far as that is set today of itself: the ends of its suspensions. What is to come of the
 * protocol that covers it is told by that.
 * @param life all that was written of it
 */
export function toComeOfPuntoCliente(life: Life<PuntoClienteEvent>): readonly PuntoClienteEvent[] {
  const point = puntoClienteLife.judgedOn(life, LATEST);
  if (point.status !== 'SUSPENDED') return [];
  const { kind, activity } = point;
  const stays = { from: standingOf(point), to: standingOf(point) };
  return suspensionsOf(point).flatMap(({ reason, until: resumedOn }): PuntoClienteEvent[] => {
    if (resumedOn === undefined) return [];
    const data = { kind, protocolId: activity.protocolId, reason, resumedOn, ...stays };
    return [{ type: 'PuntoClienteResumed', data, effectiveAt: startOf(resumedOn) }];
  });
}
