import type { LocalDate } from '#italy';
import { lifeOnce } from '#use-cases/dated';
import type { Taken } from '../legal-effect.ts';
import type { PuntoInpsEvent } from './events.ts';
import { requireCompleteOffer } from './offered-services.ts';
import { puntoInpsLife, type LivedPuntoInps } from './punto-inps.ts';

/**
 * Refuses a fact by which a point is open on any day and offers too little then: one that is recorded late may be of before an opening
 * that is known, or before a revision that was made while the point was thought not to be open (K1, T1).
 * @param on legal date of the fact, `yyyy-mm-dd`
 * @throws DomainError SERVICES_INCOMPLETE
 */
export function requireCompleteWhileOpen(
  { life }: LivedPuntoInps,
  fact: PuntoInpsEvent,
  on: LocalDate,
  { now }: Taken,
): void {
  const whole = lifeOnce(puntoInpsLife, life, now, fact);
  const days = new Set([on, ...puntoInpsLife.facts(whole).map((known) => known.on)]);
  for (const day of days) {
    if (day < on) continue;
    const then = puntoInpsLife.judgedOn(whole, day);
    if (then.status === 'OPEN' || then.status === 'SUSPENDED') requireCompleteOffer(then.services);
  }
}
