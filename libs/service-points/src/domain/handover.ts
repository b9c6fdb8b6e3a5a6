import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, type Rectification } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import type { Taken } from './legal-effect.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import type { PuntoCliente } from './punto-cliente-state.ts';
import { movedByRectification } from './rectified.ts';

/** One protocol has taken over the points of another, on a day that was rectified. */
export interface Handover extends Pick<Rectification, 'reason' | 'act'> {
  /** Id of the older one. */
  readonly from: string;
  /** Id of the newer one. */
  readonly to: string;
  /** First day of the newer one, as it is known now. */
  readonly on: LocalDate;
}

/**
 * A point passes when its protocols do: where their day was rectified, its own is by the same act (T2). One that had
 * no activity under the older protocol yet on that day has passed when it had, and stays there.
 */
export function handedOver(
  { life }: LivedPoint,
  handover: Handover | undefined,
  { now }: Taken,
): readonly PuntoClienteEvent[] {
  if (!handover) return [];
  const { from, to, on: transferredOn, reason, act } = handover;
  const { told } = puntoCliente;
  const passed = told.facts(life).find(({ event: { type, data }, on, counts }) => {
    if (type !== 'PuntoClienteCoverageTransferred' || !counts || on === transferredOn) return false;
    return data.previousProtocolId === from && data.protocolId === to;
  });
  if (!passed) return [];
  const others = life.filter(({ revision }) => revision !== passed.revision);
  if (!isUnder(told.judgedOn(others, transferredOn), from)) return [];
  const { revision: rectifies, event, on } = passed;
  const what = { rectifies, of: event.type, changes: { transferredOn }, reason, act, on };
  const before = told.judgedOn(life, LATEST) as PuntoCliente;
  const bare = { type: 'PuntoClienteRectified', data: what } as PuntoClienteEvent;
  const after = told.judgedOn(lifeOnce(told, life, now, bare), LATEST) as PuntoCliente;
  return [{ type: 'PuntoClienteRectified', data: { ...what, ...movedByRectification(before, after) } }];
}

function isUnder(point: PuntoCliente | Absent, protocolId: string): boolean {
  return (point.status === 'ACTIVE' || point.status === 'SUSPENDED') && point.activity.protocolId === protocolId;
}
