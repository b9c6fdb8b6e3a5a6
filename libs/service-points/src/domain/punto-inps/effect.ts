import { effectToday, onItsDay, type Unmoved } from '#use-cases/dated';
import type { LocalDate } from '#italy';
import type { Taken } from '../legal-effect.ts';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife, type LivedPuntoInps } from './punto-inps.ts';
import type { PuntoInpsStatus } from './vocabulary.ts';

/** The facts that move a point from one state to another. */
type Moving = Extract<PuntoInpsEvent, { readonly data: { readonly to: PuntoInpsStatus } }>;

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
  const event = onItsDay(fact, on) as Moving;
  return { ...event, data: { ...event.data, ...effectToday(puntoInpsLife, life, now, event) } } as Moving;
}
