import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { romeDateOf } from '#italy';
import { IsUnitCode } from '#organisation';
import type { ProjectionReader, ReadFrom, ReadOptions } from '#kernel/execution';
import {
  answerCalled,
  beginningWith,
  defineQuery,
  everywhere,
  IsBeginningOfName,
  pageOf,
  plainName,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  within,
  type Published,
} from '#use-cases';
import { Id, LocalDate, LocalTime, Revision, Text, listOf, whole, explained } from '#vocabulary';
import { agenda } from '../domain/agenda/agenda.ts';
import { bandsAfter } from '../domain/agenda/bands-after.ts';
import type { OpeningBand } from '../domain/calendar/opening-bands.ts';
import { MAX_DATES, MAX_WEEKS, RecurrenceKind, Weekday } from '../domain/calendar/recurrence.ts';
import {
  AgendaBookingsOpened,
  AgendaCapacityChanged,
  AgendaClosed,
  AgendaOpened,
  AgendaOwner,
  AgendaProfile,
  AgendaRelocated,
  AgendaServicesChanged,
  AgendaTransferred,
  ClosedHours,
  ClosureDeclared,
  ClosureWithdrawn,
  OpeningBandDefined,
  OpeningBandSplit,
  OpeningBandWithdrawn,
  type AgendaEvent,
} from '../domain/events/agenda-events.ts';
import { AgendaOwnerKind, AppointmentMode, MODES, Capacity, InternalCapacity } from '../domain/vocabulary.ts';
import { IsServiceLine } from '../use-cases/fields.ts';
import { ForGroups, groupsOf } from './for-groups.ts';

/** How a band recurs: of each kind what it needs. */
export const RecurrenceAnswer = Type.Object(
  {
    kind: RecurrenceKind,
    every: Type.Optional(whole(1, MAX_WEEKS, 'Of WEEKLY: from one week to the next, in weeks.')),
    weekdays: Type.Optional(listOf(Weekday, 7, 'Of WEEKLY: 1 (Monday) to 7 (Sunday).')),
    countedFrom: Type.Optional(
      explained(LocalDate, 'Of WEEKLY: a day of the week from which weeks are counted; as validFrom when absent.'),
    ),
    nth: Type.Optional(whole(-1, 5, 'Of MONTHLY: which of its weekdays in a month, -1 the last.')),
    weekday: Type.Optional(whole(1, 7, 'Of MONTHLY: 1 (Monday) to 7 (Sunday).')),
    dates: Type.Optional(listOf(LocalDate, MAX_DATES, 'Of DATES: the days.')),
  },
  { $id: 'RecurrenceAnswer', description: 'On which days a band is open; on its weekday of every week when absent.' },
);

/** An opening band of an agenda. */
export const Band = Type.Object(
  {
    bandId: Id,
    weekday: Type.Optional(explained(Weekday, 'Of a band that is open on one day of every week.')),
    recurrence: Type.Optional(RecurrenceAnswer),
    from: LocalTime,
    to: explained(LocalTime, 'When it closes (this moment not included); 24:00 is the end of the day.'),
    capacity: Capacity,
    internalCapacity: Type.Optional(
      explained(InternalCapacity, 'How many of them are kept for channels of staff; none when absent.'),
    ),
    validFrom: LocalDate,
    validUntil: Type.Optional(explained(LocalDate, 'Last day (this day included).')),
    deskId: Type.Optional(explained(Id, "Of the desk at which people are received; the agenda's own when absent.")),
  },
  { $id: 'BandAnswer' },
);

/** A closure of an agenda. */
export const Closure = Type.Object(
  {
    closureId: Id,
    from: LocalDate,
    until: explained(LocalDate, 'Last day (this day included); 2199-12-31 for one until further notice.'),
    hours: Type.Optional(answerCalled('ClosedHoursAnswer', ClosedHours)),
    reason: Text,
  },
  { $id: 'ClosureAnswer' },
);

const AgendaFacts = Type.Object({
  ...AgendaProfile.properties,
  owner: Type.Object({ ...AgendaOwner.properties, kind: AgendaOwnerKind }, { $id: 'AgendaOwnerAnswer' }),
  modes: listOf(AppointmentMode, MODES.length),
  services: Type.Optional(
    listOf(Id, 200, 'Of one of a Punto INPS, what may be booked: what the point offers of the line.'),
  ),
  bands: listOf(Band, 10_000),
  closures: listOf(Closure, 10_000),
  closedFrom: Type.Union([LocalDate, Type.Null()], {
    description: 'When it ends (this day not included); null while it has no end.',
  }),
  revision: explained(Revision, 'Of the agenda; give it back in If-Match.'),
});
const AgendaAnswer = Type.Object({ ...AgendaFacts.properties, userGroups: ForGroups }, { $id: 'AgendaAnswer' });
/** One agenda: what it offers, when it is open and closed. */
export type AgendaDocument = Omit<Published<Static<typeof AgendaFacts>>, 'bands'> & {
  readonly bands: readonly OpeningBand[];
  /** By which lists are ordered and looked through. */
  readonly plainName: string;
  /** Where it was before it passed to another office, the oldest first. */
  readonly former?: readonly FormerPlace[];
};

interface FormerPlace extends Territory {
  /** First day on which it was elsewhere. */
  readonly until: string;
}

/** Where an agenda stands. */
interface Territory {
  readonly region: string;
  readonly province: string;
  readonly unit: string;
}

/** The agendas there are, one document each. */
export const agendaDirectory = defineProjection<AgendaDocument>({
  name: 'agenda-directory',
  version: 4,
  indexes: [
    { fields: ['plainName'] },
    { fields: ['region', 'plainName'] },
    { fields: ['province', 'plainName'] },
    { fields: ['unit', 'plainName'] },
    { fields: ['serviceLine', 'plainName'] },
    { fields: ['region', 'serviceLine', 'plainName'] },
  ],
  keys: ({ data }) => [(data as AgendaEvent['data']).agendaId],
  on: [
    when(AgendaOpened, (_document, { data, revision }) => ({
      ...data,
      plainName: plainName(data.name),
      revision,
      bands: [],
      closures: [],
      closedFrom: null,
    })),
    when(
      [OpeningBandDefined, OpeningBandWithdrawn, OpeningBandSplit, AgendaCapacityChanged],
      (document, event) =>
        document && { ...document, revision: event.revision, bands: bandsAfter(document.bands, event) },
    ),
    when(
      ClosureDeclared,
      (document, { data: { agendaId: _agenda, ...closure }, revision }) =>
        document && { ...document, revision, closures: [...document.closures, closure] },
    ),
    when(
      ClosureWithdrawn,
      (document, { data: { closureId }, revision }) =>
        document && {
          ...document,
          revision,
          closures: document.closures.filter((closure) => closure.closureId !== closureId),
        },
    ),
    when(AgendaBookingsOpened, (document, { revision }) => {
      if (!document) return undefined;
      const { awaitsPoint: _open, ...rest } = document;
      return { ...rest, revision };
    }),
    when(
      AgendaTransferred,
      (document, { data: { owner, region, province, unit, municipality, services }, revision, recordedAt }) => {
        if (!document) return undefined;
        const before = { ...territoryOf(document), until: romeDateOf(Date.parse(recordedAt)) };
        const former = [...(document.former ?? []), before];
        const place = { region, province, unit, ...(municipality === undefined ? {} : { municipality }) };
        const offered = services === undefined ? {} : { services };
        return { ...document, owner, ...place, ...offered, revision, former };
      },
    ),
    when(AgendaRelocated, (document, { data: { municipality }, revision }) => {
      if (!document) return undefined;
      const { municipality: _left, ...rest } = document;
      return { ...rest, ...(municipality === undefined ? {} : { municipality }), revision };
    }),
    when(
      AgendaServicesChanged,
      (document, { data: { services }, revision }) => document && { ...document, services, revision },
    ),
    when(
      AgendaClosed,
      (document, { data: { effectiveDate }, revision }) =>
        document && { ...document, revision, closedFrom: effectiveDate },
    ),
  ],
});

/** Staff read the agendas of their territory; citizens all, as they book where they like. */
export const READERS = [within('central', 'regional', 'provincial', 'desk-operator', 'analyst'), everywhere('citizen')];

/**
 * One agenda, and what it was read from.
 * @throws DomainError AGENDA_UNKNOWN (not-found)
 */
export async function knownAgenda(
  reader: ProjectionReader,
  id: string,
  read?: ReadOptions,
): Promise<ReadFrom & { readonly document: AgendaDocument }> {
  const answer = await reader.get(agendaDirectory, id, read);
  const { document } = answer;
  if (!document) throw agenda.notFound({ agendaId: id });
  return { ...answer, document };
}

/**
 * The territory of an agenda: where it is, or where it was on a day, so that each office reads its own period (T4).
 * @param date `yyyy-mm-dd`
 */
export function territoryOf(document: AgendaDocument, date?: string): Territory {
  const former = date === undefined ? undefined : document.former?.find(({ until }) => date < until);
  const { region, province, unit } = former ?? document;
  return { region, province, unit };
}

export class GetAgenda extends ReadOptionsQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;
}

export const getAgenda = defineQuery({
  input: GetAgenda,
  summary: 'One agenda with its bands and closures.',
  by: READERS,
  answer: AgendaAnswer,
  refuses: [agenda.notFound],
  run: async ({ agendaId }, shell) => {
    const { document, ...from } = await knownAgenda(shell.reader, agendaId, shell.read);
    shell.requireWithin(territoryOf(document));
    const groups = await groupsOf(shell.reader, [document], from);
    return { ...document, userGroups: groups(document) };
  },
});

export class ListAgendas extends TerritoryFilterQuery {
  /** Code of the territorial unit. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;

  /** Of this service line alone. */
  @IsOptional()
  @IsServiceLine()
  readonly serviceLine?: string;

  /**
   * What the name begins with, at least 2 characters, in capital or small letters, with or without accents. Words further
   * on in the name are not looked at.
   */
  @IsBeginningOfName()
  readonly name?: string;
}

export const listAgendas = defineQuery({
  input: ListAgendas,
  summary: 'Agendas by name; staff see those of their territory, citizens all.',
  by: READERS,
  answer: pageOf('AgendaPage', AgendaAnswer),
  run: async ({ region, province, unit, serviceLine, name }, shell) => {
    const bounds = { region: 'region', province: 'province', unit: 'unit' };
    const named = name === undefined ? undefined : beginningWith(name);
    const asked = { region, province, unit, serviceLine, plainName: named };
    const query = shell.page(asked, bounds, [{ field: 'plainName' }]);
    const { items, ...page } = await shell.reader.find(agendaDirectory, query, shell.read);
    const groups = await groupsOf(shell.reader, items, page);
    return { ...page, items: items.map((one) => ({ ...one, userGroups: groups(one) })) };
  },
});
