import { Type, type Static } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { MINUTE_MS, romeDay } from '#italy';
import { defineQuery, IsRealDate, orNull, pageOf, PageQuery, within, type Published } from '#use-cases';
import { Count, explained, Id, listOf, LocalDate, oneOf, Timestamp, whole, Word } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import { accessUnknown } from '../domain/agenda-day/known-access.ts';
import { AppointmentCancelled } from '../domain/events/agenda-day-events.ts';
import {
  AccessAbandoned,
  AccessCalled,
  AccessCompleted,
  AccessRegistered,
  AccessStarted,
  AppointmentCalled,
  AppointmentCheckedIn,
  AppointmentCompleted,
  AppointmentLapsed,
  AppointmentMarkedNoShow,
  AppointmentStarted,
} from '../domain/events/desk-events.ts';
import { GetAgenda, knownAgenda, territoryOf } from './agenda-directory.ts';

const STATES = ['WAITING', 'IN_SERVICE', 'COMPLETED', 'ABANDONED'] as const;
const QueueState = oneOf(STATES, 'QueueState');

const queueNumber = explained(whole(1, 1_000_000), 'What the person is called by.');
const calls = explained(Count, 'How often the person was called.');

/** Somebody who came without an appointment. Who it is stands nowhere. */
const Access = Type.Object(
  {
    accessId: Id,
    agendaId: Id,
    date: LocalDate,
    queueNumber,
    serviceId: explained(Word, 'What the person came for.'),
    state: QueueState,
    calls,
    registeredAt: Timestamp,
    startedAt: orNull(Timestamp, 'When the person began to be received.'),
    endedAt: orNull(Timestamp, 'When that was over, or the person had left.'),
    servicesDelivered: orNull(
      listOf(Word, 100),
      'Ids of the services that were delivered; null until it is completed.',
    ),
    solved: orNull(Type.Boolean(), 'Whether nothing of what the person came for is left to do.'),
  },
  { $id: 'AccessAnswer' },
);

/** A number of the queue, as a display may show it. */
const QueueEntry = Type.Object(
  {
    queueNumber,
    hasAppointment: Type.Boolean(),
    state: QueueState,
    calls,
    calledAt: orNull(Timestamp, 'When the person was last called.'),
    since: explained(Timestamp, 'When the person came, or began to be received.'),
    waitedMinutes: explained(Count, 'For how many whole minutes the person has waited, or had before.'),
  },
  { $id: 'QueueEntryAnswer' },
);

/** Somebody in the queue of a day: with an appointment, of which only the id stands here, or without. */
export interface QueueDocument {
  /** Of the appointment or the access. */
  readonly id: string;
  readonly agendaId: string;
  readonly date: string;
  readonly queueNumber: number;
  readonly hasAppointment: boolean;
  /** What who has no appointment came for. */
  readonly serviceId: string | null;
  readonly state: (typeof STATES)[number];
  readonly calls: number;
  readonly registeredAt: string;
  readonly calledAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly servicesDelivered: readonly string[] | null;
  readonly solved: boolean | null;
}

const FRESH = {
  state: 'WAITING',
  calls: 0,
  calledAt: null,
  startedAt: null,
  endedAt: null,
  servicesDelivered: null,
  solved: null,
} as const satisfies Partial<QueueDocument>;

type Known = QueueDocument | undefined;
const called = (
  document: Known,
  { data: { attempt }, recordedAt }: { data: { attempt: number }; recordedAt: string },
) => document && { ...document, calls: attempt, calledAt: recordedAt };
const started = (document: Known, { recordedAt }: { recordedAt: string }) =>
  document && { ...document, state: 'IN_SERVICE' as const, startedAt: recordedAt };
const completed = (
  document: Known,
  { data, recordedAt }: { data: { servicesDelivered: readonly string[]; solved: boolean }; recordedAt: string },
) => {
  const { servicesDelivered, solved } = data;
  return document && { ...document, state: 'COMPLETED' as const, endedAt: recordedAt, servicesDelivered, solved };
};
const gone = (document: Known, { recordedAt }: { recordedAt: string }) =>
  document && { ...document, state: 'ABANDONED' as const, endedAt: recordedAt };

/** One document for each number that was given: whoever has not come has none. */
export const queue = defineProjection<QueueDocument>({
  name: 'queue',
  version: 1,
  indexes: [{ fields: ['agendaId', 'date', 'queueNumber'] }],
  keys: ({ data }) => {
    const { appointmentId, accessId } = data as { readonly appointmentId?: string; readonly accessId?: string };
    return [appointmentId ?? accessId ?? []].flat();
  },
  on: [
    when(AppointmentCheckedIn, (_document, { data, recordedAt: registeredAt }) => {
      const { appointmentId: id, agendaId, date, queueNumber } = data;
      return { ...FRESH, ...{ id, agendaId, date, queueNumber, registeredAt, hasAppointment: true, serviceId: null } };
    }),
    when(AccessRegistered, (_document, { data, recordedAt: registeredAt }) => {
      const { accessId: id, agendaId, date, queueNumber, serviceId } = data;
      return { ...FRESH, ...{ id, agendaId, date, queueNumber, registeredAt, hasAppointment: false, serviceId } };
    }),
    when(AppointmentCalled, called),
    when(AccessCalled, called),
    when(AppointmentStarted, started),
    when(AccessStarted, started),
    when(AppointmentCompleted, completed),
    when(AccessCompleted, completed),
    when(AppointmentMarkedNoShow, gone),
    when(AppointmentLapsed, gone),
    when(AppointmentCancelled, gone),
    when(AccessAbandoned, gone),
  ],
});

const STAFF = within('central', 'regional', 'provincial', 'desk-operator');

export class GetQueue extends PageQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;
}

export const getQueue = defineQuery({
  input: GetQueue,
  summary: 'Who waits or is being received, by number and in order, for displays; nothing of the persons.',
  by: [STAFF],
  answer: pageOf('QueuePage', QueueEntry),
  refuses: [agenda.notFound],
  run: async ({ agendaId, date, limit, cursor }, shell) => {
    const { reader, read, clock } = shell;
    const { document } = await knownAgenda(reader, agendaId, read);
    shell.requireWithin(territoryOf(document, date));
    const where = { agendaId, date, state: { in: ['WAITING', 'IN_SERVICE'] } };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.find(queue, { where, orderBy: [{ field: 'queueNumber' }], ...part }, read);
    return { ...page, items: page.items.map((one) => entryOf(one, clock.now())) };
  },
});

function entryOf(document: QueueDocument, now: number): Published<Static<typeof QueueEntry>> {
  const { queueNumber, hasAppointment, state, calls, calledAt, registeredAt, startedAt } = document;
  const waitedMinutes = minutesWaited(document.date, { from: registeredAt, until: startedAt }, now);
  return { queueNumber, hasAppointment, state, calls, calledAt, since: startedAt ?? registeredAt, waitedMinutes };
}

/**
 * For how many whole minutes somebody has waited on a day, until they were received or now: no later than the end of the day,
 * whenever it was written down that they were not.
 */
export function minutesWaited(
  date: string,
  { from, until }: { readonly from: string; readonly until: string | null },
  now: number,
): number {
  const end = Math.min(until === null ? now : Date.parse(until), romeDay(date).endsAt);
  return Math.max(0, Math.floor((end - Date.parse(from)) / MINUTE_MS));
}

export class ListUnbookedAccesses extends GetQueue {}

export const listUnbookedAccesses = defineQuery({
  input: ListUnbookedAccesses,
  summary: 'Who has come without an appointment on a day, in order, whatever became of it; nothing of the persons.',
  by: [STAFF],
  answer: pageOf('AccessPage', Access),
  refuses: [agenda.notFound],
  run: async ({ agendaId, date, limit, cursor }, shell) => {
    const { reader, read } = shell;
    const { document } = await knownAgenda(reader, agendaId, read);
    shell.requireWithin(territoryOf(document, date));
    const where = { agendaId, date, hasAppointment: false };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.find(queue, { where, orderBy: [{ field: 'queueNumber' }], ...part }, read);
    return { ...page, items: page.items.map(accessOf) };
  },
});

function accessOf({ id: accessId, serviceId, ...document }: QueueDocument): Published<Static<typeof Access>> {
  return { ...document, accessId, serviceId: serviceId ?? '' };
}

export class GetAccess extends GetAgenda {
  /** yyyy-mm-dd, in Rome. */
  @IsRealDate()
  readonly date!: string;

  /** Id of the access. */
  @IsUUID()
  readonly accessId!: string;
}

export const getAccess = defineQuery({
  input: GetAccess,
  summary: 'One access without an appointment, whatever became of it.',
  by: [STAFF],
  answer: Access,
  refuses: [agenda.notFound, accessUnknown],
  run: async ({ agendaId, date, accessId }, shell) => {
    const { document } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document, date));
    const { document: access } = await shell.reader.get(queue, accessId, shell.read);
    const isThere = access?.agendaId === agendaId && access.date === date && !access.hasAppointment;
    if (!isThere) throw accessUnknown({ accessId });
    return accessOf(access);
  },
});
