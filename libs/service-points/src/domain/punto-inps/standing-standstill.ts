import type { EventOf } from '#kernel/domain';
import type { PuntoInpsEvent, PuntoInpsOpened, PuntoInpsResumed, PuntoInpsSuspended } from './events.ts';
import type { PuntoInpsStandstill } from './vocabulary.ts';

type Suspending = Pick<EventOf<typeof PuntoInpsSuspended>['data'], 'reason' | 'suspendedOn' | 'until'>;

/** A suspension by its own terms. */
export function standstillOf({ reason, suspendedOn: from, until }: Suspending): PuntoInpsStandstill {
  return { reason, from, ...(until === undefined ? {} : { until }) };
}

/**
 * What suspends a point once a fact of its life is added, by that fact alone: nothing that was recorded before it is of a
 * later legal date.
 */
export function standstillAfter(
  before: PuntoInpsStandstill | undefined,
  event: PuntoInpsEvent,
): PuntoInpsStandstill | undefined {
  switch (event.type) {
    case 'PuntoInpsSuspended':
      return standstillOf(event.data);
    case 'PuntoInpsOpened':
    case 'PuntoInpsResumed':
    case 'PuntoInpsClosed':
      return undefined;
    default:
      return before;
  }
}

/**
 * What suspends a point today once a fact is recorded, as that fact says it.
 * @returns undefined where it is not suspended, null where a fact of an earlier version does not say
 */
export function standingStandstill({
  type,
  data,
}: EventOf<typeof PuntoInpsOpened | typeof PuntoInpsResumed | typeof PuntoInpsSuspended>):
  PuntoInpsStandstill | undefined | null {
  if (data.standing) return data.standing.suspension;
  if (data.to !== 'SUSPENDED') return undefined;
  return type === 'PuntoInpsSuspended' ? standstillOf(data) : null;
}
