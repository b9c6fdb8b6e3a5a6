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

type Told = Pick<WaitingDocument, 'toTell' | 'restoredAs'> & { readonly citizen: { readonly erased: boolean } };

/**
 * With what became of telling them.
 * @throws SystemError as the reader does
 */
export async function withNotices<Entry extends Told>(
  entries: readonly Entry[],
  { reader, read }: Pick<QueryShell, 'reader' | 'read'>,
): Promise<readonly (Entry & { readonly notice: Notice | null })[]> {
  const mailed = entries.flatMap(({ toTell }) => (toTell?.isMailed ? [toTell.eventId] : []));
  const mails = await mailsForEvents(reader, mailed, read);
  return entries.map((entry) => ({ ...entry, notice: noticeOf(entry, mails) }));
}

/**
 * What became of telling one.
 * @param mails by the ids of the events that they tell of
 */
export function noticeOf(
  { toTell, restoredAs, citizen }: Told,
  mails: Awaited<ReturnType<typeof mailsForEvents>>,
): Notice | null {
  // Of an erased person nobody is left to be told.
  if (!toTell || citizen.erased) return null;
  const mail = toTell.isMailed ? mails.get(toTell.eventId) : undefined;
  if (mail?.state === 'ACCEPTED') return { state: 'MAILED', at: mail.at };
  // They wait again: the notice of the entry under which they do tells that, and no mail of the end is written any more.
  if (restoredAs !== null) return null;
  return { state: toTell.isMailed && !mail ? 'MAIL_WAITS' : 'TO_BE_CALLED', at: null };
}
