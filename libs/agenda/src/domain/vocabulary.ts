import { Type, type Static } from '@sinclair/typebox';

/** How an appointment is kept. */
export const MODES = ['IN_PERSON', 'PHONE_CALLBACK', 'WEB_MEETING'] as const;
export type Mode = (typeof MODES)[number];

/** Where a booking comes from: the citizen online, a desk of INPS, the contact centre. */
export const CHANNELS = ['CITIZEN_ONLINE', 'DESK', 'CONTACT_CENTRE'] as const;
export type Channel = (typeof CHANNELS)[number];

/** To whom an agenda belongs: a Punto INPS, the desk of a unit, a remote desk. */
export const OWNER_KINDS = ['PUNTO_INPS', 'UNIT_DESK', 'REMOTE_DESK'] as const;
export type OwnerKind = (typeof OWNER_KINDS)[number];

/** Who cancelled an appointment. */
export const CANCELLED_BY = ['CITIZEN', 'OPERATOR', 'OFFICE', 'SYSTEM'] as const;
export type CancelledBy = (typeof CANCELLED_BY)[number];

/** Why somebody cancels an appointment: a code and no text, in which people write names. */
export const CANCELLATION_REASONS = [
  'NO_LONGER_NEEDED',
  'CANNOT_ATTEND',
  'BOOKED_BY_MISTAKE',
  'OFFICE_UNAVAILABLE',
  'OTHER',
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

/** The reason that nobody gives: the person was erased. */
export const SUBJECT_ERASED = 'SUBJECT_ERASED';
/** Why an appointment was cancelled. */
export const CANCELLATION_CAUSES = [...CANCELLATION_REASONS, SUBJECT_ERASED] as const;

/** A union of the given literals. */
export function oneOf<const T extends readonly string[]>(values: T) {
  return Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
}

/** Some words under the name by which the description of the API knows them. */
function named<const T extends readonly string[]>(name: string, values: T) {
  const literals = values.map((value) => Type.Literal(value));
  return Type.Unsafe<T[number]>(Type.Union(literals, { $id: name }));
}

export const AppointmentMode = named('AppointmentMode', MODES);
export const BookingChannel = named('BookingChannel', CHANNELS);
export const AgendaOwnerKind = named('AgendaOwnerKind', OWNER_KINDS);

export const Id = Type.String({ minLength: 1 });
/** RFC 3339, UTC, milliseconds. */
export const Timestamp = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
/** A day of the wall calendar in Rome. */
export const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** A time of the wall clock in Rome. */
export const LocalTime = Type.String({ pattern: '^\\d{2}:\\d{2}$' });
export const Capacity = Type.Integer({ minimum: 1 });
export const Minutes = Type.Integer({ minimum: 0 });

/** The territory of an agenda: ISTAT codes of region and province, code of the unit. */
export const Territory = Type.Object({ region: Id, province: Id, unit: Id });
export type Territory = Static<typeof Territory>;
