import { columnDefinitions } from './document-columns.ts';

/** Version of the schema of read-models.db. */
export const READ_MODEL_SCHEMA_VERSION = 3;

const CHECKPOINTS = `
  CREATE TABLE checkpoints (
    number           INTEGER PRIMARY KEY,
    log_id           TEXT NOT NULL,
    position         INTEGER NOT NULL,
    incomplete_since INTEGER
  ) STRICT;`;

/** From each version to the next. */
export const READ_MODEL_UPGRADES = [
  // Tables have their columns added when their indexes are declared; an earlier version is to be refused from then on, as it would write
  // texts and leave the columns beside them as they were.
  '',
  // Until version 2 each build had its checkpoint to itself.
  `${CHECKPOINTS}
  INSERT INTO checkpoints (log_id, position, incomplete_since)
    SELECT DISTINCT log_id, position, incomplete_since FROM builds WHERE log_id IS NOT NULL AND position IS NOT NULL;
  ALTER TABLE builds ADD COLUMN checkpoint INTEGER;
  UPDATE builds SET checkpoint =
    (SELECT checkpoints.number FROM checkpoints
      WHERE checkpoints.log_id = builds.log_id AND checkpoints.position = builds.position
        AND checkpoints.incomplete_since IS builds.incomplete_since);
  ALTER TABLE builds DROP COLUMN log_id;
  ALTER TABLE builds DROP COLUMN position;
  ALTER TABLE builds DROP COLUMN incomplete_since`,
];

/** Besides these, each build has a table of documents, `doc_<number>`. Numbers are never used twice. */
export const READ_MODEL_SCHEMA = `${CHECKPOINTS}
  CREATE TABLE builds (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    projection       TEXT NOT NULL,
    version          INTEGER NOT NULL,
    indexes          TEXT NOT NULL,                -- JSON: IndexDefinition[]
    array_paths      TEXT NOT NULL DEFAULT '[]',   -- JSON: indexed paths that were seen to hold arrays or objects
    epoch            INTEGER NOT NULL DEFAULT 0,
    checkpoint       INTEGER                       -- one that builds at the same place share; NULL before the first commit
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
 * @param hasKey whether its keys are indexed from the first; where it is filled from another, it takes a third of the time to index
 *   them then
 */
export function createDocuments(table: string, paths: readonly string[], hasKey = true): string {
  const columns = [
    hasKey ? 'key TEXT PRIMARY KEY' : 'key TEXT NOT NULL',
    'position INTEGER NOT NULL',
    ...columnDefinitions(paths),
    'body TEXT',
  ];
  return `CREATE TABLE ${table} (${columns.join(', ')}) STRICT`;
}
