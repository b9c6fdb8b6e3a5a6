/** Names of the files of a data directory. */
export const STORE_FILES = {
  events: 'events.db',
  readModels: 'read-models.db',
  work: 'work.db',
  keys: 'keys.db',
  /** Idempotency records, only where the log is elsewhere: events.db has those of its events. The name is from before. */
  idempotency: 'claims.db',
} as const;
