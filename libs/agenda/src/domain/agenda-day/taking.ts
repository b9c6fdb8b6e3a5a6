import type { AgendaDayEvent } from '../events/agenda-day-events.ts';
import type { AgendaDay, Taking } from './day-state.ts';

type EventData<T extends AgendaDayEvent['type']> = Extract<AgendaDayEvent, { type: T }>['data'];

/** Consecutive slots that an event takes, in the order in which the day accepts them. */
export function takingOf(
  state: AgendaDay,
  data: EventData<'SlotHeld'> | EventData<'AppointmentBooked'> | EventData<'AppointmentRescheduled'>,
  mode: Taking['mode'],
): Taking {
  const { start, units, subject, commitmentId, internal = false, notified, second } = data;
  state.sequence += 1;
  const { sequence } = state;
  const [startsAt, endsAt] = [Date.parse(data.startsAt), Date.parse(data.endsAt)];
  const taking = { start, startsAt, endsAt, units, subject, commitmentId, internal, mode, sequence };
  // Most have neither, and a day may have thousands: each further part that is spread takes as long as the rest.
  if (!notified && !second) return taking;
  return { ...taking, ...(notified ? { notified } : {}), ...(second ? { second } : {}) };
}
