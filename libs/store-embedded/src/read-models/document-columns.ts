import type { Database } from '../database.ts';
import { valueAt, valueExpression } from './json-path.ts';

/** Beside the text of a document stand the values of its indexed fields, each in a column. */
export interface DocumentColumns {
  /** Paths whose values stand in columns, in the order of the table. */
  readonly paths: readonly string[];
  /** Whether a column tells documents from tombstones; a table of an earlier version has none. */
  readonly tellsPresent: boolean;
}

/** What a column holds. */
export type ColumnValue = string | number | null;

/** The column that tells documents from tombstones: 1 for a document, otherwise nothing. Its name is no path's. */
export const PRESENT = 'present';

const PREFIX = '$.';

/** The column of a dotted path, as SQL. */
export function columnOf(path: string): string {
  return `"${PREFIX}${path}"`;
}

/** As `CREATE TABLE` has them. The text comes after them all: who wants a column need not go through it. */
export function columnDefinitions(paths: readonly string[]): readonly string[] {
  return [`${PRESENT} INTEGER`, ...paths.map((path) => `${columnOf(path)} ANY`)];
}

/** Those that a table has. */
export function columnsOf(database: Database, table: string): DocumentColumns {
  const select = database.prepareRows('SELECT name FROM pragma_table_info(?, ?)');
  const [name = table, file = 'main'] = table.split('.').reverse();
  const names = (database.read(() => select.all(name, file)) as unknown as [string][]).map(([column]) => column);
  const paths = names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
  return { paths, tellsPresent: names.includes(PRESENT) };
}

/** Adds what a table lacks, with the values of its documents; to be called in a transaction. */
export function addColumns(database: Database, table: string, paths: readonly string[]): void {
  const present = columnsOf(database, table);
  const missing = paths.filter((path) => !present.paths.includes(path));
  const values = missing.map((path) => `${columnOf(path)} = ${valueExpression(path)}`);
  for (const path of missing) database.exec(`ALTER TABLE ${table} ADD COLUMN ${columnOf(path)} ANY`);
  if (!present.tellsPresent) {
    database.exec(`ALTER TABLE ${table} ADD COLUMN ${PRESENT} INTEGER`);
    values.push(`${PRESENT} = iif(body IS NULL, NULL, 1)`);
  }
  if (values.length > 0) database.exec(`UPDATE ${table} SET ${values.join(', ')}`);
}

/** What the columns of a document hold, in their order. Arrays and objects stand there as their text. */
export function valuesOf(document: unknown, paths: readonly string[]): readonly ColumnValue[] {
  return [document === undefined ? null : 1, ...paths.map((path) => columnValue(valueAt(document, path)))];
}

/** As `json_extract` has it. */
function columnValue(value: unknown): ColumnValue {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return Number(value);
    default:
      return value === null || value === undefined ? null : JSON.stringify(value);
  }
}
