import type { RecordedEvent } from '#kernel/domain';
import type { MailLookUps } from '#use-cases';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { Appointment } from '../domain/agenda-day/day-state.ts';
import type { MailKind } from './texts.ts';

/** What a mail says that would mislead its reader once it is so no longer: another mail tells what came after it. */
const HOLDS: Partial<Record<MailKind, (appointment: Appointment, now: number) => boolean>> = {
  DISPLACED: ({ status }) => status === 'DISPLACED',
  REMINDER: ({ status, moving, startsAt }, now) => status === 'BOOKED' && !moving && startsAt > now,
};

/** Tells whether what a mail says still is so: a mail server may have been away for long. */
export async function isStillSo(
  { data }: RecordedEvent,
  kind: MailKind,
  { look, clock }: Pick<MailLookUps, 'look' | 'clock'>,
): Promise<boolean> {
  const holds = HOLDS[kind];
  if (!holds) return true;
  const { agendaId, date, appointmentId, commitmentId } = data as {
    readonly agendaId: string;
    readonly date: string;
    readonly appointmentId: string;
    readonly commitmentId: string;
  };
  const now = clock.now();
  return look(agendaDay, agendaDayId(agendaId, date), (day) => {
    const appointment = day.status === 'ABSENT' ? undefined : day.appointments.get(appointmentId);
    return appointment?.commitmentId === commitmentId && holds(appointment, now);
  });
}
