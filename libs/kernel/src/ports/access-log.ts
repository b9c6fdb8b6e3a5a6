/** Who read whose personal data, when and why. No personal data in it. */
export interface AccessLogEntry {
  /** RFC 3339. */
  readonly at: string;
  readonly actorId: string;
  readonly role: string;
  readonly office?: string;
  readonly purpose: string;
  readonly subject: string;
  /** Names of the fields opened. */
  readonly fields: readonly string[];
  /** What the answer was about, for example a route template. */
  readonly resource: string;
}

/** Which entries; of every subject and actor where none is named. */
export interface AccessLogFilter {
  readonly subject?: string;
  readonly actorId?: string;
  /** Most entries. */
  readonly limit: number;
}

/**
 * Who read whose personal data: entries are added, and never changed. They cannot be rebuilt from the log. Conformance
 * suite: `test/conformance/access-log.ts`.
 */
export interface AccessLog {
  /** Durable before it returns. */
  record(entries: readonly AccessLogEntry[]): Promise<void>;
  /** Newest first. */
  list(filter: AccessLogFilter): Promise<readonly AccessLogEntry[]>;
  close(): Promise<void>;
}
