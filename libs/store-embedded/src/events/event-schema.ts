/** Version of the schema of events.db. */
export const EVENT_SCHEMA_VERSION = 1;

/**
 * `position` is never used twice, also if someone were to delete the last rows by hand. Idempotency records stand in
 * `claims`, as they were called when the first file was made. They have row numbers, though they are only found by
 * command id: rows at the end and a narrow index of random ids cost half of a table in their order.
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
    stream     TEXT NOT NULL
  ) STRICT;
  CREATE TABLE log (log_id TEXT NOT NULL) STRICT;
`;
