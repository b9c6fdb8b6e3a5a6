import type { EventDefinition, EventOf, RecordedEvent } from '#kernel/domain';
import { mailOn, type MailDefinition, type MailLookUps, type MailMessage } from '#use-cases';
import { citizenSettings } from '../citizen-settings.ts';
import { calendarFileOf } from '../calendar-file/appointment-calendar.ts';
import {
  AppointmentBooked,
  AppointmentCancelled,
  AppointmentDisplacedByClosure,
  AppointmentReinstated,
} from '../domain/events/agenda-day-events.ts';
import { AppointmentRescheduled } from '../domain/events/move-events.ts';
import { AppointmentReminderSent } from '../domain/events/reminder-events.ts';
import { SUBJECT_ERASED } from '../domain/vocabulary.ts';
import { alternativesInMail } from './alternatives-in-mail.ts';
import { appointmentAt } from './mailed-appointment.ts';
import { isStillSo } from './still-so.ts';
import { serviceNameIn, textsOf, type MailKind } from './texts.ts';
import { placeHeldAt } from './where-held.ts';
import { writtenMail } from './written-mail.ts';

/** What is recorded of whom a mail went to: that it was the person, and nothing of them. */
export const ADDRESSEE = 'citizen';

/** Mails to people about their appointments: to those who gave an address for it. */
export const citizenMails = [
  toCitizen(AppointmentBooked, () => 'BOOKED'),
  toCitizen(AppointmentReminderSent, () => 'REMINDER'),
  toCitizen(AppointmentRescheduled, () => 'RESCHEDULED'),
  toCitizen(AppointmentCancelled, ({ data: { by } }) =>
    by === 'CITIZEN' || by === 'OPERATOR' ? 'CANCELLED' : 'CANCELLED_BY_OFFICE',
  ),
  toCitizen(AppointmentDisplacedByClosure, () => 'DISPLACED'),
  toCitizen(AppointmentReinstated, () => 'REINSTATED'),
];

function toCitizen<Definition extends EventDefinition>(
  definition: Definition,
  kindOf: (event: RecordedEvent<EventOf<Definition>>) => MailKind,
): MailDefinition {
  return mailOn(definition, (event, lookUps) => written(event, kindOf(event), lookUps), {
    concerns: isNotified,
    addressee: ADDRESSEE,
    // A change before the confirmation would be of something that its reader has never heard of.
    lineOf: ({ data }) => (data as { readonly appointmentId: string }).appointmentId,
  });
}

/** What was booked before says nothing of an address: nobody is written to who was never told so. */
function isNotified({ data }: RecordedEvent): boolean {
  const { notified, reason } = data as { readonly notified?: boolean; readonly reason?: string };
  return notified === true && reason !== SUBJECT_ERASED;
}

async function written(event: RecordedEvent, kind: MailKind, lookUps: MailLookUps): Promise<MailMessage | undefined> {
  if (!(await isStillSo(event, kind, lookUps))) return undefined;
  const appointment = appointmentAt(event, await lookUps.earlier());
  const { appointmentId, sequence, startsAt, endsAt, mode, bookingCode, heldAt } = appointment;
  const where = await placeHeldAt(heldAt, lookUps);
  const alternatives = kind === 'DISPLACED' ? await alternativesInMail(event, appointment, lookUps) : [];
  // Last: of whom was erased meanwhile, nothing is left to write to.
  const citizen = await lookUps.open(appointment.citizen);
  if (citizen.erased) return undefined;
  const { email: address, language = 'it' } = citizen.value;
  if (address === undefined) return undefined;
  const service = serviceNameIn(language, appointment.serviceId);
  const page = lookUps.settings(citizenSettings).selfServicePage;
  const isCancelled = kind === 'CANCELLED' || kind === 'CANCELLED_BY_OFFICE' || kind === 'DISPLACED';
  const entry = {
    ...{ appointmentId, sequence, changedAt: event.recordedAt, startsAt, endsAt, isCancelled },
    ...{ summary: textsOf(language).calendar, description: service, location: where },
  };
  return {
    to: { name: ADDRESSEE, address },
    ...writtenMail({ kind, language, startsAt, mode, where, service, bookingCode, alternatives, page }),
    calendar: {
      method: isCancelled ? 'CANCEL' : 'REQUEST',
      content: calendarFileOf(entry, { organizer: lookUps.from, attendee: address }),
      fileName: 'appuntamento.ics',
    },
  };
}
