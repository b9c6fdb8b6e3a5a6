import { toTimestamp } from '#kernel/domain';
import type { AgendaDay, Taking } from './day-state.ts';

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

/** How a hold or an appointment stands in an event about it. */
export function placeOf({ plan: { agendaId, date } }: AgendaDay, taking: Taking): TakenPlace {
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
