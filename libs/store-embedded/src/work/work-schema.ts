import { Database, type StoreFileOptions } from '../database.ts';

const WORK_SCHEMA_VERSION = 2;

const WORK_SCHEMA = `
  CREATE TABLE processes (
    process          TEXT PRIMARY KEY,
    log_id           TEXT,
    position         INTEGER,
    incomplete_since INTEGER,
    epoch            INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE instances (
    process  TEXT NOT NULL,
    key      TEXT NOT NULL,
    position INTEGER NOT NULL,
    state    TEXT,          -- JSON; NULL when the process is over
    unsent   TEXT NOT NULL, -- JSON: PlannedCommand[]
    parked   TEXT,          -- JSON: ParkedInstance
    PRIMARY KEY (process, key)
  ) STRICT;
  CREATE INDEX instances_unsent ON instances (process, position) WHERE unsent <> '[]' AND parked IS NULL;
  CREATE INDEX instances_parked ON instances (process, position) WHERE parked IS NOT NULL;
  CREATE TABLE deadlines (
    process    TEXT NOT NULL,
    key        TEXT NOT NULL,
    id         TEXT NOT NULL,
    due_at     INTEGER NOT NULL, -- milliseconds since the epoch
    command_id TEXT NOT NULL,
    command    TEXT NOT NULL,    -- JSON: PlannedCommand
    PRIMARY KEY (process, key, id)
  ) STRICT;
  CREATE INDEX deadlines_due ON deadlines (process, due_at);
  CREATE TABLE accesses (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    role     TEXT NOT NULL,
    office   TEXT,
    purpose  TEXT NOT NULL,
    subject  TEXT NOT NULL, -- '' where nobody was found
    fields   TEXT NOT NULL, -- JSON: names
    resource TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    refusal  TEXT
  ) STRICT;
  CREATE INDEX accesses_subject ON accesses (subject, at);
  CREATE INDEX accesses_actor ON accesses (actor_id, at);
  CREATE INDEX accesses_resource ON accesses (resource, at);
  CREATE INDEX accesses_at ON accesses (at);
  CREATE TABLE leases (
    name   TEXT PRIMARY KEY,
    holder TEXT,
    epoch  INTEGER NOT NULL,
    beat   INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const UPGRADES = [
  // Until version 1 nothing but readings stood in the access log.
  `
  ALTER TABLE accesses ADD COLUMN outcome TEXT NOT NULL DEFAULT 'READ';
  ALTER TABLE accesses ADD COLUMN refusal TEXT;
  CREATE INDEX accesses_resource ON accesses (resource, at)`,
];

/**
 * Opens a connection to work.db. Process managers write without an fsync: what a power cut takes from their state it
 * takes from their checkpoint too. What makes the access log durable is its own.
 */
export function openWorkFile(file: string, options: StoreFileOptions): Database {
  return new Database({
    file,
    synchronous: 'NORMAL',
    version: WORK_SCHEMA_VERSION,
    schema: WORK_SCHEMA,
    upgrades: UPGRADES,
    ...options,
  });
}
