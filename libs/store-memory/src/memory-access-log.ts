import type { AccessLog, AccessLogEntry, AccessLogFilter } from '#kernel/ports';

/** The access log in memory, for specs only: nothing survives the process. */
export class MemoryAccessLog implements AccessLog {
  readonly #entries: AccessLogEntry[] = [];

  async record(entries: readonly AccessLogEntry[]): Promise<void> {
    this.#entries.push(...structuredClone(entries));
  }

  async list(filter: AccessLogFilter): Promise<readonly AccessLogEntry[]> {
    return this.#entries
      .filter(({ subject }) => filter.subject === undefined || subject === filter.subject)
      .filter(({ actorId }) => filter.actorId === undefined || actorId === filter.actorId)
      .reverse()
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .slice(0, filter.limit);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}
