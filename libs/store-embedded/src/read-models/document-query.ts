import type { Condition, DocumentQuery, Scalar } from '#kernel/ports';
import { columnOf, PRESENT, type DocumentColumns } from './document-columns.ts';
import { pathLiteral, typeExpression, valueExpression } from './json-path.ts';

/** A piece of SQL with the values of its placeholders, in order. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** What a query must know of the build it reads. */
export interface QueriedTable {
  readonly name: string;
  /** Paths that hold a scalar or nothing in every document: they are compared without a look for arrays. */
  readonly scalarPaths: ReadonlySet<string>;
  readonly columns: DocumentColumns;
}

/**
 * The SQL expression of a dotted path. Indexes and queries must use the same text, or no index serves a query.
 * @throws TypeError when a name of the path is not made of letters, digits, `_` and `-`
 */
export function fieldExpression({ paths }: DocumentColumns, path: string): string {
  return paths.includes(path) ? columnOf(path) : valueExpression(path);
}

/** The SQL condition that a row is a document, and no tombstone. */
export function isDocument({ tellsPresent }: DocumentColumns): string {
  return tellsPresent ? `${PRESENT} IS NOT NULL` : 'body IS NOT NULL';
}

/**
 * The statements whose results, one after the other, answer a query. Without a cursor it is one. After a cursor it is
 * one per sort field: those that share all values but the last, those that share all but the last two, and so on. Each
 * of them is a range of an index on (conditions, sort fields), which one condition with OR would not be.
 */
export function compileQuery(table: QueriedTable, query: DocumentQuery): readonly Sql[] {
  const expressionOf = (path: string): string => fieldExpression(table.columns, path);
  const conditions = Object.entries(query.where ?? {}).map(([path, condition]) => holds(table, path, condition));
  const order = query.orderBy ?? [];
  // As the last sort field: a mixed order could be read off no index, from neither end.
  const keyDescends = order.at(-1)?.descending ?? false;
  const select = (more: readonly Sql[], sorted: typeof order): Sql => {
    const where = join([raw(isDocument(table.columns)), ...conditions, ...more], ' AND ');
    const terms = [
      ...sorted.map(({ field, descending }) => term(expressionOf(field), descending)),
      term('key', keyDescends),
    ];
    return {
      text: `SELECT key, body FROM ${table.name} WHERE ${where.text} ORDER BY ${terms.join(', ')} LIMIT ?`,
      values: where.values,
    };
  };
  const { after } = query;
  if (!after) return [select([], order)];
  if (after.values.length !== order.length) throw new TypeError('a cursor has one value for each sort field');

  const shared = order.map(({ field }, index) => sameAs(expressionOf(field), after.values[index] ?? null));
  const statements = [select([...shared, sql(`key ${keyDescends ? '<' : '>'} ?`, after.key)], [])];
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const { field, descending = false } = order[index] ?? { field: '' };
    const expression = expressionOf(field);
    const value = after.values[index] ?? null;
    const before = shared.slice(0, index);
    if (value !== null || !descending) {
      statements.push(select([...before, pastValue(expression, value, descending)], order.slice(index)));
    }
    if (value !== null && descending) {
      // Where all are missing, SQLite would sort by what they lack.
      statements.push(select([...before, sameAs(expression, null)], order.slice(index + 1)));
    }
  }
  return statements;
}

function term(expression: string, descending: boolean | undefined): string {
  return descending ? `${expression} DESC` : expression;
}

/** Missing fields are NULL, and NULL sorts before everything else. */
function sameAs(expression: string, value: Scalar | null): Sql {
  return value === null ? raw(`${expression} IS NULL`) : sql(`${expression} = ?`, value);
}

/** The range of present values after a value in the given direction. */
function pastValue(expression: string, value: Scalar | null, descending: boolean): Sql {
  // Not `IS NOT NULL`, which would read past all the missing ones.
  if (value === null) return raw(`${expression} >= -9e999`);
  return sql(`${expression} ${descending ? '<' : '>'} ?`, value);
}

function holds(table: QueriedTable, path: string, condition: Condition): Sql {
  const type = typeExpression(path);
  const own = scalarHolds(fieldExpression(table.columns, path), type, condition);
  if (table.scalarPaths.has(path)) return own;
  const element = scalarHolds('element.atom', 'element.type', condition);
  return {
    text:
      `CASE ${type} WHEN 'object' THEN 0 ` +
      `WHEN 'array' THEN EXISTS (SELECT 1 FROM json_each(body, ${pathLiteral(path)}) AS element WHERE ${element.text}) ` +
      `ELSE ${own.text} END`,
    values: [...element.values, ...own.values],
  };
}

/** SQLite knows no booleans and orders numbers before texts, so every condition is also one on the JSON type. */
function scalarHolds(value: string, type: string, condition: Condition): Sql {
  if (typeof condition !== 'object') return compare(value, '=', type, condition);
  if ('in' in condition) return isOneOf(value, type, condition.in);
  const { from, to, before } = condition;
  const bounds = [from, to, before].filter((bound) => bound !== undefined);
  if (new Set(bounds.map((bound) => typeof bound)).size > 1) return raw('0');
  const tests = [raw(`${value} IS NOT NULL`)];
  if (from !== undefined) tests.push(compare(value, '>=', type, from));
  // A text bound above only: numbers lie below every text.
  else if (typeof bounds[0] === 'string') tests.push(raw(`${value} >= ''`));
  if (to !== undefined) tests.push(compare(value, '<=', type, to));
  if (before !== undefined) tests.push(compare(value, '<', type, before));
  return join(tests, ' AND ');
}

function compare(value: string, operator: '=' | '>=' | '<=' | '<', type: string, wanted: Scalar): Sql {
  const plain = sql(`${value} ${operator} ?`, wanted);
  // Else SQLite would rather go through all documents in the order of their keys than sort those that a range brings.
  const test = operator === '>=' ? { ...plain, text: `unlikely(${plain.text})` } : plain;
  if (typeof wanted === 'string') return test;
  if (typeof wanted === 'number') return { ...test, text: `${test.text} AND ${type} IN ('integer', 'real')` };
  return { ...test, text: `${test.text} AND ${type} IN ('true', 'false')` };
}

function isOneOf(value: string, type: string, wanted: readonly Scalar[]): Sql {
  // A list as one value: the text of the statement, and so its plan, does not depend on the length.
  const list = JSON.stringify(wanted);
  const member = sql(`${value} IN (SELECT atom FROM json_each(?))`, list);
  if (wanted.every((scalar) => typeof scalar === 'string')) return member;
  const numeric = "IN ('integer', 'real')";
  const sameType = `(wanted.type = ${type} OR (wanted.type ${numeric} AND ${type} ${numeric}))`;
  const exact = sql(`EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE wanted.atom = ${value} AND ${sameType})`, list);
  return join([member, exact], ' AND ');
}

function sql(text: string, value: Scalar): Sql {
  return { text, values: [typeof value === 'boolean' ? Number(value) : value] };
}

function raw(text: string): Sql {
  return { text, values: [] };
}

function join(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map(({ text }) => text).join(separator),
    values: parts.flatMap(({ values }) => values),
  };
}
