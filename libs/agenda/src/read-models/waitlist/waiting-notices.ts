import { Type, type Static } from '@sinclair/typebox';
import { mailsForEvents } from '#mail';
import { orNull, type QueryShell } from '#use-cases';
import { oneOf, Timestamp } from '#vocabulary';
import type { WaitingDocument } from './waiting-entries.ts';

/** Somebody who has to learn what became of their waiting: the mail server has their mail, or not yet, or they are to be called. */
const NOTICE_STATES = ['MAILED', 'MAIL_WAITS', 'TO_BE_CALLED'] as const;

export const WaitingNotice = Type.Object(
  {
    state: oneOf(NOTICE_STATES, 'WaitingNoticeState'),
    at: orNull(Timestamp, 'When the mail server accepted the mail; null unless MAILED.'),
  },
  {
    $id: 'WaitingNoticeAnswer',
    description:
      'MAILED; MAIL_WAITS for a mail server that does not take it now; TO_BE_CALLED, as there is no address, or no mail server.',
  },
);
type Notice = Static<typeof WaitingNotice>;

type Named = WaitingDocument & { readonly citizen: { readonly erased: boolean } };

/**
 * With what became of telling them.
 * @throws SystemError as the reader does
 */
export async function withNotices<Entry extends Pick<Named, 'toTell' | 'citizen'>>(
  entries: readonly Entry[],
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<readonly (Entry & { readonly notice: Notice | null })[]> {
  const mailed = entries.flatMap(({ toTell }) => (toTell?.isMailed ? [toTell.eventId] : []));
  const mails = await mailsForEvents(reader, mailed, read);
  return entries.map((entry) => ({ ...entry, notice: noticeOf(entry, mails) }));
}

function noticeOf(
  { toTell, citizen }: Pick<Named, 'toTell' | 'citizen'>,
  mails: Awaited<ReturnType<typeof mailsForEvents>>,
): Notice | null {
  // Of an erased person nobody is left to be told.
  if (!toTell || citizen.erased) return null;
  if (!toTell.isMailed) return { state: 'TO_BE_CALLED', at: null };
  const mail = mails.get(toTell.eventId);
  if (!mail) return { state: 'MAIL_WAITS', at: null };
  return mail.state === 'ACCEPTED' ? { state: 'MAILED', at: mail.at } : { state: 'TO_BE_CALLED', at: null };
}
