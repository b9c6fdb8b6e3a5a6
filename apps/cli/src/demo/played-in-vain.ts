import { Failure } from '../failure.ts';
import type { DemoSummary } from './summary.ts';

/**
 * Nobody is to take a month for played in which what follows from events never happened.
 * @throws Failure when no day was planned, or nothing was booked
 */
export function refusePlayedInVain({
  eventsByType,
  appointments,
}: Pick<DemoSummary, 'eventsByType' | 'appointments'>): void {
  if (!eventsByType.DayPlanned) {
    throw new Failure(
      'The demonstration failed: no day of an agenda was planned, so there was nothing to book. The process managers were handed nothing of the log: look at its server, and report it with the summary.',
    );
  }
  if (appointments.booked === 0) {
    throw new Failure(
      'The demonstration failed: nothing was booked. Give more --events; if that does not help, report it with the refusals of the summary.',
    );
  }
}
