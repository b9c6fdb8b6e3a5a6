import { Type } from '@sinclair/typebox';
import { defineQuery, everywhere, ownSubject, pageOf, PageQuery } from '#use-cases';
import { appointments, OwnAppointment } from './appointments.ts';
import { asking } from './whose.ts';

/** An appointment of somebody else, as whoever comes with them sees it: when and where, without the code that is theirs. */
const SecondPersonAppointment = Type.Pick(
  OwnAppointment,
  ['appointmentId', 'agendaId', 'date', 'start', 'startsAt', 'endsAt', 'mode', 'serviceId', 'heldAt', 'state', 'since'],
  { $id: 'SecondPersonAppointmentAnswer' },
);

export class ListAppointmentsAsSecondPerson extends PageQuery {}

export const listAppointmentsAsSecondPerson = defineQuery({
  input: ListAppointmentsAsSecondPerson,
  summary: 'Appointments of others to which the citizen comes as second person, the latest first.',
  by: [everywhere('citizen')],
  answer: pageOf('SecondPersonAppointmentPage', SecondPersonAppointment),
  run: (_page, shell) => {
    const subject = ownSubject(asking(shell.principal));
    const query = shell.page({ 'second.subject': subject }, {}, [{ field: 'startsAt', descending: true }]);
    return shell.reader.find(appointments, query, shell.read);
  },
});
