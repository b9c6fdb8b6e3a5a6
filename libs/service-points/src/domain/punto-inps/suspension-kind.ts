import type { SuspensionKind } from '#use-cases/dated';
import type { PuntoInpsEvent } from './events.ts';
import type { PuntoInps } from './punto-inps-state.ts';

/** A point is suspended once at a time. What was by an office earlier versions do not say, so the day tells. */
export const SUSPENSIONS: SuspensionKind<PuntoInps, PuntoInpsEvent> = {
  suspended: 'PuntoInpsSuspended',
  resumed: 'PuntoInpsResumed',
  isSame: () => true,
  standingIn: (state) => (state.status === 'SUSPENDED' ? state.suspension : undefined),
  untilOf: (event) => (event.type === 'PuntoInpsSuspended' ? event.data.until : undefined),
  saysItWasSet: ({ type, data }) => (type === 'PuntoInpsResumed' && data.byHand === true ? false : undefined),
};
