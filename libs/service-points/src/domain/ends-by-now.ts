import { endsByNow, type ChangedLife } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { puntoClienteLife, type LivedPoint } from './punto-cliente.ts';
import type { SuspendedPoint } from './punto-cliente-state.ts';
import { SUSPENSIONS } from './suspension-kind.ts';
import { resumed } from './suspension.ts';

/** The ends of suspensions of a point that a change of its life has brought to light. */
export function endsOfPointByNow(changed: ChangedLife<PuntoClienteEvent>): readonly PuntoClienteEvent[] {
  return endsByNow(SUSPENSIONS, puntoClienteLife, changed, ({ suspension, then, life, until }) => {
    const { reason } = (suspension as Extract<PuntoClienteEvent, { readonly type: 'PuntoClienteSuspended' }>).data;
    return resumed({ ...then, life } as LivedPoint & SuspendedPoint, reason, until, changed);
  });
}
