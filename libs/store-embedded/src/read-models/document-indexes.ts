import type { IndexDefinition } from '#kernel/ports';
import type { Database } from '../database.ts';
import { columnOf, PRESENT } from './document-columns.ts';
import { typeExpression } from './json-path.ts';

const NUMBER = /^\d+$/;

interface PresentIndex {
  readonly name: string;
  readonly sql: string;
}

/**
 * Compares the indexes of a table of documents with those it must have: makes the missing ones, and drops those of ours
 * that are not among them. Ours are called by the table and a number; others are left alone. Between two others have their turn.
 */
export function* matchIndexes(database: Database, table: string, wanted: readonly IndexDefinition[]): Generator<void> {
  const definitions = new Set(wanted.map((index) => definitionOf(table, index)));
  const names = new Set<string>();
  const kept = new Set<string>();
  for (const { name, sql } of indexesOf(database, table)) {
    const definition = definitionIn(sql);
    const isOurs = name.startsWith(`${table}_`) && NUMBER.test(name.slice(table.length + 1));
    if (isOurs && !definitions.has(definition)) {
      database.transaction(() => database.exec(`DROP INDEX ${name}`));
    } else {
      names.add(name);
      kept.add(definition);
    }
  }
  for (const definition of definitions) {
    if (kept.has(definition)) continue;
    const name = freeName(table, names);
    names.add(name);
    database.transaction(() => database.exec(`CREATE INDEX ${name} ${definition}`));
    yield;
  }
}

/** True when a path holds an array or an object in some document. */
export function holdsContainers(database: Database, table: string, path: string): boolean {
  const one = `SELECT 1 FROM ${table} WHERE ${typeExpression(path)} IN ('array', 'object') LIMIT 1`;
  return database.prepare(one).get() !== undefined;
}

function definitionOf(table: string, { fields, sparse }: IndexDefinition): string {
  const columns = fields.map(columnOf);
  const [first] = columns;
  // SQLite sees by itself that whoever compares the first field with a value asks for no document without one.
  const stands = sparse && first !== undefined ? `${first} IS NOT NULL` : `${PRESENT} IS NOT NULL`;
  return `ON ${table} (${[...columns, 'key'].join(', ')}) WHERE ${stands}`;
}

/** SQLite keeps the text of a definition as it was given, from the name of the index on. */
function definitionIn(sql: string): string {
  return sql.slice(sql.indexOf(' ON ') + 1);
}

function indexesOf(database: Database, table: string): readonly PresentIndex[] {
  // The index of the key has no text.
  const select = database.prepare(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`,
  );
  return database.read(() => select.all(table)) as unknown as PresentIndex[];
}

function freeName(table: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const name = `${table}_${number}`;
    if (!taken.has(name)) return name;
  }
}
