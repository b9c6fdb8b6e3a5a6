import type { DemoSummary } from './summary.ts';

/**
 * Why a month was played in which what follows from events never happened, and what to do; nobody is to take it for played.
 * @returns undefined when days were planned and appointments booked
 */
export function playedInVain({
  eventsByType,
  appointments,
}: Pick<DemoSummary, 'eventsByType' | 'appointments'>): string | undefined {
  if (!eventsByType.DayPlanned) {
    return 'The demonstration failed: no day of an agenda was planned, so there was nothing to book. The process managers were handed nothing of the log: look at its server, and report it with the summary.';
  }
  if (appointments.booked > 0) return undefined;
  return 'The demonstration failed: nothing was booked. Give more --events; if that does not help, report it with the refusals of the summary.';
}
