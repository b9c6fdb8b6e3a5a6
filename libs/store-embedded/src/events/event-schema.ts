/** Version of the schema of events.db. */
export const EVENT_SCHEMA_VERSION = 3;
/** The first version of it that has a tree. */
export const TREE_SINCE_VERSION = 2;

/**
 * The tree over the events (RFC 6962): a row for each, which also has the roots of the subtrees that its leaf completes,
 * so that every complete subtree is found by its last leaf. `tree_head` has the head that was signed last, if any.
 */
const TREE_SCHEMA = `
  CREATE TABLE tree (
    leaf     INTEGER PRIMARY KEY, -- from 0
    position INTEGER NOT NULL,    -- of the event
    hashes   BLOB NOT NULL        -- 32 bytes each: of the leaf, then of the subtrees, the smallest first
  ) STRICT;
  CREATE TABLE tree_head (head TEXT NOT NULL) STRICT; -- JSON; one row at most
  CREATE TABLE tree_debt (through INTEGER NOT NULL) STRICT; -- position up to which events of before have no leaf yet
`;

/**
 * Up to version 1 there was no tree: the first start that may write makes it over what is there. Up to version 2 records had
 * no time: they count from the upgrade.
 */
export const EVENT_UPGRADES: readonly string[] = [
  `${TREE_SCHEMA}; INSERT INTO tree_debt SELECT max(position) FROM events HAVING count(*) > 0`,
  `ALTER TABLE claims ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
   UPDATE claims SET made_at = unixepoch() * 1000`,
];

/**
 * `position` is never used twice, also if someone were to delete the last rows by hand. Idempotency records stand in
 * `claims`, as they were called when the first file was made. They have row numbers, though they are only found by
 * command id: rows at the end and a narrow index of random ids cost half of a table in their order. So the oldest come first.
 */
export const EVENT_SCHEMA = `
  CREATE TABLE events (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,
    stream      TEXT NOT NULL,
    revision    INTEGER NOT NULL,
    event_id    TEXT NOT NULL,
    type        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL, -- milliseconds since the epoch
    data        TEXT NOT NULL,
    metadata    TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE claims (
    command_id TEXT NOT NULL UNIQUE,
    route      TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    stream     TEXT NOT NULL,
    made_at    INTEGER NOT NULL -- milliseconds since the epoch
  ) STRICT;
  CREATE TABLE log (log_id TEXT NOT NULL) STRICT;
  ${TREE_SCHEMA}
`;
