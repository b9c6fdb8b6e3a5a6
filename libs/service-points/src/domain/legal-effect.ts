import type { Absent } from '#kernel/domain';
import type { LocalDate } from '#italy';
import { LATEST, lifeOnce, onItsDay, type Unmoved } from '#use-cases/dated';
import type { PuntoClienteEvent } from './events.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import { suspensionsOf, type PuntoCliente } from './punto-cliente-state.ts';
import { isSameStandstill, suspensionsAfter } from './standing-suspensions.ts';
import type { Standing, Suspension } from './vocabulary.ts';

/** When a decision is taken: milliseconds since the epoch. */
export interface Taken {
  readonly now: number;
}

/** The facts of a point that move it from one state to another. */
type Moving = Extract<PuntoClienteEvent, { readonly data: { readonly from?: unknown } }>;

/**
 * A fact with the instant at which law lets it take effect, 00:00 in Rome of its date, and with what the point was counted
 * as before it and is after it: a fact that is recorded late may change nothing of today, or leave another suspension than
 * its own.
 * @param on `yyyy-mm-dd`; undefined for what has no legal date of its own
 */
export function takingEffect(
  point: LivedPoint,
  fact: Unmoved<Moving>,
  on: LocalDate | undefined,
  { now }: Taken,
): PuntoClienteEvent {
  const [event] = moved(point, [onItsDay(fact, on) as Moving], now);
  return event as Moving;
}

/** A fact, and its legal day. */
export interface DatedMove {
  readonly fact: Unmoved<Moving>;
  /** `yyyy-mm-dd`. */
  readonly on: LocalDate;
}

/**
 * Facts that are written together, each as by {@link takingEffect}: the first one moves the point from what it was counted as
 * to what it is after the last one, and the others move nothing, so that nobody acts upon what stands nowhere.
 */
export function takingEffectTogether(
  point: LivedPoint,
  moves: readonly DatedMove[],
  { now }: Taken,
): readonly PuntoClienteEvent[] {
  const events = moves.map(({ fact, on }) => onItsDay(fact, on) as Moving);
  return moved(point, events, now);
}

function moved({ life }: LivedPoint, events: readonly Moving[], now: number): readonly Moving[] {
  const { told } = puntoCliente;
  // No fact lies ahead, but for a clock that is behind that of whoever wrote it.
  const before = told.judgedOn(life, LATEST);
  const after = told.judgedOn(lifeOnce(told, life, now, ...events), LATEST);
  const to = standingOf(after);
  const suspensions = standingSuspensions(after);
  return events.map((event, index) => {
    const found = index === 0 ? before : after;
    const from = standingOf(found);
    const isAsTold = isSameStandstill(suspensions, suspensionsAfter(standingSuspensions(found), event));
    return {
      ...event,
      data: {
        ...event.data,
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
        ...(isAsTold ? {} : { standing: { suspensions } }),
      },
    } as Moving;
  });
}

function standingSuspensions(state: PuntoCliente | Absent): readonly Suspension[] {
  return state.status === 'ABSENT' ? [] : suspensionsOf(state);
}

/** What a point is counted as; undefined where there is none. */
export function standingOf(state: PuntoCliente): Standing;
export function standingOf(state: PuntoCliente | Absent): Standing | undefined;
export function standingOf(state: PuntoCliente | Absent): Standing | undefined {
  return state.status === 'ABSENT' ? undefined : { kind: state.kind, state: state.status, province: state.province };
}
