import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, streamName, when, type Sealed } from '#kernel/domain';
import {
  answerCalled,
  defineQuery,
  everywhere,
  IsOneOf,
  IsRealDate,
  ownSubject,
  pageOf,
  PageQuery,
  within,
  type AnyPrincipal,
  type Published,
} from '#use-cases';
import { Id, LocalDate, LocalTime, Timestamp, Word, oneOf, whole } from '#vocabulary';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  Citizen,
} from '../domain/events/agenda-day-events.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { appointmentOfAnother, appointmentUnknown } from '../domain/agenda-day/known-appointment.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { AppointmentMode, BookingChannel, CANCELLATION_CAUSES, CANCELLED_BY } from '../domain/vocabulary.ts';
import { GetAgenda, knownAgenda, territoryOf } from './agenda-directory.ts';
import { isOfAnother } from './whose.ts';

const STATES = ['BOOKED', 'CANCELLED', 'DISPLACED'] as const;
const AppointmentState = Type.Unsafe<(typeof STATES)[number]>({ ...oneOf(STATES), $id: 'AppointmentState' });

/** An appointment as its own person sees it. */
const OwnAppointment = Type.Object(
  {
    appointmentId: Id,
    agendaId: Id,
    date: LocalDate,
    start: { ...LocalTime, description: 'Wall clock in Rome, HH:MM.' },
    startsAt: Timestamp,
    endsAt: { ...Timestamp, description: 'This moment not included.' },
    units: whole(1, 1_000),
    mode: AppointmentMode,
    channel: BookingChannel,
    serviceLine: Word,
    serviceId: Word,
    bookingCode: Word,
    state: AppointmentState,
    cancelledBy: Type.Union([oneOf(CANCELLED_BY), Type.Null()]),
    cancellationReason: Type.Union([oneOf(CANCELLATION_CAUSES), Type.Null()]),
    bookedAt: Timestamp,
    since: { ...Timestamp, description: 'When it came to its present state.' },
  },
  { $id: 'OwnAppointmentAnswer' },
);

/** An appointment as it stands. The citizen's data is sealed, as in the event. */
export type AppointmentDocument = Published<Static<typeof OwnAppointment>> & {
  readonly subject: string;
  readonly citizen: Sealed<Citizen>;
};

/** One document per appointment: the day sheets of agendas, and the appointments of a person. */
export const appointments = defineProjection<AppointmentDocument>({
  name: 'appointments',
  version: 1,
  indexes: [{ fields: ['agendaId', 'date', 'startsAt'] }, { fields: ['subject', 'startsAt'] }],
  keys: ({ data }) => [(data as { readonly appointmentId: string }).appointmentId],
  on: [
    when(AppointmentBooked, (_document, { data, recordedAt }) => ({
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
    })),
    when(
      AppointmentCancelled,
      (document, { data: { by, reason }, recordedAt }) =>
        document && {
          ...document,
          state: 'CANCELLED',
          cancelledBy: by,
          cancellationReason: reason,
          since: recordedAt,
        },
    ),
    when(
      AppointmentDisplacedByClosure,
      (document, { recordedAt }) => document && { ...document, state: 'DISPLACED', since: recordedAt },
    ),
  ],
});

export class ListOwnAppointments extends PageQuery {}

export const listOwnAppointments = defineQuery({
  input: ListOwnAppointments,
  summary: "The citizen's own appointments, the latest first, whatever became of them.",
  by: [everywhere('citizen')],
  answer: pageOf('OwnAppointmentPage', OwnAppointment),
  run: (_page, shell) => {
    const subject = ownSubject(asked(shell.principal));
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

export const getAppointment = defineQuery({
  input: GetAppointment,
  summary: 'One appointment, whatever became of it; who comes stands in the day sheet alone.',
  by: [within('central', 'regional', 'provincial', 'desk-operator'), everywhere('citizen')],
  answer: OwnAppointment,
  refuses: [agenda.notFound, appointmentUnknown, appointmentOfAnother],
  run: async ({ agendaId, date, appointmentId }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document));
    const { document: appointment } = await shell.reader.get(appointments, appointmentId, shell.read);
    if (appointment?.agendaId !== agendaId || appointment.date !== date) throw appointmentUnknown({ appointmentId });
    if (isOfAnother(appointment, shell.principal)) throw appointmentOfAnother({ appointmentId });
    return appointment;
  },
});

/** The citizen's data, as it was opened. */
const OpenedCitizen = Type.Object(
  { erased: Type.Boolean(), value: Type.Optional(answerCalled('CitizenAnswer', Citizen)) },
  {
    $id: 'OpenedCitizenAnswer',
    description: "The citizen's data; without `value` when the citizen was erased.",
  },
);

const SheetEntry = Type.Object(
  {
    ...OwnAppointment.properties,
    subject: { ...Id, description: 'Opaque id of the citizen.' },
    citizen: OpenedCitizen,
  },
  { $id: 'SheetEntryAnswer' },
);

/**
 * Why citizens' data is read: to receive them at the desk, to verify a booking, to answer a complaint, for an audit.
 * Codes and no text of one's because a purpose stands in URLs and in the access log.
 */
const READING_PURPOSES = ['SPORTELLO', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;
type ReadingPurpose = (typeof READING_PURPOSES)[number];

export class GetDaySheet extends PageQuery {
  @IsUUID()
  readonly agendaId!: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /**
   * Why the citizens' data is read: SPORTELLO to receive them, VERIFICA of a booking, RECLAMO for a complaint, or AUDIT.
   * It stands in the access log.
   */
  @IsOneOf(READING_PURPOSES, 'ReadingPurpose')
  readonly purpose!: ReadingPurpose;
}

export const getDaySheet = defineQuery({
  input: GetDaySheet,
  summary: 'Who comes, by name, for staff of the territory. Each reading stands in the access log.',
  by: [within('central', 'regional', 'provincial', 'desk-operator')],
  purpose: 'purpose',
  about: ({ agendaId, date }) => streamName(agendaDay.category, agendaDayId(agendaId, date)),
  answer: pageOf('DaySheetPage', SheetEntry),
  refuses: [agenda.notFound],
  run: async ({ agendaId, date, purpose, limit, cursor }, shell) => {
    const { reader, read, personalData, resource } = shell;
    shell.requireWithin(territoryOf((await knownAgenda(reader, agendaId)).document));
    // Cancelled and displaced appointments are left out.
    const where = { agendaId, date, state: 'BOOKED' };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.find(appointments, { where, orderBy: [{ field: 'startsAt' }], ...part }, read);
    const sealed = page.items.map(({ citizen }) => citizen);
    const opened = await personalData.open(sealed, { principal: asked(shell.principal), purpose, resource });
    const items = page.items.map((item, index) => ({ ...item, citizen: opened[index] ?? { erased: true } }));
    return { ...page, items };
  },
});

/** Whoever asks a query that roles are named for has one. */
function asked(principal: AnyPrincipal | undefined): AnyPrincipal {
  if (!principal) throw new TypeError('a query for some roles was answered without a principal');
  return principal;
}
