import { isDeepStrictEqual } from 'node:util';
import type { Absent } from '#kernel/domain';
import { onItsDay, stateToday, type Unmoved } from '#use-cases/dated';
import type { LocalDate } from '#italy';
import type { Taken } from '../legal-effect.ts';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife, type LivedPuntoInps } from './punto-inps.ts';
import type { PuntoInps } from './punto-inps-state.ts';
import { standstillAfter } from './standing-standstill.ts';
import type { PuntoInpsStandstill, PuntoInpsStatus } from './vocabulary.ts';

/** The facts that move a point from one state to another. */
type Moving = Extract<PuntoInpsEvent, { readonly data: { readonly to: PuntoInpsStatus } }>;

/**
 * A fact that takes effect at 00:00 in Rome of a date, with what the point is today before it and after it, and what
 * suspends it then where that is something else than the fact.
 * @param on `yyyy-mm-dd`; undefined for what has no legal date of its own
 */
export function moving(
  { life }: LivedPuntoInps,
  fact: Unmoved<Moving>,
  on: LocalDate | undefined,
  { now }: Taken,
): PuntoInpsEvent {
  const event = onItsDay(fact, on) as Moving;
  const before = stateToday(puntoInpsLife, life, now);
  const after = stateToday(puntoInpsLife, life, now, event);
  const suspension = standstillOn(after);
  const isAsTold = isDeepStrictEqual(suspension, standstillAfter(standstillOn(before), event));
  const stands = isAsTold ? {} : { standing: suspension ? { suspension } : {} };
  return { ...event, data: { ...event.data, from: before.status, to: after.status, ...stands } } as Moving;
}

function standstillOn(state: PuntoInps | Absent): PuntoInpsStandstill | undefined {
  return state.status === 'SUSPENDED' ? state.suspension : undefined;
}
