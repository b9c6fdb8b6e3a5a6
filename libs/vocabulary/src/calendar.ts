import { Type, type Static } from '@sinclair/typebox';

/** A day of the calendar in Rome, `yyyy-mm-dd`. */
export const LocalDate = Type.String({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$`, maxLength: 10 });
export type LocalDate = Static<typeof LocalDate>;
/** A time of the clock in Rome, `HH:MM`. */
export const LocalTime = Type.String({ pattern: String.raw`^\d{2}:\d{2}$`, maxLength: 5 });
export type LocalTime = Static<typeof LocalTime>;
/** RFC 3339, UTC, milliseconds. */
export const Timestamp = Type.String({
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
  maxLength: 24,
});
