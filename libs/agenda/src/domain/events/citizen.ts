import { Type, type Static } from '@sinclair/typebox';
import { oneOf, Text, Word } from '#vocabulary';
import { LANGUAGES } from '../vocabulary.ts';

/** Who comes, as sealed in AppointmentBooked. */
export const Citizen = Type.Object({
  fiscalCode: Word,
  givenName: Text,
  familyName: Text,
  phone: Type.Optional(Word),
  email: Type.Optional(Text),
  /** In which the person is written to; Italian when absent. */
  language: Type.Optional(oneOf(LANGUAGES)),
});
export type Citizen = Static<typeof Citizen>;

/** The field that a citizen's data is sealed for; it stays sealed for it when the appointment moves. */
export const CITIZEN_FIELD = 'AppointmentBooked.citizen';
/** The field that a second person's data is sealed for. */
export const SECOND_PERSON_FIELD = 'AppointmentBooked.secondPerson';
