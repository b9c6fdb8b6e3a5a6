import { defineProjection, type PageAnswer, type ProjectionReader, type ReadOptions, type Sealed } from '#kernel';
import type { AgendaDayEvent, Citizen } from '../domain/events/agenda-day-events.ts';
import type { CancellationReason, CancelledBy, Channel, Mode } from '../domain/events/schemas.ts';

/** An appointment as it stands. The citizen's data is sealed, as in the event. */
export interface AppointmentDocument {
  readonly appointmentId: string;
  readonly agendaId: string;
  readonly date: string;
  /** Wall-clock start in Rome. */
  readonly start: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly units: number;
  readonly mode: Mode;
  readonly channel: Channel;
  readonly serviceLine: string;
  readonly serviceId: string;
  readonly bookingCode: string;
  readonly subject: string;
  readonly citizen: Sealed<Citizen>;
  readonly state: 'BOOKED' | 'CANCELLED' | 'DISPLACED';
  readonly cancelledBy: CancelledBy | null;
  readonly cancellationReason: CancellationReason | null;
  readonly bookedAt: string;
  /** When it came to its present state. */
  readonly since: string;
}

/** One document per appointment: the day sheets of agendas, and the appointments of a person. */
export const appointments = defineProjection<AppointmentDocument, AgendaDayEvent>({
  name: 'appointments',
  version: 1,
  indexes: [{ fields: ['agendaId', 'date', 'startsAt'] }, { fields: ['subject', 'startsAt'] }],
  keys: ({ data }) => ('appointmentId' in data ? [data.appointmentId] : []),
  on: {
    AppointmentBooked: (_document, { data, recordedAt }) => ({
      appointmentId: data.appointmentId,
      agendaId: data.agendaId,
      date: data.date,
      start: data.start,
      startsAt: data.startsAt,
      endsAt: data.endsAt,
      units: data.units,
      mode: data.mode,
      channel: data.channel,
      serviceLine: data.serviceLine,
      serviceId: data.serviceId,
      bookingCode: data.bookingCode,
      subject: data.subject,
      citizen: data.citizen,
      state: 'BOOKED',
      cancelledBy: null,
      cancellationReason: null,
      bookedAt: recordedAt,
      since: recordedAt,
    }),
    AppointmentCancelled: (document, { data: { by, reason }, recordedAt }) =>
      document && {
        ...document,
        state: 'CANCELLED',
        cancelledBy: by,
        cancellationReason: reason,
        since: recordedAt,
      },
    AppointmentDisplacedByClosure: (document, { recordedAt }) =>
      document && { ...document, state: 'DISPLACED', since: recordedAt },
  },
});

interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly read: ReadOptions;
}

/** Who comes to an agenda on a day, earliest first; cancelled and displaced appointments are left out. */
export function daySheet(
  reader: ProjectionReader,
  { agendaId, date, ...paging }: Paging & { readonly agendaId: string; readonly date: string },
): Promise<PageAnswer<AppointmentDocument>> {
  return reader.find(
    appointments,
    { where: { agendaId, date, state: 'BOOKED' }, orderBy: [{ field: 'startsAt' }], ...pageOf(paging) },
    paging.read,
  );
}

/** The appointments of a person, the latest first, whatever became of them. */
export function appointmentsOf(
  reader: ProjectionReader,
  { subject, ...paging }: Paging & { readonly subject: string },
): Promise<PageAnswer<AppointmentDocument>> {
  return reader.find(
    appointments,
    { where: { subject }, orderBy: [{ field: 'startsAt', descending: true }], ...pageOf(paging) },
    paging.read,
  );
}

function pageOf({ limit, cursor }: Paging): { limit: number; cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
