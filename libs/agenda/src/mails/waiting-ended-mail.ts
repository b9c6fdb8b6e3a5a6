import type { EventOf, RecordedEvent } from '#kernel/domain';
import { mailOn, type MailLookUps, type MailMessage } from '#use-cases';
import { WaitlistLeft } from '../domain/events/waitlist-events.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { ADDRESSEE } from './citizen-mails.ts';
import { waitingMail } from './waiting-mail.ts';

type Left = RecordedEvent<EventOf<typeof WaitlistLeft>>;

/** Tells somebody that the office has ended their waiting, and where what they wait for is free. */
export const waitingEndedMail = mailOn(WaitlistLeft, ended, {
  concerns: ({ data: { notified } }) => notified === true,
  addressee: ADDRESSEE,
  lineOf: ({ data: { entryId } }) => entryId,
});

/** Nothing is written to who waits again by now: another mail tells that. */
async function ended(event: Left, lookUps: MailLookUps): Promise<MailMessage | undefined> {
  const { agendaId, entryId } = event.data;
  const entry = await lookUps.look(waitlist, agendaId, (list) =>
    list.status === 'ABSENT' ? undefined : list.over.get(entryId)?.byOffice?.entry,
  );
  return entry && waitingMail('WAITING_ENDED', { event, entry }, lookUps);
}
