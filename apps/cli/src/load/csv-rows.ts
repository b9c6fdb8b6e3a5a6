import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../failure.ts';
import { separatorLineOf } from './separator-line.ts';

/** A row of a file: its cells by the names of their columns, empty ones left out. */
export interface CsvRow {
  /** Line of the file on which it ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What of a file is no row of its table. */
export interface BrokenRow {
  /** Line of the file on which it ends, from 1; of all that is left of the file, the first. */
  readonly line: number;
  readonly fault: { readonly code: string; readonly why: string };
}

/** Longest row that is read, in characters. */
const LONGEST_ROW = 20_000;

/** What csv-parse says of a record. */
interface RecordInfo {
  readonly lines: number;
  readonly error?: CsvError;
}

/**
 * Reads a CSV file row by row: UTF-8, with commas or semicolons, or what a line before all others says (`sep=;`), its first line the
 * names of the columns. A row of other length is told as broken, and those after it are read; where rows can no longer be told apart,
 * all that is left is told as broken, once.
 * @param known names that columns may have
 * @throws Failure when it cannot be read, has no first line, or has a column that is not known
 */
export async function* csvRows(file: string, known: readonly string[]): AsyncGenerator<CsvRow | BrokenRow> {
  const before = await separatorLineOf(file).catch((error: unknown) => refuseUnread(file, error));
  const rows: (CsvRow | BrokenRow)[] = [];
  let columns: readonly string[] | undefined;
  /** Lines that the parser does not see. */
  const above = before ? 1 : 0;
  let last = above + 1;
  const parser = parse({
    bom: true,
    columns: (names: string[]) => [...(columns = checked(file, names, known))],
    delimiter: before ? before.separator : [',', ';'],
    max_record_size: LONGEST_ROW,
    // What was read before a fault is taken here: a stream that fails loses what it holds.
    on_record: (record: Readonly<Record<string, string>>, { lines, error }: RecordInfo) => {
      last = above + lines;
      rows.push(error ? ofOtherLength(last, error) : rowOf(last, record));
      return null;
    },
    // Each line may end in its own way: tables are appended to one another.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    // Spreadsheets write rows that were emptied as separators alone.
    skip_records_with_empty_values: true,
    trim: true,
  });
  let fault: Error | undefined;
  parser.on('error', (error: Error) => (fault = error)).resume();
  try {
    for await (const chunk of createReadStream(file, { start: before?.length ?? 0 })) {
      await new Promise<void>((written) => parser.write(chunk, () => written()));
      yield* rows.splice(0);
      if (fault !== undefined) break;
    }
    if (fault === undefined) await new Promise<void>((ended) => parser.end(() => ended()));
  } catch (error) {
    refuseUnread(file, error);
  } finally {
    parser.destroy();
  }
  yield* rows.splice(0);
  if (fault === undefined && !columns) throw new Failure(`${file} is empty: its first line is to name the columns.`);
  if (fault === undefined) return;
  if (!(fault instanceof CsvError)) throw fault;
  if (!columns) throw new Failure(`${file} is no such table: ${fault.message}.`, { cause: fault });
  yield notToldApart(last + 1, fault);
}

function rowOf(line: number, record: Readonly<Record<string, string>>): CsvRow {
  return { line, cells: Object.fromEntries(Object.entries(record).filter(([, text]) => text !== '')) };
}

function ofOtherLength(line: number, error: CsvError): BrokenRow {
  const { columns, record } = error as CsvError & {
    readonly columns: readonly unknown[];
    readonly record: readonly (string | undefined)[];
  };
  const why = `The table has ${columns.length} columns, and this row ${record.length}: correct the row.`;
  const begins = line - record.reduce((lines, cell = '') => lines + cell.split('\n').length - 1, 0);
  const several = ` Lines ${begins} to ${line} are one row, by a quote that is open on the first: close it where they are several.`;
  return { line, fault: { code: 'ROW_OF_OTHER_LENGTH', why: begins < line ? why + several : why } };
}

function notToldApart(line: number, { message }: CsvError): BrokenRow {
  const why = `From here on rows cannot be told apart, and none is loaded: close the quote, or shorten the cell. ${message}.`;
  return { line, fault: { code: 'ROWS_NOT_TOLD_APART', why } };
}

function checked(file: string, names: readonly string[], known: readonly string[]): string[] {
  if (names.includes('')) {
    const at = names.indexOf('') + 1;
    throw new Failure(
      `${file} has a column without a name, number ${at} of ${names.length}: name it, or take it out of all lines.`,
    );
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Failure(`${file} has columns that are not known: ${unknown.join(', ')}. Known are ${known.join(', ')}.`);
  }
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Failure(`${file} has two columns ${twice.join(', ')}: leave one of them out.`);
  return [...names];
}

/** @throws Failure where the file system gives a reason */
function refuseUnread(file: string, error: unknown): never {
  if (isOfFileSystem(error)) throw new Failure(`${file} cannot be read: ${error.message}.`, { cause: error });
  throw error;
}

function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
