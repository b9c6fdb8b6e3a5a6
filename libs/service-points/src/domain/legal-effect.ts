import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, onItsDay, type Unmoved } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import type { PuntoCliente } from './punto-cliente-state.ts';
import type { Standing } from './vocabulary.ts';

/** When a decision is taken: milliseconds since the epoch. */
export interface Taken {
  readonly now: number;
}

/** The facts of a point that move it from one state to another. */
type Moving = Extract<PuntoClienteEvent, { readonly data: { readonly from?: unknown } }>;

/**
 * A fact with the instant at which law lets it take effect, 00:00 in Rome of its date, and with what the point was counted
 * as before it and is after it: a fact that is recorded late may change nothing of today.
 * @param on `yyyy-mm-dd`; undefined for what has no legal date of its own
 */
export function takingEffect(
  point: LivedPoint,
  fact: Unmoved<Moving>,
  on: LocalDate | undefined,
  { now }: Taken,
): PuntoClienteEvent {
  const event = onItsDay(fact, on) as Moving;
  const { life } = point;
  const { told } = puntoCliente;
  // No fact lies ahead, but for a clock that is behind that of whoever wrote it.
  const before = standingOf(told.judgedOn(life, LATEST));
  const after = standingOf(told.judgedOn(lifeOnce(told, life, now, event), LATEST));
  return {
    ...event,
    data: { ...event.data, ...(before ? { from: before } : {}), ...(after ? { to: after } : {}) },
  } as Moving;
}

function standingOf(state: PuntoCliente | Absent): Standing | undefined {
  return state.status === 'ABSENT' ? undefined : { kind: state.kind, state: state.status, province: state.province };
}
