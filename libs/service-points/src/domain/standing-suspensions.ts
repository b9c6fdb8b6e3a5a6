import { isDeepStrictEqual } from 'node:util';
import type { PuntoClienteEvent } from './events.ts';
import type { Suspension } from './vocabulary.ts';

/**
 * Why a point is suspended once a fact of its life is added, as whoever goes by that fact alone takes it: nothing that was recorded
 * before it is of a later legal date.
 */
export function suspensionsAfter(before: readonly Suspension[], event: PuntoClienteEvent): readonly Suspension[] {
  switch (event.type) {
    case 'PuntoClienteSuspended': {
      const { reason, suspendedOn: from, until } = event.data;
      return [...othersThan(reason, before), { reason, from, ...(until === undefined ? {} : { until }) }];
    }
    case 'PuntoClienteResumed':
      return othersThan(event.data.reason, before);
    case 'PuntoClienteActivated':
    case 'PuntoClienteDeactivated':
      return [];
    default:
      return before;
  }
}

/** Tells whether a point is suspended for the same reasons, from and until the same days. */
export function isSameStandstill(one: readonly Suspension[], other: readonly Suspension[]): boolean {
  return isDeepStrictEqual(byReason(one), byReason(other));
}

function othersThan(reason: Suspension['reason'], suspensions: readonly Suspension[]): readonly Suspension[] {
  return suspensions.filter((other) => other.reason !== reason);
}

function byReason(suspensions: readonly Suspension[]): ReadonlyMap<string, Suspension> {
  return new Map(suspensions.map((suspension) => [suspension.reason, suspension]));
}
