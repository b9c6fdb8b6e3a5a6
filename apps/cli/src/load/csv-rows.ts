import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../failure.ts';

/** A row of a file: its cells by the names of their columns, empty ones left out. */
export interface CsvRow {
  /** Line of the file on which it ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Longest row that is read, in characters. */
const LONGEST_ROW = 20_000;

/**
 * Reads a CSV file row by row: UTF-8, with commas or semicolons, its first line the names of the columns.
 * @param known names that columns may have
 * @throws Failure when it cannot be read, is no such file, or has a column that is not known
 */
export async function* csvRows(file: string, known: readonly string[]): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    columns: (names: string[]) => checked(file, names, known),
    delimiter: [',', ';'],
    info: true,
    max_record_size: LONGEST_ROW,
    skip_empty_lines: true,
    trim: true,
  });
  const source = createReadStream(file);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<{
      readonly record: Readonly<Record<string, string>>;
      readonly info: { readonly lines: number };
    }>) {
      const cells = Object.fromEntries(Object.entries(record).filter(([, text]) => text !== ''));
      yield { line: info.lines, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Failure(`${file} is no such table: ${error.message}.`, { cause: error });
    if (error instanceof Failure) throw error;
    if (isOfFileSystem(error)) throw new Failure(`${file} cannot be read: ${error.message}.`, { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
}

function checked(file: string, names: readonly string[], known: readonly string[]): string[] {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Failure(`${file} has columns that are not known: ${unknown.join(', ')}. Known are ${known.join(', ')}.`);
  }
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Failure(`${file} has two columns ${twice.join(', ')}: leave one of them out.`);
  return [...names];
}

function isOfFileSystem(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
