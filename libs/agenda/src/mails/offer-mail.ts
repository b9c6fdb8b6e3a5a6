import type { EventOf, RecordedEvent } from '#kernel/domain';
import { mailOn, type MailLookUps, type MailMessage } from '#use-cases';
import { citizenSettings } from '../citizen-settings.ts';
import { agendaDay, agendaDayId } from '../domain/agenda-day/agenda-day.ts';
import type { Booking } from '../domain/agenda-day/day-state.ts';
import { WaitlistOffered } from '../domain/events/waitlist-events.ts';
import { waitlist } from '../domain/waitlist/waitlist.ts';
import { whereHeldThen } from '../use-cases/booked-from.ts';
import { ADDRESSEE } from './citizen-mails.ts';
import { serviceNameIn } from './texts.ts';
import { placeHeldAt } from './where-held.ts';
import { writtenMail } from './written-mail.ts';

type Offered = RecordedEvent<EventOf<typeof WaitlistOffered>>;

/**
 * Tells somebody on a waiting list of the place that is held for them: what it is, until when, and how they take it. It says
 * no id and carries no authority (A10): a hold is booked by its person, or by staff who have them before them.
 */
export const offerMail = mailOn(WaitlistOffered, offered, {
  concerns: ({ data: { notified } }) => notified === true,
  addressee: ADDRESSEE,
  // What is offered to who was displaced goes on with their appointment.
  lineOf: ({ data: { displaced, entryId } }) => displaced?.appointmentId ?? entryId,
});

/** Nothing is written of an offer that is over: a mail server may have been away for longer than it stood. */
async function offered({ data }: Offered, lookUps: MailLookUps): Promise<MailMessage | undefined> {
  const { agendaId, entryId, holdId, date, startsAt, expiresAt, displaced } = data;
  const entry = await lookUps.look(waitlist, agendaId, (list) =>
    list.status === 'ABSENT' ? undefined : list.entries.get(entryId),
  );
  if (entry?.offer !== holdId) return undefined;
  const moves =
    displaced && (await displacedAt(agendaDayId(agendaId, displaced.date), displaced.appointmentId, lookUps));
  const sealed = entry.citizen ?? moves?.citizen;
  const plan = await lookUps.look(agendaDay, agendaDayId(agendaId, date), (day) =>
    day.status === 'ABSENT' ? undefined : day.plan,
  );
  if (!sealed || !plan) return undefined;
  const where = await placeHeldAt(whereHeldThen(moves?.heldAt, entry.mode, plan), lookUps);
  // Last: of whom was erased meanwhile, nothing is left to write to.
  const citizen = await lookUps.open(sealed);
  if (citizen.erased) return undefined;
  const { email: address, language = 'it' } = citizen.value;
  return {
    to: { name: ADDRESSEE, address },
    ...writtenMail({
      ...{ kind: moves ? 'OFFERED_DISPLACED' : 'OFFERED', language, startsAt, mode: entry.mode, where },
      ...{ service: serviceNameIn(language, entry.serviceId), until: expiresAt, bookingCode: moves?.bookingCode },
      page: lookUps.settings(citizenSettings).selfServicePage,
    }),
  };
}

/** The appointment that would move there, on the day from which it was displaced. */
function displacedAt(
  day: string,
  appointmentId: string,
  { look }: Pick<MailLookUps, 'look'>,
): Promise<Booking | undefined> {
  return look(agendaDay, day, (state) =>
    state.status === 'ABSENT' ? undefined : state.appointments.get(appointmentId)?.booking,
  );
}
