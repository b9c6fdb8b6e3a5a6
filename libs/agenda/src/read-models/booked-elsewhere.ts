import { IsUnitCode } from '#organisation';
import { defineQuery, everywhere, pageOf, PageQuery, within } from '#use-cases';
import { STAFF_ROLES } from '../use-cases/on-agenda-day.ts';
import { appointments, OwnAppointment } from './appointments.ts';
import { bookerAsking } from './booker.ts';
import { asking } from './whose.ts';

const LATEST_FIRST = [{ field: 'startsAt', descending: true }] as const;

export class ListBookings extends PageQuery {}

export const listBookings = defineQuery({
  input: ListBookings,
  summary: 'What whoever asks has booked for others, the latest first, wherever it is; nothing of the persons.',
  by: [everywhere(...STAFF_ROLES, 'host-operator')],
  answer: pageOf('BookingPage', OwnAppointment),
  run: (_page, shell) => {
    const query = shell.page({ bookedBy: bookerAsking(asking(shell.principal)) }, {}, LATEST_FIRST);
    return shell.reader.find(appointments, query, shell.read);
  },
});

export class ListAppointmentsOfCompetence extends PageQuery {
  /** Code of the unit that is competent. */
  @IsUnitCode()
  readonly unit!: string;
}

export const listAppointmentsOfCompetence = defineQuery({
  input: ListAppointmentsOfCompetence,
  summary: 'Appointments, anywhere, of persons for whom a unit is competent, the latest first; nothing of the persons.',
  by: [within(...STAFF_ROLES)],
  answer: pageOf('CompetencePage', OwnAppointment),
  run: ({ unit }, shell) => {
    const bounds = { region: 'competent.region', province: 'competent.province', unit: 'competent.unit' };
    const query = shell.page({ 'competent.unit': unit }, bounds, LATEST_FIRST);
    return shell.reader.find(appointments, query, shell.read);
  },
});
