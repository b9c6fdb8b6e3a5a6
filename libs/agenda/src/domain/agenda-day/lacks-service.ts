import { isOffered } from '../delivered-services.ts';
import type { DayPlan } from '../events/agenda-day-events.ts';
import type { Appointment } from './day-state.ts';

type Offering = Pick<DayPlan, 'services'>;

/**
 * Whether a plan leaves an appointment, displaced or not, without its service: a day of a Punto INPS offered that, and offers
 * it no longer. What came with its agenda from an agency, or from before the point said what it offers, was promised, and is
 * kept whatever the point offers (K3), also when it was displaced meanwhile: it has lost its time, and not its service.
 * @param before the plan before, under which the appointment stands or was displaced
 * @param wanted the plan after
 */
export function lacksServiceUnder(
  { booking, lacksService }: Pick<Appointment, 'booking' | 'lacksService'>,
  before: Offering,
  wanted: Offering,
): boolean {
  const { serviceId } = booking;
  if (isOffered(serviceId, wanted)) return false;
  return lacksService === true || (before.services !== undefined && isOffered(serviceId, before));
}
