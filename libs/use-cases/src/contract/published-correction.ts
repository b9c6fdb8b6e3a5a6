import { Type } from '@sinclair/typebox';
import { explained, LocalDate } from '#vocabulary';
import { at, madeOf, type PublishedField } from './published-field.ts';

/** What outsiders are told of a correction: which fact of the same thing, and what of it that they were told is otherwise. */
export const correctionSchema = {
  corrects: Type.String({
    ...{ pattern: String.raw`^(0|[1-9]\d{0,15})$`, maxLength: 16 },
    description: 'The `sequence` of the fact that was wrong; it was published where outsiders are told of its kind.',
  }),
  annulled: Type.Optional(explained(Type.Boolean(), 'True where it never was: leave it out.')),
  from: Type.Optional(explained(LocalDate, 'Its day as it should have been.')),
};

/** The same of a fact that may have an end from the start. */
export const correctedEndSchema = {
  until: Type.Optional(explained(LocalDate, 'Its end as it should have been, where it has one.')),
};
export const correctedEnd = { until: at('changes.until') };

type Changes = Readonly<Record<string, unknown>>;

/**
 * Makes that of an event which rectifies another (`rectificationOf`).
 * @param days fields of its `changes` that are the legal day of a fact
 */
export function correctionOf(days: readonly string[]): Readonly<Record<string, PublishedField>> {
  const named = days.map((day) => `\`${day}\``).join(', ');
  return {
    corrects: madeOf('rectifies', 'as text', (revision: number) => String(revision)),
    annulled: at('annuls'),
    from: madeOf('changes', `of ${named} the one that is there`, (changes: Changes) =>
      days.map((day) => changes[day]).find((day) => day !== undefined),
    ),
  };
}
