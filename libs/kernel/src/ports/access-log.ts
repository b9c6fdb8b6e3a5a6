/**
 * What came of it: personal data was opened, or the access log itself read; a person was looked up by codice fiscale, and
 * is known, or nobody is; or who asked was refused.
 */
export const ACCESS_OUTCOMES = ['READ', 'FOUND', 'NOBODY', 'REFUSED'] as const;
export type AccessOutcome = (typeof ACCESS_OUTCOMES)[number];

/** Who wanted whose personal data, when, why, and what came of it. No personal data in it. */
export interface AccessLogEntry {
  /** RFC 3339, UTC, with milliseconds. */
  readonly at: string;
  readonly actorId: string;
  readonly role: string;
  readonly office?: string;
  readonly purpose: string;
  /** Absent where nobody was found, or who asked was refused before anybody was looked for. */
  readonly subject?: string;
  /** Names of the fields opened. */
  readonly fields: readonly string[];
  /**
   * What it was about: one thing, as its stream is called (`AgendaDay-<id>`), or what was asked where there is no thing.
   * Entries from before name the template of a route.
   */
  readonly resource: string;
  readonly outcome: AccessOutcome;
  /** Of REFUSED: the code of the refusal. */
  readonly refusal?: string;
}

/** An entry, and its place among those of the same moment, as the store knows it. */
export type StoredAccess = AccessLogEntry & { readonly id: string };

/** Which entries; of every subject, actor, resource and time where none is named. */
export interface AccessLogFilter {
  readonly subject?: string;
  readonly actorId?: string;
  readonly resource?: string;
  /** First moment; RFC 3339, UTC, with milliseconds. */
  readonly from?: string;
  /** Moment before which; as `from`. */
  readonly before?: string;
  /** Where the page before ended. */
  readonly after?: Pick<StoredAccess, 'at' | 'id'>;
  /** Most entries. */
  readonly limit: number;
}

/**
 * Who wanted whose personal data: entries are added, and never changed. They cannot be rebuilt from the log. Conformance
 * suite: `test/conformance/access-log.ts`.
 */
export interface AccessLog {
  /** Durable before it returns. */
  record(entries: readonly AccessLogEntry[]): Promise<void>;
  /** Newest first. What is recorded meanwhile moves nothing between the pages of a list. */
  list(filter: AccessLogFilter): Promise<readonly StoredAccess[]>;
  close(): Promise<void>;
}
