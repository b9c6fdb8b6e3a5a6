import { explained, Id, LocalDate, LocalTime, Timestamp, whole } from '#vocabulary';
import { AppointmentMode, BookingChannel } from '../domain/vocabulary.ts';

/** What holds and appointments have in common: which slots they take, and how. */
export const slotsTaken = {
  agendaId: Id,
  date: LocalDate,
  start: explained(LocalTime, 'Wall clock in Rome, HH:MM.'),
  startsAt: Timestamp,
  endsAt: explained(Timestamp, 'This moment not included.'),
  units: whole(1, 1_000),
  mode: AppointmentMode,
  channel: BookingChannel,
};
