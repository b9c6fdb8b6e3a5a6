import { Type } from '@sinclair/typebox';
import { personal } from '#kernel/domain';
import { Id, oneOf } from '#vocabulary';
import { BookedFrom, CHANNELS, CompetentUnit, HeldAt, MODES, Territory } from '../vocabulary.ts';
import { Citizen } from './citizen.ts';

/** What is known of an appointment from its booking on, and goes with it wherever it moves. */
export const BookingSchema = {
  mode: oneOf(MODES),
  /** Through which it was booked. */
  channel: oneOf(CHANNELS),
  serviceLine: Type.String({ minLength: 1 }),
  serviceId: Id,
  /** What the person shows or says at the desk. */
  bookingCode: Type.String({ minLength: 1 }),
  /** Absent from what was booked before places were written down: it is at the office of the agenda. */
  heldAt: Type.Optional(HeldAt),
  bookedFrom: Type.Optional(BookedFrom),
  /** The office that receives the person; what was booked before is received where its day stands. */
  delivering: Type.Optional(Territory),
  /** Absent where nobody said it, and from what was booked before it was written down. */
  competent: Type.Optional(CompetentUnit),
  citizen: personal(Citizen),
  /** Sealed under the key of that person. */
  secondPerson: Type.Optional(personal(Citizen)),
};
