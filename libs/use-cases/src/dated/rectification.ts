import { Type, type TSchema } from '@sinclair/typebox';
import { LocalDate, Text, whole, Word } from '#vocabulary';

/** The act by which something is rectified: who made it, its number and date. */
export const RectifyingAct = Type.Object({ authority: Text, number: Word, date: LocalDate });

/**
 * What an event says that rectifies another of the same thing (T2; as the annulment of D.P.R. 445/2000, art. 54): the
 * wrong value stays where it is, and counts as long as nobody knew better.
 * @param changes what can be corrected of any of its events, every field optional
 * @param more what else the event says
 */
export function rectificationOf<Changes extends TSchema, More extends Record<string, TSchema>>(
  changes: Changes,
  more: More,
) {
  return Type.Object({
    /** Revision of the event in this stream that was wrong. */
    rectifies: whole(0, Number.MAX_SAFE_INTEGER),
    /** Type of that event. */
    of: Word,
    /** Its corrected fields; absent where it is annulled. */
    changes: Type.Optional(changes),
    /** It never was. */
    annuls: Type.Optional(Type.Literal(true)),
    reason: Text,
    act: RectifyingAct,
    ...more,
  });
}
