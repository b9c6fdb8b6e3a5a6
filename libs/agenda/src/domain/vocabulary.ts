import { Type, type Static } from '@sinclair/typebox';
import { Id, oneOf, whole } from '#vocabulary';

/** How an appointment is kept. */
export const MODES = ['IN_PERSON', 'PHONE_CALLBACK', 'WEB_MEETING'] as const;
export type Mode = (typeof MODES)[number];

/**
 * Where a booking comes from: the citizen on the portal or in the app, an operator of the contact centre or the centre's
 * machine, the first reception of an office, an operator at a Punto Cliente.
 */
export const CHANNELS = [
  'PORTAL',
  'APP',
  'CONTACT_CENTRE',
  'AUTOMATIC_CONTACT_CENTRE',
  'DESK',
  'PUNTO_CLIENTE',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** In which languages people are written to: what the institute writes in all of Italy, and in South Tyrol. */
export const LANGUAGES = ['it', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** To whom an agenda belongs: a Punto INPS, the desk of a unit, a remote desk. */
export const OWNER_KINDS = ['PUNTO_INPS', 'UNIT_DESK', 'REMOTE_DESK'] as const;
export type OwnerKind = (typeof OWNER_KINDS)[number];

/** Where the person will be: at an office of INPS, at a Punto INPS, at a Punto Cliente, or wherever they like. */
export const WHEREABOUTS = ['UNIT', 'PUNTO_INPS', 'PUNTO_CLIENTE', 'ELSEWHERE'] as const;
export const HeldAt = Type.Object({
  kind: oneOf(WHEREABOUTS, 'Whereabouts'),
  /** Code of the unit or id of the point; of ELSEWHERE none. */
  id: Type.Optional(Id),
});
export type HeldAt = Static<typeof HeldAt>;

/**
 * The unit that is competent for a person, by where they live, with its territory as it was then: it reads what they have
 * booked anywhere, and stands in nobody's way (A5).
 */
export const CompetentUnit = Type.Object({ unit: Id, province: Type.Optional(Id), region: Type.Optional(Id) });
export type CompetentUnit = Readonly<Static<typeof CompetentUnit>>;

/** From which Punto Cliente an appointment was booked, and under which authorisation of its operator. */
export const BookedFrom = Type.Object({ pointId: Id, authorizationId: Id });
export type BookedFrom = Static<typeof BookedFrom>;

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
/** The reason that nobody gives, either: it was displaced, and not booked anew within the time for that. */
export const NOT_REBOOKED = 'NOT_REBOOKED';
/** Nor this one: the second person whom the service wants does not come. Why, is theirs. */
export const SECOND_PERSON_UNAVAILABLE = 'SECOND_PERSON_UNAVAILABLE';
/** Why an appointment was cancelled. */
export const CANCELLATION_CAUSES = [
  ...CANCELLATION_REASONS,
  ...[SUBJECT_ERASED, NOT_REBOOKED, SECOND_PERSON_UNAVAILABLE],
] as const;
export type CancellationCause = (typeof CANCELLATION_CAUSES)[number];

/**
 * Why an appointment lapsed with its day: the person had come and was not received, or was not called as often as is needed
 * before they count as missing, as far as was written down. Of a call or a meeting on the web it tells nothing more.
 */
export const LAPSED_BECAUSE = ['NOT_RECEIVED', 'NOT_CALLED'] as const;
export type LapsedBecause = (typeof LAPSED_BECAUSE)[number];

export const AppointmentMode = oneOf(MODES, 'AppointmentMode');
export const BookingChannel = oneOf(CHANNELS, 'BookingChannel');
export const AgendaOwnerKind = oneOf(OWNER_KINDS, 'AgendaOwnerKind');

/** How many persons are received at once. */
export const Capacity = whole(1, 1_000_000);
/** Of these, how many are received through channels of staff alone; none when absent. */
export const InternalCapacity = whole(0, 1_000_000);
export const Minutes = whole(0, 1_000_000);

/** The territory of an agenda: ISTAT codes of region and province, code of the unit. */
export const Territory = Type.Object({ region: Id, province: Id, unit: Id });
export type Territory = Static<typeof Territory>;

/**
 * Why somebody on a waiting list was not offered a place: it was taken meanwhile, they could not have taken it, or they wait
 * no longer.
 */
export const PASSED_OVER_BECAUSE = ['PLACE_GONE', 'PERSON_NOT_FREE', 'WAITS_NO_LONGER'] as const;
export type PassedOverBecause = (typeof PASSED_OVER_BECAUSE)[number];

/** How an offer of the waiting list came to nothing. */
export const DECLINED_OR_EXPIRED = ['DECLINED', 'EXPIRED'] as const;

/** How an offer of the waiting list ends that is not booked: it comes to nothing, or its place is there no longer. */
export const OFFER_ENDS = [...DECLINED_OR_EXPIRED, 'WITHDRAWN'] as const;
export type OfferEnd = (typeof OFFER_ENDS)[number];

/** Why somebody left a waiting list without a place. */
export const WAITING_LEFT_BECAUSE = [
  'GIVEN_UP',
  'TAKEN_OFF',
  'OFFERS_NOT_TAKEN',
  'DISPLACEMENT_OVER',
  'PERIOD_OVER',
  'AGENDA_CLOSED',
  'SERVICE_NOT_OFFERED',
  SUBJECT_ERASED,
] as const;
export type WaitingLeftBecause = (typeof WAITING_LEFT_BECAUSE)[number];

/** Those that are of the office's making: whom it concerns, they are told, and the office sees whom. */
export const LEFT_BY_OFFICE = ['AGENDA_CLOSED', 'SERVICE_NOT_OFFERED'] as const satisfies readonly WaitingLeftBecause[];
export type LeftByOffice = (typeof LEFT_BY_OFFICE)[number];

/** Tells whether the office is the reason that somebody waits no longer. */
export function isByOffice(because: WaitingLeftBecause): because is LeftByOffice {
  return (LEFT_BY_OFFICE as readonly WaitingLeftBecause[]).includes(because);
}
