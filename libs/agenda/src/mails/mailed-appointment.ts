import type { EventOf, RecordedEvent, Sealed } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
} from '../domain/events/agenda-day-events.ts';
import type { Citizen } from '../domain/events/citizen.ts';
import { AppointmentRescheduled } from '../domain/events/move-events.ts';
import type { HeldAt, Mode } from '../domain/vocabulary.ts';

/** An appointment as one of its events left it. */
export interface MailedAppointment {
  readonly appointmentId: string;
  readonly agendaId: string;
  readonly serviceLine: string;
  readonly units: number;
  /** How often it has changed since it was booked. */
  readonly sequence: number;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly mode: Mode;
  readonly serviceId: string;
  readonly bookingCode: string;
  readonly heldAt: HeldAt;
  readonly citizen: Sealed<Citizen>;
}

/** How an appointment comes to stand on a day, with all that is told of it. */
type Beginning = RecordedEvent<EventOf<typeof AppointmentBooked> | EventOf<typeof AppointmentRescheduled>>;
const BEGINNINGS = new Set<string>([AppointmentBooked.type, AppointmentRescheduled.type]);

/** Changes that a calendar has to learn of. */
const CHANGES = new Set<string>([
  AppointmentCancelled.type,
  AppointmentDisplacedByClosure.type,
  AppointmentReinstated.type,
]);

/**
 * The appointment that an event of its day is about, as that event left it.
 * @param earlier what happened on the day before, in order
 * @throws TypeError where it never began on that day
 */
export function appointmentAt(event: RecordedEvent, earlier: readonly RecordedEvent[]): MailedAppointment {
  const id = appointmentOf(event);
  const own = [...earlier, event].filter((one) => appointmentOf(one) === id);
  const begins = own.findLastIndex(({ type }) => BEGINNINGS.has(type));
  const beginning = own[begins] as Beginning | undefined;
  if (!beginning) throw new TypeError(`${event.stream} has an event of an appointment that never began there`);
  const { data, metadata } = beginning;
  // What it went through on other days, its own day does not know.
  const before = 'sequence' in data ? data.sequence : 0;
  return {
    appointmentId: data.appointmentId,
    agendaId: data.agendaId,
    serviceLine: data.serviceLine,
    units: data.units,
    sequence: before + own.slice(begins + 1).filter(({ type }) => CHANGES.has(type)).length,
    startsAt: data.startsAt,
    endsAt: data.endsAt,
    mode: data.mode,
    serviceId: data.serviceId,
    bookingCode: data.bookingCode,
    heldAt: data.heldAt ?? { kind: 'UNIT', id: metadata.scope.unit ?? '' },
    citizen: data.citizen,
  };
}

function appointmentOf({ data }: RecordedEvent): string | undefined {
  return (data as { readonly appointmentId?: string }).appointmentId;
}
