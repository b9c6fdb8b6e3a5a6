import { toTimestamp } from '#kernel/domain';
import type { DayPlan } from '../events/agenda-day-events.ts';
import type { AgendaDay, SecondPerson, Taking } from './day-state.ts';

/** What every event about places on a day says. */
export interface TakenPlace {
  readonly agendaId: string;
  readonly date: string;
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  /** Id of the Punto INPS, when the agenda is one's. */
  readonly point?: string;
  readonly subject: string;
  readonly commitmentId: string;
  /** Its places were taken through a channel of staff. */
  readonly internal?: true;
  /** Of an appointment: the person is told of it by mail. */
  readonly notified?: true;
  /** Who comes with the person. */
  readonly second?: SecondPerson;
}

/** How a hold or an appointment stands in an event about it. */
export function placeOf({ plan }: AgendaDay, taking: Taking): TakenPlace {
  const { start, startsAt, endsAt, units, subject, commitmentId, internal, notified, second } = taking;
  return {
    ...whichDay(plan),
    start,
    startsAt: toTimestamp(startsAt),
    endsAt: toTimestamp(endsAt),
    units,
    subject,
    commitmentId,
    ...(internal ? { internal } : {}),
    ...(notified ? { notified } : {}),
    ...(second ? { second: { ...second } } : {}),
  };
}

/** How events about places say which day it is, and whose. */
export function whichDay({ agendaId, date, point }: Pick<DayPlan, 'agendaId' | 'date' | 'point'>) {
  return { agendaId, date, ...(point === undefined ? {} : { point }) };
}
