import { Type, type Static } from '@sinclair/typebox';
import { IsOptional } from 'class-validator';
import { defineProjection, idOf, when } from '#kernel/domain';
import type { ProjectionReader, ReadOptions } from '#kernel/execution';
import { defineQuery, IsId, IsOneOf, IsRegion, orNull, PageQuery, pageOf, within } from '#use-cases';
import { explained, Id, oneOf, RegionCode, Text, Timestamp, Word } from '#vocabulary';
import { LEFT_OUT_REASONS, MailAccepted, MailLeftOut } from '../domain/events.ts';
import { mailIdOf, MAIL_STATES, MailState, type MailStatus } from '../domain/mail.ts';

/** What has become of the mail for one event; what it said stands nowhere but in the event and in the mailbox. */
const MailLine = Type.Object(
  {
    id: Id,
    state: MailState,
    event: Word,
    eventId: Id,
    about: explained(Id, 'Id of the thing that the event happened to.'),
    addressee: Id,
    region: orNull(RegionCode),
    messageId: orNull(Text, 'Its header Message-ID, where the mail server has accepted it.'),
    reason: orNull(oneOf(LEFT_OUT_REASONS, 'MailLeftOutReason'), 'Why it is not sent.'),
    at: Timestamp,
  },
  { $id: 'MailAnswer' },
);

/** One document per mail. */
export const mails = defineProjection<Static<typeof MailLine>>({
  name: 'mails',
  version: 2,
  indexes: [{ fields: ['at'] }, { fields: ['region', 'at'] }, { fields: ['state', 'at'] }, { fields: ['about', 'at'] }],
  keys: ({ stream }) => [idOf(stream)],
  on: [
    when([MailAccepted, MailLeftOut], (_none, { type, data, recordedAt: at }, id) => {
      const { type: event, stream, eventId, to: addressee, scope } = data;
      return {
        ...{ id, state: type === 'MailAccepted' ? 'ACCEPTED' : 'LEFT_OUT', event, eventId, addressee },
        ...{ about: idOf(stream), region: scope.region ?? null, at },
        messageId: 'messageId' in data ? data.messageId : null,
        reason: 'reason' in data ? data.reason : null,
      };
    }),
  ],
});

/**
 * What has become of the mails for some events, by the ids of the events; nothing of one of which nothing is written down yet.
 * @throws SystemError as the reader does
 */
export async function mailsForEvents(
  reader: ProjectionReader,
  eventIds: readonly string[],
  read: ReadOptions,
): Promise<ReadonlyMap<string, Pick<Static<typeof MailLine>, 'state' | 'at'>>> {
  if (eventIds.length === 0) return new Map();
  const { documents } = await reader.getMany(mails, eventIds.map(mailIdOf), read);
  return new Map(documents.map(({ eventId, state, at }) => [eventId, { state, at }]));
}

export class ListMails extends PageQuery {
  /** ISTAT code. */
  @IsOptional()
  @IsRegion()
  readonly region?: string;

  /** ACCEPTED by the mail server, or LEFT_OUT. */
  @IsOptional()
  @IsOneOf(MAIL_STATES, 'MailState')
  readonly state?: MailStatus;

  /** Id of a thing: mails that are about it alone. */
  @IsOptional()
  @IsId()
  readonly about?: string;
}

export const listMails = defineQuery({
  input: ListMails,
  summary: 'What has become of the mails that are sent for events, newest first; without what they said.',
  by: [within('central', 'regional')],
  answer: pageOf('MailPage', MailLine),
  run: ({ region, state, about }, { reader, read, page }) =>
    reader.find(mails, page({ region, state, about }, { region: 'region' }, [{ field: 'at', descending: true }]), read),
});
