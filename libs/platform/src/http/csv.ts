import { stringify } from 'csv-stringify/sync';
import type { TableCell } from '#use-cases';

/** Media type of an answer as a table (RFC 4180), which begins with a line of headings. */
export const CSV = 'text/csv; charset=utf-8; header=present';

/**
 * A table as CSV. What a spreadsheet would take for a formula is marked as text: names and reasons are written by people.
 * @param columns the first line
 */
export function csvOf(columns: readonly string[], rows: readonly (readonly TableCell[])[]): string {
  return stringify([columns, ...rows] as unknown[][], { record_delimiter: 'windows', escape_formulas: true });
}
