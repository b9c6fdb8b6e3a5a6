import { Type } from '@sinclair/typebox';
import { explained, Id, LocalDate, LocalTime, Timestamp } from '#vocabulary';

/** An appointment that a change of its agenda concerns. */
export const ChangedAppointment = Type.Object(
  {
    appointmentId: Id,
    date: LocalDate,
    start: explained(LocalTime, 'By the wall clock in Rome.'),
    startsAt: Timestamp,
    endsAt: explained(Timestamp, 'This moment not included.'),
    isNew: Type.Union([Type.Boolean(), Type.Null()], {
      description: 'Whether the preview that is named did not list it; null where none is named.',
    }),
  },
  { $id: 'ChangedAppointmentAnswer' },
);
