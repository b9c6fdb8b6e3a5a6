import { Type } from '@sinclair/typebox';
import { defineRefusal } from '#kernel/domain';
import {
  accessEntry,
  ANYONE,
  defineQuery,
  everywhere,
  IsFiscalCode,
  ReadOptionsQuery,
  SELF_SERVICE,
  type QueryShell,
} from '#use-cases';
import { explained, Id, LocalDate, Timestamp } from '#vocabulary';
import { appointmentUnknown } from '../domain/agenda-day/known-appointment.ts';
import { appointments, OwnAppointment, type AppointmentDocument } from './appointments.ts';
import { IsBookingCode } from './booking-code.ts';
import { asking } from './whose.ts';

/** Whoever has a booking code, and the codice fiscale that goes with it, looks after that appointment (A10). */
export class OpenSelfService extends ReadOptionsQuery {
  /** What the confirmation of the booking says. */
  @IsBookingCode()
  readonly bookingCode!: string;

  /** Of who booked, or for whom it was booked. */
  @IsFiscalCode()
  readonly fiscalCode!: string;
}

/** The same whatever does not fit: a code that nobody has, somebody else's, or one whose time is over. */
const notFitting = defineRefusal(
  'BOOKING_NOT_FOUND',
  'No appointment that lies ahead has this booking code and this codice fiscale: look at the confirmation, and correct them.',
  'not-found',
);

const Opened = Type.Object(
  {
    token: Type.String({ maxLength: 2_000, description: 'A bearer token for this appointment, and nothing else.' }),
    expiresAt: explained(Timestamp, 'End of the token (this moment not included).'),
    appointmentId: Id,
    agendaId: explained(Id, 'Where it stands now.'),
    date: LocalDate,
  },
  { $id: 'SelfServiceAnswer' },
);

/** Of one code there is one appointment; a second one would be chance. */
const WITH_ONE_CODE = 5;
const PURPOSE = 'SELF_SERVICE';

export const openSelfService = defineQuery({
  input: OpenSelfService,
  example: { bookingCode: 'K7MTR2QX' },
  summary: 'A token of fifteen minutes for one appointment, for who knows its booking code and codice fiscale.',
  by: ANYONE,
  answer: Opened,
  refuses: [notFitting],
  run: async ({ bookingCode, fiscalCode }, shell) => {
    const { selfService, client, reader, personalData, clock, read } = shell;
    const succeeded = selfService.attempt({ client, tried: [bookingCode] });
    // Both are looked up whatever comes of the other: how long it takes tells nothing of either.
    const [{ items }, subject] = await Promise.all([
      reader.find(
        appointments,
        { where: { bookingCode }, orderBy: [{ field: 'startsAt', descending: true }], limit: WITH_ONE_CODE },
        read,
      ),
      personalData.findSubject(fiscalCode),
    ]);
    const now = clock.now();
    const found = items.find((appointment) => appointment.subject === subject && isOpenTo(appointment, now));
    if (!found) throw notFitting();
    succeeded();
    await recordOpened(found, shell);
    const { appointmentId, agendaId, date } = found;
    const issued = await selfService.issue({ subject: found.subject, appointment: appointmentId });
    return { ...issued, appointmentId, agendaId, date };
  },
});

/** Until its time is over; one that was displaced until it has found another end. */
function isOpenTo({ state, endsAt }: AppointmentDocument, now: number): boolean {
  return state === 'DISPLACED' || Date.parse(endsAt) > now;
}

/** Durable before the token is given: from then on somebody has what they need to read of the person. */
async function recordOpened(
  { subject, appointmentId: appointment }: AppointmentDocument,
  { accessLog, clock, resource }: QueryShell,
): Promise<void> {
  const principal = { id: subject, role: SELF_SERVICE, subject, appointment } as const;
  const entry = accessEntry({ principal, purpose: PURPOSE, resource }, clock, { outcome: 'FOUND', subject });
  if (entry) await accessLog.record([entry]);
}

export class GetSelfServiceAppointment extends ReadOptionsQuery {}

export const getSelfServiceAppointment = defineQuery({
  input: GetSelfServiceAppointment,
  summary: 'The appointment that the token of self-service is for, wherever it stands now.',
  by: [everywhere(SELF_SERVICE)],
  answer: OwnAppointment,
  refuses: [appointmentUnknown],
  run: async (_nothing, { reader, principal, read }) => {
    const bearer = asking(principal);
    const appointmentId = bearer.role === SELF_SERVICE ? (bearer.appointment ?? '') : '';
    const { document } = await reader.get(appointments, appointmentId, read);
    if (!document) throw appointmentUnknown({ appointmentId });
    return document;
  },
});
