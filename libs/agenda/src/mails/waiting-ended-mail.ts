import type { EventOf, RecordedEvent } from '#kernel/domain';
import { mailOn, type MailLookUps, type MailMessage } from '#use-cases';
import { agenda } from '../domain/agenda/agenda.ts';
import { WaitlistLeft } from '../domain/events/waitlist-events.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { whereHeldThen } from '../use-cases/booked-from.ts';
import { alternativesInMail } from './alternatives-in-mail.ts';
import { ADDRESSEE } from './citizen-mails.ts';
import { serviceNameIn } from './texts.ts';
import { placeHeldAt } from './where-held.ts';
import { writtenMail } from './written-mail.ts';

type Left = RecordedEvent<EventOf<typeof WaitlistLeft>>;

/** Tells somebody that the office has ended their waiting, and where what they wait for is free. */
export const waitingEndedMail = mailOn(WaitlistLeft, ended, {
  concerns: ({ data: { notified } }) => notified === true,
  addressee: ADDRESSEE,
});

async function ended(event: Left, lookUps: MailLookUps): Promise<MailMessage | undefined> {
  const { agendaId, entryId } = event.data;
  const entry = await lookUps.look(waitlist, agendaId, (list) =>
    list.status === 'ABSENT' ? undefined : list.over.get(entryId)?.told,
  );
  const of = await lookUps.look(agenda, agendaId, (state) => (state.status === 'ABSENT' ? undefined : state.profile));
  if (!entry?.citizen || !of) return undefined;
  const { mode, serviceId, units } = entry;
  const { owner, serviceLine } = of;
  const where = await placeHeldAt(whereHeldThen(undefined, mode, owner), lookUps);
  const alternatives = await alternativesInMail(event, { agendaId, serviceLine, serviceId, mode, units }, lookUps);
  // Last: of whom was erased meanwhile, nothing is left to write to.
  const citizen = await lookUps.open(entry.citizen);
  if (citizen.erased) return undefined;
  const { email: address, language = 'it' } = citizen.value;
  return {
    to: { name: ADDRESSEE, address },
    ...writtenMail({
      ...{ kind: 'WAITING_ENDED', language, startsAt: undefined, mode, where, alternatives },
      ...{ service: serviceNameIn(language, serviceId), bookingCode: undefined, page: undefined },
    }),
  };
}
