import { DomainError, toTimestamp } from '#kernel';
import type { DayPlan } from '../events/agenda-day-events.ts';
import type { AgendaDayState, Taking } from './day-state.ts';

/** What every event about places on a day says. */
export interface TakenPlace {
  readonly agendaId: string;
  readonly date: string;
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  readonly subject: string;
  readonly commitmentId: string;
}

/**
 * The plan of a day.
 * @throws DomainError SLOT_UNKNOWN when there is none: the agenda does not receive on that day, or not yet
 */
export function planOf(state: AgendaDayState, start?: string): DayPlan {
  if (!state.plan) throw new DomainError('SLOT_UNKNOWN', { planned: false, ...(start === undefined ? {} : { start }) });
  return state.plan;
}

/** How a hold or an appointment stands in an event about it. */
export function placeOf(state: AgendaDayState, taking: Taking): TakenPlace {
  const { agendaId, date } = planOf(state);
  const { start, startsAt, endsAt, units, subject, commitmentId } = taking;
  return {
    agendaId,
    date,
    start,
    startsAt: toTimestamp(startsAt),
    endsAt: toTimestamp(endsAt),
    units,
    subject,
    commitmentId,
  };
}
