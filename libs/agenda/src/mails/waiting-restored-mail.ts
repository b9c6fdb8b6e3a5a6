import type { EventOf, RecordedEvent } from '#kernel/domain';
import { mailOn, type MailLookUps, type MailMessage } from '#use-cases';
import { WaitlistJoined } from '../domain/events/waitlist-events.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { ADDRESSEE } from './citizen-mails.ts';
import { waitingMail } from './waiting-mail.ts';

type Joined = RecordedEvent<EventOf<typeof WaitlistJoined>>;

/** Tells somebody that they wait again, at the turn that they had, as what they wait for is offered again. */
export const waitingRestoredMail = mailOn(WaitlistJoined, restored, {
  concerns: ({ data: { restores, notified } }) => restores !== undefined && notified === true,
  addressee: ADDRESSEE,
  lineOf: ({ data: { entryId } }) => entryId,
});

/** Nothing is written of a waiting that is over by now. */
async function restored(event: Joined, lookUps: MailLookUps): Promise<MailMessage | undefined> {
  const { agendaId, entryId } = event.data;
  const entry = await lookUps.look(waitlist, agendaId, (list) =>
    list.status === 'ABSENT' ? undefined : list.entries.get(entryId),
  );
  return entry && waitingMail('WAITING_RESTORED', { event, entry }, lookUps);
}
