import { Type } from '@sinclair/typebox';
import { IsUUID } from 'class-validator';
import { streamName } from '#kernel/domain';
import {
  answerCalled,
  defineQuery,
  IsOneOf,
  IsRealDate,
  orNull,
  pageOf,
  PageQuery,
  within,
  type QueryShell,
} from '#use-cases';
import { Count, Id, explained } from '#vocabulary';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import { agenda } from '../domain/agenda/agenda.ts';
import { Citizen } from '../domain/events/agenda-day-events.ts';
import { BookedFrom } from '../domain/vocabulary.ts';
import { knownAgenda, territoryOf } from './agenda-directory.ts';
import { appointments, OwnAppointment, type AppointmentDocument } from './appointments.ts';
import { minutesWaited } from './queue.ts';
import { asking } from './whose.ts';

/** The citizen's data, as it was opened. */
export const OpenedCitizen = Type.Object(
  { erased: Type.Boolean(), value: Type.Optional(answerCalled('CitizenAnswer', Citizen)) },
  {
    $id: 'OpenedCitizenAnswer',
    description: "The citizen's data; without `value` when the citizen was erased.",
  },
);

export const SheetEntry = Type.Object(
  {
    ...OwnAppointment.properties,
    subject: explained(Id, 'Opaque id of the citizen.'),
    bookedFrom: orNull(answerCalled('BookedFromAnswer', BookedFrom), 'The Punto Cliente from which it was booked.'),
    citizen: OpenedCitizen,
    secondPerson: orNull(OpenedCitizen, 'Who comes with the person; null where nobody does.'),
    waitedMinutes: orNull(
      Count,
      'For how many whole minutes the person has waited, or had before; null until they come.',
    ),
  },
  { $id: 'SheetEntryAnswer' },
);

/**
 * Why citizens' data is read: to receive them at the desk, to tell them of a change, to verify a booking, to answer a complaint, for an audit.
 * Codes and no text of one's because a purpose stands in URLs and in the access log.
 */
export const READING_PURPOSES = ['SPORTELLO', 'AVVISO', 'VERIFICA', 'RECLAMO', 'AUDIT'] as const;
export type ReadingPurpose = (typeof READING_PURPOSES)[number];

export class GetDaySheet extends PageQuery {
  /** Id of the agenda. */
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

/** Whoever has cancelled, and whose appointment was displaced, is not expected. */
const ON_THE_SHEET: readonly AppointmentDocument['state'][] = [
  'BOOKED',
  'CHECKED_IN',
  'IN_SERVICE',
  'COMPLETED',
  'NO_SHOW',
  'LAPSED',
];

export const getDaySheet = defineQuery({
  input: GetDaySheet,
  summary: 'Who comes, by name, for staff of the territory. Each reading stands in the access log.',
  by: [within('central', 'regional', 'provincial', 'desk-operator')],
  purpose: 'purpose',
  about: ({ agendaId, date }) => streamName(agendaDay.category, agendaDayId(agendaId, date)),
  answer: pageOf('DaySheetPage', SheetEntry),
  refuses: [agenda.notFound],
  run: async ({ agendaId, date, purpose, limit, cursor }, shell) => {
    const { reader, read } = shell;
    shell.requireWithin(territoryOf((await knownAgenda(reader, agendaId)).document, date));
    const where = { agendaId, date, state: { in: ON_THE_SHEET } };
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await reader.find(appointments, { where, orderBy: [{ field: 'startsAt' }], ...part }, read);
    return withCitizens(page, purpose, shell);
  },
});

/**
 * A page of appointments with who comes; the access log is durable before this returns.
 * @throws SystemError ERASURES_BEHIND
 */
export async function withCitizens<Page extends { readonly items: readonly AppointmentDocument[] }>(
  page: Page,
  purpose: ReadingPurpose,
  shell: QueryShell,
) {
  return { ...page, items: await namedAppointments(page.items, purpose, shell) };
}

/**
 * Appointments with who comes; the access log is durable before this returns.
 * @throws SystemError ERASURES_BEHIND
 */
export async function namedAppointments(
  documents: readonly AppointmentDocument[],
  purpose: ReadingPurpose,
  { personalData, principal, resource, clock }: QueryShell,
) {
  const sealed = documents.flatMap(({ citizen, second }) => [citizen, ...(second ? [second.citizen] : [])]);
  const opened = (await personalData.open(sealed, { principal: asking(principal), purpose, resource })).values();
  const next = () => opened.next().value ?? { erased: true };
  return documents.map((item) => ({
    ...item,
    citizen: next(),
    secondPerson: item.second ? next() : null,
    waitedMinutes: waitedMinutesOf(item, clock.now()),
  }));
}

/** Whoever was not received has waited until that was written down, or the day was over. */
function waitedMinutesOf(appointment: AppointmentDocument, now: number): number | null {
  const { date, state, checkedInAt: from, startedAt, since } = appointment;
  if (from === null) return null;
  return minutesWaited(date, { from, until: startedAt ?? (state === 'CHECKED_IN' ? null : since) }, now);
}
