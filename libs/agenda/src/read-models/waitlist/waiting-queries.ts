import { Type } from '@sinclair/typebox';
import { IsOptional, IsUUID } from 'class-validator';
import { streamName } from '#kernel/domain';
import {
  defineQuery,
  everywhere,
  GoesWithField,
  IsOneOf,
  IsRealDate,
  orNull,
  ownSubject,
  pageOf,
  PageQuery,
  SELF_SERVICE,
  within,
  type QueryShell,
} from '#use-cases';
import { explained, Id, whole } from '#vocabulary';
import { agenda } from '../../domain/agenda/agenda.ts';
import { LEFT_BY_OFFICE, type LeftByOffice } from '../../domain/vocabulary.ts';
import { waitingEntryOfAnother, waitingEntryUnknown } from '../../domain/waitlist/waiting-entry.ts';
import { waitlist } from '../../domain/waitlist/waitlist.ts';
import { withNotices, WaitingNotice } from './waiting-notices.ts';
import { GetAgenda, knownAgenda, territoryOf } from '../agenda-directory.ts';
import { appointments } from '../appointments.ts';
import { OpenedCitizen, READING_PURPOSES, type ReadingPurpose } from '../day-sheet.ts';
import { momentsOf } from '../period.ts';
import { asking, isOfAnother } from '../whose.ts';
import { WaitingEntry, waitingEntries, type WaitingDocument } from './waiting-entries.ts';
import { placesInLine } from './waiting-lines.ts';

const place = orNull(whole(1, 1_000_000), 'Place in the line, from 1; null of who waits no longer.');

const OwnWaiting = Type.Object({ ...WaitingEntry.properties, place }, { $id: 'WaitingEntryAnswer' });

const STAFF = within('central', 'regional', 'provincial', 'desk-operator');

export class GetWaitingEntry extends GetAgenda {
  /** Id of the entry. */
  @IsUUID()
  readonly entryId!: string;
}

export const getWaitingEntry = defineQuery({
  input: GetWaitingEntry,
  summary: 'One entry of a waiting list with its place in the line, whatever became of it; nothing of the person.',
  by: [STAFF, everywhere('citizen', 'host-operator')],
  answer: OwnWaiting,
  refuses: [agenda.notFound, waitingEntryUnknown, waitingEntryOfAnother],
  run: async ({ agendaId, entryId }, shell) => {
    const { reader, read, principal } = shell;
    const { document } = await knownAgenda(reader, agendaId, read);
    const { document: entry } = await reader.get(waitingEntries, entryId, read);
    const { role, id } = { id: undefined, ...asking(principal) };
    const isOwn = entry !== undefined && (await joinedByOf(entry, shell)) === id;
    if (!isOwn) shell.requireWithin(territoryOf(document));
    if (entry?.agendaId !== agendaId) throw waitingEntryUnknown({ entryId });
    const isOfOthers = role === 'host-operator' ? !isOwn : isOfAnother(entry, principal);
    if (isOfOthers) throw waitingEntryOfAnother({ entryId });
    const [placed] = await placesInLine(reader, [entry], read);
    return placed ?? { ...entry, place: null };
  },
});

/**
 * Who put somebody on the list; of an entry that goes on from others, who did at first. Each of these had an end and a revision
 * of what is offered between: they are few.
 */
async function joinedByOf(entry: WaitingDocument, { reader, read }: QueryShell): Promise<string | null> {
  let first = entry;
  while (first.restores !== null) {
    const { document } = await reader.get(waitingEntries, first.restores, read);
    if (!document) break;
    first = document;
  }
  return first.joinedBy;
}

export class ListOwnWaiting extends PageQuery {}

export const listOwnWaiting = defineQuery({
  input: ListOwnWaiting,
  summary:
    "The citizen's own entries of waiting lists, the latest first, each with its place in the line; of self-service, those of its displaced appointment.",
  by: [everywhere('citizen', SELF_SERVICE)],
  answer: pageOf('OwnWaitingPage', OwnWaiting),
  run: async (_page, shell) => {
    const { reader, read } = shell;
    const principal = asking(shell.principal);
    const own =
      principal.role === SELF_SERVICE
        ? { subject: principal.subject ?? '', 'displaced.appointmentId': principal.appointment ?? '' }
        : { subject: ownSubject(principal) };
    const query = shell.page(own, {}, [{ field: 'joinedAt', descending: true }]);
    const page = await reader.find(waitingEntries, query, read);
    return { ...page, items: [...(await placesInLine(reader, page.items, read))] };
  },
});

const WaitingPerson = Type.Object(
  {
    ...OwnWaiting.properties,
    subject: explained(Id, 'Opaque id of the person.'),
    citizen: OpenedCitizen,
    notice: orNull(
      WaitingNotice,
      'Of whose waiting the office has ended, or who was put back: whether they know it. Null where nothing is to be told, or to nobody any more.',
    ),
  },
  { $id: 'WaitingPersonAnswer' },
);

export class ListWaiting extends PageQuery {
  /** Id of the agenda. */
  @IsUUID()
  readonly agendaId!: string;

  /**
   * Why the data of those who wait is read: SPORTELLO to receive them, AVVISO to call them, VERIFICA of a booking, RECLAMO for
   * a complaint, or AUDIT. It stands in the access log.
   */
  @IsOneOf(READING_PURPOSES, 'ReadingPurpose')
  readonly purpose!: ReadingPurpose;

  /** In place of those who wait, those whose waiting the office has ended for this reason, the latest first. */
  @IsOptional()
  @IsOneOf(LEFT_BY_OFFICE, 'LeftByOffice')
  readonly leftBecause?: LeftByOffice;

  /** Of those whose waiting the office has ended, who left on days from this one on, yyyy-mm-dd in Rome. */
  @IsOptional()
  @IsRealDate()
  @GoesWithField('leftBecause')
  readonly from?: string;

  /** And on days up to this one (this day included). */
  @IsOptional()
  @IsRealDate()
  @GoesWithField('leftBecause')
  readonly to?: string;
}

export const listWaiting = defineQuery({
  input: ListWaiting,
  summary:
    'Who waits at an agenda, by name and in their order, or whose waiting the office has ended, with who was told and who is to be called, for staff of the territory. It stands in the access log.',
  by: [STAFF],
  purpose: 'purpose',
  about: ({ agendaId }) => streamName(waitlist.category, agendaId),
  answer: pageOf('WaitingListPage', WaitingPerson),
  refuses: [agenda.notFound],
  run: async ({ agendaId, purpose, leftBecause, from, to, limit, cursor }, shell) => {
    const { reader, read } = shell;
    shell.requireWithin(territoryOf((await knownAgenda(reader, agendaId)).document));
    const part = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const since = momentsOf({ from, to });
    const whom =
      leftBecause === undefined
        ? { where: { agendaId, isWaiting: true }, orderBy: [{ field: 'line' }] }
        : {
            where: { agendaId, leftBecause, ...(since ? { since } : {}) },
            orderBy: [{ field: 'since', descending: true }],
          };
    const page = await reader.find(waitingEntries, { ...whom, ...part }, read);
    const items = await placesInLine(reader, page.items, read);
    const named = await withPersons(items, purpose, shell);
    return { ...page, items: await withNotices(named, shell) };
  },
});

/** With the data of those who wait; of who was displaced it stands with their appointment. */
async function withPersons<Entry extends WaitingDocument>(
  entries: readonly Entry[],
  purpose: ReadingPurpose,
  { reader, read, personalData, principal, resource }: QueryShell,
) {
  const displaced = entries.flatMap((entry) => entry.displaced?.appointmentId ?? []);
  const { documents } = await reader.getMany(appointments, displaced, read);
  const sealedOf = new Map(documents.map(({ appointmentId, citizen }) => [appointmentId, citizen]));
  const sealed = entries.map(({ citizen, displaced: of }) => citizen ?? sealedOf.get(of?.appointmentId ?? ''));
  const known = sealed.flatMap((one) => one ?? []);
  const opened = await personalData.open(known, { principal: asking(principal), purpose, resource });
  const openedOf = new Map(known.map((one, index) => [one, opened[index]]));
  return entries.map((entry, index) => {
    const one = sealed[index];
    return { ...entry, citizen: (one && openedOf.get(one)) ?? { erased: true } };
  });
}
