import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, when, type EventScope, type Sealed } from '#kernel/domain';
import {
  answerCalled,
  defineQuery,
  everywhere,
  IsRealDate,
  orNull,
  ownSubject,
  pageOf,
  PageQuery,
  SELF_SERVICE,
  within,
  type Published,
  type QueryShell,
} from '#use-cases';
import { Id, Timestamp, Word, oneOf, explained } from '#vocabulary';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
  AppointmentRescheduled,
  DayPlanned,
  type Citizen,
} from '../domain/events/agenda-day-events.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import type { AppointmentStatus } from '../domain/agenda-day/day-state.ts';
import { appointmentOfAnother, appointmentUnknown } from '../domain/agenda-day/known-appointment.ts';
import { AppointmentReminderSent } from '../domain/events/reminder-events.ts';
import {
  CANCELLATION_CAUSES,
  CANCELLED_BY,
  HeldAt,
  type BookedFrom,
  type CompetentUnit,
} from '../domain/vocabulary.ts';
import { GetAgenda, knownAgenda, territoryOf } from './agenda-directory.ts';
import { slotsTaken } from './slots-taken.ts';
import { atDesk, deskHandlers, NOT_AT_DESK } from './appointments-at-desk.ts';
import { bookerOf, readsByBooking } from './booker.ts';
import { asking, isOtherAppointment } from './whose.ts';

const STATES = [
  'BOOKED',
  'CHECKED_IN',
  'IN_SERVICE',
  'COMPLETED',
  'CANCELLED',
  'NO_SHOW',
  'LAPSED',
  'DISPLACED',
] as const satisfies readonly AppointmentStatus[];
const AppointmentState = oneOf(STATES, 'AppointmentState');

/** An appointment as its own person sees it. */
export const OwnAppointment = Type.Object(
  {
    appointmentId: Id,
    ...slotsTaken,
    serviceLine: Word,
    serviceId: Word,
    bookingCode: Word,
    hasSecondPerson: explained(Type.Boolean(), 'Somebody comes with the person, as the service wants.'),
    heldAt: orNull(
      answerCalled('HeldAtAnswer', HeldAt),
      'Where the person will be; null where nobody has written it down.',
    ),
    state: AppointmentState,
    cancelledBy: Type.Union([oneOf(CANCELLED_BY), Type.Null()]),
    cancellationReason: Type.Union([oneOf(CANCELLATION_CAUSES), Type.Null()]),
    bookedAt: Timestamp,
    since: explained(Timestamp, 'When it came to its present state.'),
    remindedAt: orNull(Timestamp, 'When the person was reminded of it, where it stands.'),
    ...atDesk,
  },
  { $id: 'OwnAppointmentAnswer' },
);

/** An appointment as it stands. The citizen's data is sealed, as in the event. */
export type AppointmentDocument = Published<Static<typeof OwnAppointment>> & {
  readonly subject: string;
  /** From which Punto Cliente, and under which authorisation. */
  readonly bookedFrom: BookedFrom | null;
  readonly citizen: Sealed<Citizen>;
  /** Who comes with the person. */
  readonly second: { readonly subject: string; readonly citizen: Sealed<Citizen> } | null;
  /** The Punto Cliente or Punto INPS where the person will be; null where that is an office, or elsewhere. */
  readonly point: string | null;
  /** Where its day stands. */
  readonly place: EventScope;
  /** The unit that is competent for the person; null where nobody said it. */
  readonly competent: CompetentUnit | null;
  /** Who booked for somebody else, as `bookerOf` names them; null where the person did. */
  readonly bookedBy: string | null;
  /** What binds the person's time for it: events about a place that it has left name another. */
  readonly commitmentId: string;
  /** How often it has changed: the SEQUENCE of its calendar file. */
  readonly sequence: number;
};

/** One document per appointment: the day sheets of agendas, the appointments of a person, and the search for both. */
export const appointments = defineProjection<AppointmentDocument>({
  name: 'appointments',
  version: 9,
  // A booking stands elsewhere in each of them, and where it stands in is written: in as few as answer the queries.
  indexes: [
    { fields: ['agendaId', 'date', 'startsAt'] },
    { fields: ['subject', 'startsAt'] },
    { fields: ['second.subject', 'startsAt'], sparse: true },
    { fields: ['bookingCode', 'startsAt'] },
    { fields: ['point', 'startsAt'], sparse: true },
    { fields: ['competent.unit', 'startsAt'], sparse: true },
    { fields: ['bookedBy', 'startsAt'], sparse: true },
  ],
  keys: ({ data }) => [(data as { readonly appointmentId: string }).appointmentId],
  on: [
    when(AppointmentBooked, (_document, { data, recordedAt, metadata: { scope, actor } }) => ({
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
      ...held(data.heldAt ?? null),
      bookedFrom: data.bookedFrom ?? null,
      subject: data.subject,
      citizen: data.citizen,
      hasSecondPerson: data.second !== undefined,
      second: data.second && data.secondPerson ? { subject: data.second.subject, citizen: data.secondPerson } : null,
      place: scope,
      competent: data.competent ?? null,
      bookedBy: bookerOf(actor) ?? null,
      state: 'BOOKED',
      cancelledBy: null,
      cancellationReason: null,
      bookedAt: recordedAt,
      since: recordedAt,
      commitmentId: data.commitmentId,
      sequence: 0,
      remindedAt: null,
      ...NOT_AT_DESK,
    })),
    ...deskHandlers<AppointmentDocument>(),
    // It is the same appointment at another place.
    when(
      AppointmentRescheduled,
      (document, { data, recordedAt, metadata: { scope } }) =>
        document && {
          ...document,
          ...{ agendaId: data.agendaId, date: data.date, start: data.start },
          ...{ startsAt: data.startsAt, endsAt: data.endsAt, units: data.units, mode: data.mode },
          ...{ serviceLine: data.serviceLine, ...held(data.heldAt ?? null), place: scope },
          ...{ state: 'BOOKED' as const, since: recordedAt, ...NOT_AT_DESK },
          ...{ commitmentId: data.commitmentId, sequence: data.sequence, remindedAt: null },
        },
    ),
    when(AppointmentCancelled, (document, event) =>
      changed(document, event, {
        state: 'CANCELLED',
        cancelledBy: event.data.by,
        cancellationReason: event.data.reason,
      }),
    ),
    when(AppointmentReminderSent, (document, { data: { commitmentId }, recordedAt: remindedAt }) =>
      document?.commitmentId === commitmentId ? { ...document, remindedAt } : document,
    ),
    when(AppointmentDisplacedByClosure, (document, event) => changed(document, event, { state: 'DISPLACED' })),
    when(
      AppointmentReinstated,
      (document, { data: { commitmentId }, recordedAt: since }) =>
        document && { ...document, state: 'BOOKED', since, commitmentId, sequence: document.sequence + 1 },
    ),
    // Its day passed to another office, which finds it from now on; who was to come to an agency comes to what that became.
    when(
      DayPlanned,
      (document, { data: { region, province, unit, point } }) =>
        document && { ...document, place: { region, province, unit }, ...held(heldAtThen(document, point)) },
      ({ data: { carried = [] } }) => carried,
    ),
  ],
});

type Held = Pick<AppointmentDocument, 'heldAt' | 'point'>;

function held(heldAt: Held['heldAt']): Held {
  const isAtPoint = heldAt?.kind === 'PUNTO_CLIENTE' || heldAt?.kind === 'PUNTO_INPS';
  return { heldAt, point: (isAtPoint ? heldAt.id : undefined) ?? null };
}

function heldAtThen({ heldAt }: AppointmentDocument, point: string | undefined): AppointmentDocument['heldAt'] {
  return heldAt?.kind === 'UNIT' && point !== undefined ? { kind: 'PUNTO_INPS', id: point } : heldAt;
}

/** What becomes of an appointment at the place where it stands; of one that it has left, nothing counts any more. */
function changed(
  document: AppointmentDocument | undefined,
  { data, recordedAt: since }: { readonly data: { readonly commitmentId: string }; readonly recordedAt: string },
  change: Partial<AppointmentDocument>,
): AppointmentDocument | undefined {
  if (document?.commitmentId !== data.commitmentId) return document;
  return { ...document, ...change, since, sequence: document.sequence + 1 };
}

export class ListOwnAppointments extends PageQuery {}

export const listOwnAppointments = defineQuery({
  input: ListOwnAppointments,
  summary: "The citizen's own appointments, the latest first, whatever became of them.",
  by: [everywhere('citizen')],
  answer: pageOf('OwnAppointmentPage', OwnAppointment),
  run: (_page, shell) => {
    const subject = ownSubject(asking(shell.principal));
    const query = shell.page({ subject }, {}, [{ field: 'startsAt', descending: true }]);
    return shell.reader.find(appointments, query, shell.read);
  },
});

export class GetAppointment extends GetAgenda {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Id of the appointment. */
  @IsUUID()
  readonly appointmentId!: string;
}

/** What {@link appointmentAsked} refuses. */
export const appointmentRefusals = [agenda.notFound, appointmentUnknown, appointmentOfAnother];

/**
 * The appointment that is asked for, by who may see it.
 * @throws DomainError OUTSIDE_TERRITORY | APPOINTMENT_OF_ANOTHER_PERSON (forbidden) | APPOINTMENT_UNKNOWN
 */
export async function appointmentAsked(
  { agendaId, date, appointmentId }: GetAppointment,
  shell: QueryShell,
): Promise<AppointmentDocument> {
  const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
  const { document: appointment } = await shell.reader.get(appointments, appointmentId, shell.read);
  const isTheirs = appointment !== undefined && readsByBooking(shell.principal, appointment);
  // The booker and the competent unit read it wherever it is (A5); others where its agenda is theirs.
  if (!isTheirs) shell.requireWithin(territoryOf(document, date));
  if (appointment?.agendaId !== agendaId || appointment.date !== date) throw appointmentUnknown({ appointmentId });
  if (isOtherAppointment(appointment, shell.principal)) throw appointmentOfAnother({ appointmentId });
  return appointment;
}

export const getAppointment = defineQuery({
  input: GetAppointment,
  summary: 'One appointment, whatever became of it; who comes stands in the day sheet alone.',
  by: [within('central', 'regional', 'provincial', 'desk-operator'), everywhere('citizen', SELF_SERVICE)],
  answer: OwnAppointment,
  refuses: appointmentRefusals,
  run: appointmentAsked,
});
