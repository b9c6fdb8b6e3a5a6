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
  return {
    start,
    startsAt: Date.parse(data.startsAt),
    endsAt: Date.parse(data.endsAt),
    units,
    subject,
    commitmentId,
    internal,
    ...(notified ? { notified } : {}),
    ...(second ? { second } : {}),
    mode,
    sequence: state.sequence,
  };
}
