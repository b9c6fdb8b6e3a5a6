import type { EventOf, RecordedEvent, Sealed } from '#kernel/domain';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
  type Citizen,
} from '../domain/events/agenda-day-events.ts';
import type { HeldAt, Mode } from '../domain/vocabulary.ts';

/** An appointment as one of its events left it. */
export interface MailedAppointment {
  readonly appointmentId: string;
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

/** What is told of the place of an appointment: where it begins on a day. */
type Beginning = RecordedEvent<EventOf<typeof AppointmentBooked>>;

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
  const begins = own.findLastIndex(({ type }) => type === AppointmentBooked.type);
  const beginning = own[begins] as Beginning | undefined;
  if (!beginning) throw new TypeError(`${event.stream} has an event of an appointment that never began there`);
  const { data, metadata } = beginning;
  return {
    appointmentId: data.appointmentId,
    sequence: own.slice(begins + 1).filter(({ type }) => CHANGES.has(type)).length,
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
