import type { LocalDate } from '#italy';
import type { Life } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import { puntoInpsLife } from './punto-inps.ts';

/**
 * Tells whether what was received at a Punto INPS is for review: as is known now, it received nobody on that day, or did not
 * offer the service any more (T1). A service that it never offered came with the agenda of its agency, and was promised.
 * @param life all that was written of the point
 */
export function isForReview(
  life: Life<PuntoInpsEvent>,
  { date, serviceId }: { readonly date: LocalDate; readonly serviceId: string },
): boolean {
  const point = puntoInpsLife.judgedOn(life, date);
  const isOver = point.status === 'SUSPENDED' && point.suspension.until !== undefined && point.suspension.until <= date;
  if (point.status !== 'OPEN' && !isOver) return true;
  if (point.services.some((offered) => offered.serviceId === serviceId)) return false;
  return puntoInpsLife
    .facts(life)
    .some(
      ({ event, on, counts }) =>
        counts &&
        on <= date &&
        event.type === 'PuntoInpsServicesRevised' &&
        event.data.services.some((offered) => offered.serviceId === serviceId),
    );
}
