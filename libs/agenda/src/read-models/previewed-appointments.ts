import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { toTimestamp } from '#kernel/domain';
import { romeDateOf } from '#italy';
import type { Published, QueryShell } from '#use-cases';
import { Count, explained, listOf } from '#vocabulary';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { Appointment } from '../domain/agenda-day/day-state.ts';
import { displacedByPlan } from '../domain/agenda-day/displacement.ts';
import type { Opened } from '../domain/agenda/agenda-state.ts';
import { daysChanged } from '../domain/agenda/hours-of-days.ts';
import { planOfDay } from '../domain/agenda/plan-of-day.ts';
import type { DayPlan } from '../domain/events/agenda-day-events.ts';
import { MAX_LISTED } from '../use-cases/on-agenda.ts';
import { isNewTo } from '../use-cases/plans-at-once.ts';
import { ChangedAppointment } from './changed-appointment.ts';
import { OpenedCitizen } from './day-sheet.ts';
import { asking } from './whose.ts';

/** An appointment that a change of its agenda would displace, with whoever is to be called. */
export const Previewed = Type.Object(
  { ...ChangedAppointment.properties, citizen: OpenedCitizen },
  { $id: 'PreviewedAppointmentAnswer' },
);
type PreviewedAnswer = Published<Static<typeof Previewed>>;

/** How many would be displaced, and the first of them. */
export const displacedAnswer = <Item extends TSchema>(item: Item, $id: string) =>
  Type.Object(
    {
      count: explained(Count, 'How many they are.'),
      items: listOf(item, MAX_LISTED, `The first ${MAX_LISTED} of them, by day and hour.`),
    },
    { $id },
  );

/** A day of an agenda, with what it would offer. */
type PlannedDay = Pick<DayPlan, 'agendaId' | 'date' | 'slots' | 'services'>;

/** An appointment on its day. */
export interface OnDay {
  readonly agendaId: string;
  readonly date: string;
  readonly appointment: Appointment;
}

/**
 * The days of the horizon on which an agenda would receive otherwise.
 * @param now milliseconds since the epoch
 */
export function daysPlanned(before: Opened, after: Opened, now: number): readonly PlannedDay[] {
  return daysChanged(before, after, romeDateOf(now)).map((date) => planOfDay(after, date));
}

/** Whom plans of days of one agenda would displace. */
export async function displacedOn(
  days: readonly PlannedDay[],
  { look, clock }: Pick<QueryShell, 'look' | 'clock'>,
): Promise<readonly OnDay[]> {
  const now = clock.now();
  const found = days.map(({ agendaId, date, ...offer }) =>
    look(agendaDay, agendaDayId(agendaId, date), (day) =>
      day.status === 'ABSENT'
        ? []
        : displacedByPlan(day, offer, now).map((appointment) => ({ agendaId, date, appointment })),
    ),
  );
  return (await Promise.all(found)).flat();
}

/**
 * How many they are, and the first of them by day and hour, with their names: the reading stands in the access log.
 * @param purpose name of the query
 * @param previewed ids that an earlier preview listed
 */
export async function named(
  those: readonly OnDay[],
  { personalData, principal, resource }: Pick<QueryShell, 'personalData' | 'principal' | 'resource'>,
  purpose: string,
  previewed?: readonly string[],
): Promise<{ readonly count: number; readonly items: readonly (PreviewedAnswer & { readonly agendaId: string })[] }> {
  const listed = those.toSorted((a, b) => a.appointment.startsAt - b.appointment.startsAt).slice(0, MAX_LISTED);
  const sealed = listed.map(({ appointment }) => appointment.booking.citizen);
  const opened = await personalData.open(sealed, { principal: asking(principal), purpose, resource });
  const items = listed.map(({ agendaId, date, appointment: { appointmentId, start, startsAt, endsAt } }, index) => ({
    ...{ agendaId, appointmentId, date, start, startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) },
    isNew: isNewTo(previewed, appointmentId),
    citizen: opened[index] ?? { erased: true },
  }));
  return { count: those.length, items };
}
