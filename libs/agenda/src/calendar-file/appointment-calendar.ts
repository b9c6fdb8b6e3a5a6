import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** An appointment as a calendar knows it. */
export interface CalendarEntry {
  /** Its UID for life: where it is moved or cancelled, calendars find the entry that they have. */
  readonly appointmentId: string;
  /** How often the appointment itself has changed: the higher one counts, in whatever order files come. */
  readonly sequence: number;
  /** RFC 3339: when it last changed. */
  readonly changedAt: string;
  /** RFC 3339. */
  readonly startsAt: string;
  /** RFC 3339; this moment not included. */
  readonly endsAt: string;
  readonly summary: string;
  readonly description: string;
  /** A public place; nothing where the person stays wherever they are. */
  readonly location?: string | undefined;
  readonly isCancelled: boolean;
}

/** Who sends an entry to whom by mail. */
interface Invitation {
  /** Address of the institute. */
  readonly organizer: string;
  /** Address of the person. */
  readonly attendee: string;
}

const PRODUCT = '-//INPS//rete-punti//IT';
const ORGANIZER = 'INPS';

/**
 * A calendar file with one appointment (RFC 5545). Its times are in UTC, so that no zone has to go with them: each calendar
 * shows them by its own clock. It holds neither the booking code nor who comes: calendars are shared.
 * @param invitation of a file that goes with a mail, which calendars then take over by themselves (RFC 5546); without it
 *   the file is one that somebody fetches
 */
export function calendarFileOf(entry: CalendarEntry, invitation?: Invitation): string {
  const { isCancelled } = entry;
  const calendar = ical({ prodId: PRODUCT, method: methodOf(isCancelled, invitation) });
  const event = calendar.createEvent({
    id: entry.appointmentId,
    sequence: entry.sequence,
    stamp: new Date(entry.changedAt),
    start: new Date(entry.startsAt),
    end: new Date(entry.endsAt),
    summary: entry.summary,
    description: entry.description,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(entry.location === undefined ? {} : { location: entry.location }),
  });
  if (invitation) {
    event.organizer({ name: ORGANIZER, email: invitation.organizer });
    // It was agreed when it was booked: nobody has to answer.
    event.createAttendee({ email: invitation.attendee, rsvp: false, status: ICalAttendeeStatus.ACCEPTED });
  }
  return calendar.toString();
}

function methodOf(isCancelled: boolean, invitation: Invitation | undefined): ICalCalendarMethod {
  if (!invitation) return ICalCalendarMethod.PUBLISH;
  return isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
}
