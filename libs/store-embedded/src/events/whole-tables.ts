import type { StatementSync } from 'node:sqlite';
import { SystemError } from '#kernel/domain';
import type { Database } from '../database.ts';

/** Columns of each table that events.db has had since its first version, as SQLite names them and their types. */
const ALWAYS = {
  events: [
    ...['position INTEGER', 'stream TEXT', 'revision INTEGER', 'event_id TEXT', 'type TEXT', 'recorded_at INTEGER'],
    ...['data TEXT', 'metadata TEXT'],
  ],
  claims: ['command_id TEXT', 'route TEXT', 'body_hash TEXT', 'stream TEXT'],
  log: ['log_id TEXT'],
} as const;

/** Those of the tree, which came later. */
const OF_TREE = {
  tree: ['leaf INTEGER', 'position INTEGER', 'hashes BLOB'],
  tree_head: ['head TEXT'],
  tree_debt: ['through INTEGER'],
} as const;

type Tables = Readonly<Record<string, readonly string[]>>;

/**
 * Refuses a file that lacks a table or a column which every version has made: no program has taken it away.
 * @throws SystemError LOG_CHANGED
 */
export function refuseMutilated(database: Database): void {
  const [missing] = missingFrom(database, ALWAYS);
  if (missing !== undefined) throw mutilated(database.file, `its table ${missing} is not as it was made`);
}

/** How much of the tree's tables a file has; `part` when some lack, or are not as they were made. */
export function tablesOfTree(database: Database): 'all' | 'part' | 'none' {
  const missing = missingFrom(database, OF_TREE);
  if (missing.length === 0) return 'all';
  const isThere = tableListed(database);
  return Object.keys(OF_TREE).some((table) => isThere.get(table)) ? 'part' : 'none';
}

/**
 * The refusal of a file that somebody has changed in a way that no event tells of.
 * @param what was found, as a clause
 */
export function mutilated(file: string, what: string): SystemError {
  return new SystemError(
    'LOG_CHANGED',
    `${file}: ${what}, so somebody has changed the file: stop the server, keep a copy of the log as it is, and restore a ` +
      'backup',
    { file },
  );
}

/** Tables that are not there, or lack a column, or would take values of other types than were declared. */
function missingFrom(database: Database, tables: Tables): string[] {
  const isThere = tableListed(database);
  const columns = database.prepareRows(`SELECT name || ' ' || type FROM pragma_table_info(?)`);
  return Object.entries(tables).flatMap(([table, expected]) => {
    const found = isThere.get(table) ? columns.all(table).flat() : [];
    return expected.every((column) => (found as unknown[]).includes(column)) ? [] : [table];
  });
}

function tableListed(database: Database): StatementSync {
  return database.prepareRows(`SELECT 1 FROM pragma_table_list(?) WHERE type = 'table' AND strict = 1`);
}
