import { Type } from '@sinclair/typebox';
import { Id, LocalDate, LocalTime, Timestamp } from '#vocabulary';

/** Which day of which agenda an event is about, and whose that is. */
export const OnDay = {
  agendaId: Id,
  date: LocalDate,
  /** Id of the Punto INPS, when the agenda is one's; absent from what was written before. */
  point: Type.Optional(Id),
};

/** What every event about places on a day says: which, when, whose. */
export const TakenSchema = {
  ...OnDay,
  /** Of the first slot. */
  start: LocalTime,
  startsAt: Timestamp,
  /** Of the last slot. */
  endsAt: Timestamp,
  /** Consecutive slots. */
  units: Type.Integer({ minimum: 1 }),
  subject: Id,
  /** What binds the person's time: the command that made the hold, booked without one, or moved the appointment here. */
  commitmentId: Id,
  /** Its places were taken through a channel of staff; of what was written before, none were. */
  internal: Type.Optional(Type.Literal(true)),
  /** The person gave an address to be told at. Absent from holds, and from what was booked before anybody was told. */
  notified: Type.Optional(Type.Literal(true)),
  /** Who comes with the person, where the service wants two; what binds their time is a commitment of their own. */
  second: Type.Optional(Type.Object({ subject: Id, commitmentId: Id })),
};
