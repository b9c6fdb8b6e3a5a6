import { effectToday } from '#use-cases/dated';
import type { LocalDate } from '#italy';
import { startOf, type Taken } from '../legal-effect.ts';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife, type LivedPuntoInps } from './punto-inps.ts';
import type { PuntoInpsStatus } from './vocabulary.ts';

/** The facts that move a point from one state to another. */
type Moving = Extract<PuntoInpsEvent, { readonly data: { readonly to: PuntoInpsStatus } }>;
type Unmoved<Event extends PuntoInpsEvent> = Event extends unknown
  ? { readonly type: Event['type']; readonly data: Omit<Event['data'], 'from' | 'to'> }
  : never;

/** A fact that takes effect at 00:00 in Rome of a date, `yyyy-mm-dd`. */
export function datedOn<Event extends PuntoInpsEvent>(date: LocalDate, event: Event): Event {
  return { ...event, effectiveAt: startOf(date) };
}

/**
 * A fact that takes effect at 00:00 in Rome of a date, with what the point is today before it and after it.
 * @param on `yyyy-mm-dd`; undefined for what has no legal date of its own
 */
export function moving(
  { life }: LivedPuntoInps,
  fact: Unmoved<Moving>,
  on: LocalDate | undefined,
  { now }: Taken,
): PuntoInpsEvent {
  const event = { ...fact, ...(on === undefined ? {} : { effectiveAt: startOf(on) }) } as Moving;
  return { ...event, data: { ...event.data, ...effectToday(puntoInpsLife, life, now, event) } } as Moving;
}
