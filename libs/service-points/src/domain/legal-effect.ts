import { toTimestamp, type Absent } from '#kernel/domain';
import { midnightInRome, type LocalDate } from '#italy';
import type { PuntoClienteEvent } from './events.ts';
import { puntoCliente, type LivedPoint } from './punto-cliente.ts';
import type { PuntoCliente } from './punto-cliente-state.ts';
import type { Standing } from './vocabulary.ts';

/** After every fact: none lies ahead, but for a clock that is behind that of whoever wrote it. */
export const LATEST = '9999-12-31';

/** When a decision is taken: milliseconds since the epoch. */
export interface Taken {
  readonly now: number;
}

/** The facts of a point that move it from one state to another. */
type Moving = Extract<PuntoClienteEvent, { readonly data: { readonly from?: unknown } }>;
type Unmoved<Event extends PuntoClienteEvent> = Event extends unknown
  ? { readonly type: Event['type']; readonly data: Omit<Event['data'], 'from' | 'to'> }
  : never;

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
  const event = { ...fact, ...(on === undefined ? {} : { effectiveAt: startOf(on) }) } as Moving;
  const { life } = point;
  const recording = { revision: (life.at(-1)?.revision ?? -1) + 1, recordedAt: toTimestamp(now) };
  const { told } = puntoCliente;
  const before = standingOf(told.judgedOn(life, LATEST));
  const after = standingOf(told.judgedOn(told.add(life, event, recording), LATEST));
  return {
    ...event,
    data: { ...event.data, ...(before ? { from: before } : {}), ...(after ? { to: after } : {}) },
  } as Moving;
}

/** 00:00 in Rome of a date, RFC 3339. */
export function startOf(date: LocalDate): string {
  return toTimestamp(midnightInRome(date));
}

function standingOf(state: PuntoCliente | Absent): Standing | undefined {
  return state.status === 'ABSENT' ? undefined : { kind: state.kind, state: state.status, province: state.province };
}
