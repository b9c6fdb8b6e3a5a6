import { Type, type Static } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { defineProjection, when } from '#kernel/domain';
import { IsUnitCode } from '#organisation';
import {
  answerCalled,
  defineQuery,
  orNull,
  pageOf,
  plainName,
  ReadOptionsQuery,
  TerritoryFilterQuery,
  within,
  type Published,
} from '#use-cases';
import { explained, Id, listOf, LocalDate, LocalTime, oneOf, Revision, Text } from '#vocabulary';
import { Weekday } from '../domain/calendar/recurrence.ts';
import { desk, deskTimesAfter, type DeskTime } from '../domain/desks/desk.ts';
import {
  DeskClosed,
  DeskOpened,
  DeskOwner,
  DeskTimeClaimed,
  DeskTimeEnded,
  DeskTimeReleased,
  DeskTransferred,
  type DesksEvent,
} from '../domain/desks/events.ts';
import { Territory } from '../domain/vocabulary.ts';
import { RecurrenceAnswer } from './agenda-directory.ts';

const DeskBand = Type.Object(
  {
    agendaId: explained(Id, 'Of the agenda that receives then.'),
    bandId: Id,
    weekday: Type.Optional(explained(Weekday, 'Of a band that is open on one day of every week.')),
    recurrence: Type.Optional(RecurrenceAnswer),
    from: LocalTime,
    to: explained(LocalTime, 'When it closes (this moment not included); 24:00 is the end of the day.'),
    validFrom: LocalDate,
    validUntil: Type.Optional(explained(LocalDate, 'Last day (this day included).')),
  },
  { $id: 'DeskBandAnswer' },
);

const DeskAnswer = Type.Object(
  {
    deskId: Id,
    name: Text,
    owner: answerCalled('DeskOwnerAnswer', DeskOwner),
    ...Territory.properties,
    state: oneOf(['OPEN', 'CLOSED'], 'DeskState'),
    closedOn: orNull(LocalDate, 'Since when it is closed; null while it is open.'),
    bands: listOf(DeskBand, 10_000, 'Which agendas receive at it, and when.'),
    revision: explained(Revision, 'Of the desk; give it back in If-Match.'),
  },
  { $id: 'DeskAnswer' },
);
/** One desk: whose it is, and which agendas receive at it. */
type DeskDocument = Omit<Published<Static<typeof DeskAnswer>>, 'bands'> & {
  /** By which lists are ordered. */
  readonly plainName: string;
  readonly bands: readonly DeskTime[];
};

/** The desks there are, one document each. */
export const deskDirectory = defineProjection<DeskDocument>({
  name: 'desk-directory',
  version: 1,
  indexes: [
    { fields: ['plainName'] },
    { fields: ['region', 'plainName'] },
    { fields: ['province', 'plainName'] },
    { fields: ['unit', 'plainName'] },
  ],
  keys: ({ data }) => [(data as DesksEvent['data']).deskId],
  on: [
    when(DeskOpened, (_document, { data, revision }) => ({
      ...{ ...data, state: 'OPEN' as const, closedOn: null },
      ...{ bands: [], plainName: plainName(data.name), revision },
    })),
    when(
      DeskTransferred,
      (document, { data: { owner, region, province, unit }, revision }) =>
        document && { ...document, owner, region, province, unit, revision },
    ),
    when(
      DeskClosed,
      (document, { data: { closedOn }, revision }) =>
        document && { ...document, state: 'CLOSED' as const, closedOn, revision },
    ),
    when(
      [DeskTimeClaimed, DeskTimeReleased, DeskTimeEnded],
      (document, event) =>
        document && { ...document, bands: deskTimesAfter(document.bands, event), revision: event.revision },
    ),
  ],
});

/** Desks are the work of offices: citizens see hours alone. */
const READERS = [within('central', 'regional', 'provincial', 'desk-operator', 'analyst')];

export class GetDesk extends ReadOptionsQuery {
  /** Id of the desk. */
  @IsUUID()
  readonly deskId!: string;
}

export const getDesk = defineQuery({
  input: GetDesk,
  summary: 'One desk, and which agendas receive at it when.',
  by: READERS,
  answer: DeskAnswer,
  refuses: [desk.notFound],
  run: async ({ deskId }, { reader, read, requireWithin }) => {
    const { document } = await reader.get(deskDirectory, deskId, read);
    if (!document) throw desk.notFound({ deskId });
    const { region, province, unit } = document;
    requireWithin({ region, province, unit });
    return document;
  },
});

export class ListDesks extends TerritoryFilterQuery {
  /** Code of the territorial unit. */
  @IsOptional()
  @IsUnitCode()
  readonly unit?: string;
}

export const listDesks = defineQuery({
  input: ListDesks,
  summary: 'Desks of the own territory, by name.',
  by: READERS,
  answer: pageOf('DeskPage', DeskAnswer),
  run: ({ region, province, unit }, shell) => {
    const bounds = { region: 'region', province: 'province', unit: 'unit' };
    const query = shell.page({ region, province, unit }, bounds, [{ field: 'plainName' }]);
    return shell.reader.find(deskDirectory, query, shell.read);
  },
});
