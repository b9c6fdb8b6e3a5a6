import { give, toTimestamp, type Absent, type RecordedEvent } from '#kernel/domain';
import { romeDateOf, type LocalDate, type LocalTime } from '#italy';
import type { Act, AtOnce } from '#use-cases';
import type { AgendaDay, Appointment } from '../domain/agenda-day/day-state.ts';
import { effectsOfChange } from '../domain/agenda-day/plan-effects.ts';
import type { Agenda } from '../domain/agenda/agenda-state.ts';
import { daysChanged } from '../domain/agenda/hours-of-days.ts';
import type { AgendaEvent } from '../domain/events/agenda-events.ts';
import { planDay } from './plan-day.ts';

/** Name of the process manager that plans the days of agendas. */
export const AGENDA_DAYS = 'agenda-days';

/** An appointment that a change of its agenda has displaced, or given its places back. */
export interface ChangedAppointment {
  readonly effect: 'displaced' | 'reinstated';
  readonly appointmentId: string;
  readonly date: LocalDate;
  readonly start: LocalTime;
  /** RFC 3339, UTC. */
  readonly startsAt: string;
  /** Exclusive. */
  readonly endsAt: string;
  /** Whether it came after the preview that the command names; null where it names none. */
  readonly isNew: boolean | null;
}

/** What the command may say of the preview that was looked at. */
export interface Previewed {
  readonly previewed?: readonly string[];
}

/** Whether the preview did not list an appointment; null where the command names none. */
export function isNewTo(previewed: Previewed['previewed'], appointmentId: string): boolean | null {
  return previewed ? !previewed.includes(appointmentId) : null;
}

/** The appointments of a day that a change of its agenda concerns, however often that is asked. */
export function changedOn(
  day: AgendaDay | Absent,
  { revision }: Pick<RecordedEvent, 'revision'>,
  { previewed }: Previewed,
): ChangedAppointment[] {
  if (day.status === 'ABSENT') return [];
  const { displaced, reinstated } = effectsOfChange(day, revision);
  const changed =
    (effect: ChangedAppointment['effect']) =>
    ({ appointmentId, start, startsAt, endsAt }: Appointment): ChangedAppointment => ({
      ...{ effect, appointmentId, date: day.plan.date, start },
      ...{ startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt) },
      isNew: isNewTo(previewed, appointmentId),
    });
  return [...displaced.map(changed('displaced')), ...reinstated.map(changed('reinstated'))];
}

/**
 * The days that a change of an agenda concerns are planned anew before it is answered for (A3): what it opens can be booked,
 * what it closes cannot, and whom it displaces is known.
 */
export const plansAtOnce: AtOnce<Agenda | Absent, AgendaEvent, object, ChangedAppointment> = {
  as: AGENDA_DAYS,
  gives: planDay,
  wanted: async ({ event, around }: Act<Agenda | Absent, AgendaEvent>) => {
    const { before, after } = await around();
    if (after.status === 'ABSENT') return [];
    const { agendaId } = after.profile;
    const today = romeDateOf(Date.parse(event.recordedAt));
    const dates = daysChanged(before.status === 'ABSENT' ? undefined : before, after, today);
    return dates.map((date) => give(planDay, { agendaId, date, agendaRevision: event.revision }, date));
  },
  tells: changedOn,
};
