import type { StoredEvent } from '#kernel/ports';

interface Told {
  readonly appointmentId?: string;
  readonly agendaId: string;
  readonly date: string;
  readonly start: string;
}

/** Events after which an appointment has the place that they tell, and no longer has it. */
const TAKES = ['AppointmentBooked', 'AppointmentRescheduled', 'AppointmentReinstated'];
const LEAVES = [
  ...['AppointmentCancelled', 'AppointmentMovedAway'],
  ...['AppointmentDisplacedByClosure', 'AppointmentDisplacedWhileMoving'],
];

/**
 * How many places an appointment has after each of its events: read from the log alone, in its order, without any code of the
 * product.
 */
export function placesOf(log: readonly StoredEvent[], appointmentId: string): number[] {
  const places = new Set<string>();
  const counts: number[] = [];
  for (const { type, data } of log) {
    const { appointmentId: told, agendaId, date, start } = data as Told;
    if (told !== appointmentId) continue;
    const place = `${agendaId} ${date} ${start}`;
    if (TAKES.includes(type)) places.add(place);
    if (LEAVES.includes(type)) places.delete(place);
    counts.push(places.size);
  }
  return counts;
}
