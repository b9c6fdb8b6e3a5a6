/** What stands in one place of a table. */
export type TableCell = string | number | null;

/** An answer as a table: for a spreadsheet, or a terminal. */
export interface AnswerTable<Answer> {
  /** Names of its columns, in snake_case. */
  readonly columns: readonly string[];
  rows(answer: Answer): readonly (readonly TableCell[])[];
}

export const ANSWER_FORMATS = ['json', 'csv'] as const;
/** How an answer comes. */
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];
