import { columnDefinitions } from './document-columns.ts';

/** Version of the schema of read-models.db. */
export const READ_MODEL_SCHEMA_VERSION = 2;

/**
 * From each version to the next. Tables have their columns added when their indexes are declared; an earlier version is to be refused
 * from then on, as it would write texts and leave the columns beside them as they were.
 */
export const READ_MODEL_UPGRADES = [''];

/** Besides these, each build has a table of documents, `doc_<number>`. Numbers are never used twice. */
export const READ_MODEL_SCHEMA = `
  CREATE TABLE builds (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    projection       TEXT NOT NULL,
    version          INTEGER NOT NULL,
    indexes          TEXT NOT NULL,                -- JSON: IndexDefinition[]
    array_paths      TEXT NOT NULL DEFAULT '[]',   -- JSON: indexed paths that were seen to hold arrays or objects
    log_id           TEXT,
    position         INTEGER,
    incomplete_since INTEGER,
    epoch            INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE pointers (
    projection TEXT NOT NULL,
    version    INTEGER NOT NULL,
    build      INTEGER NOT NULL,
    PRIMARY KEY (projection, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE parked (
    build     INTEGER NOT NULL,
    key       TEXT NOT NULL,
    position  INTEGER NOT NULL,
    after     INTEGER NOT NULL,
    event_id  TEXT NOT NULL,
    error     TEXT NOT NULL,
    parked_at TEXT NOT NULL,
    PRIMARY KEY (build, key)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * The table of a build's documents; a tombstone has no body.
 * @param paths indexed, each of which has a column
 */
export function createDocuments(table: string, paths: readonly string[]): string {
  const columns = ['key TEXT PRIMARY KEY', 'position INTEGER NOT NULL', ...columnDefinitions(paths), 'body TEXT'];
  return `CREATE TABLE ${table} (${columns.join(', ')}) STRICT`;
}
