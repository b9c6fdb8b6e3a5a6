import type { AccessLog, AccessLogEntry, AccessLogFilter, StoredAccess } from '#kernel/ports';

/** The access log in memory, for specs only: nothing survives the process. */
export class MemoryAccessLog implements AccessLog {
  readonly #entries: StoredAccess[] = [];

  async record(entries: readonly AccessLogEntry[]): Promise<void> {
    for (const entry of structuredClone(entries)) this.#entries.push({ ...entry, id: String(this.#entries.length) });
  }

  async list({ limit, ...filter }: AccessLogFilter): Promise<readonly StoredAccess[]> {
    return this.#entries
      .filter((entry) => isWanted(entry, filter))
      .sort(newestFirst)
      .slice(0, limit);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}

function isWanted(entry: StoredAccess, filter: Omit<AccessLogFilter, 'limit'>): boolean {
  const { subject, actorId, resource, from, before, after } = filter;
  return (
    (subject === undefined || entry.subject === subject) &&
    (actorId === undefined || entry.actorId === actorId) &&
    (resource === undefined || entry.resource === resource) &&
    (from === undefined || entry.at >= from) &&
    (before === undefined || entry.at < before) &&
    (after === undefined || newestFirst(entry, after) > 0)
  );
}

function newestFirst(a: Pick<StoredAccess, 'at' | 'id'>, b: Pick<StoredAccess, 'at' | 'id'>): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return Number(b.id) - Number(a.id);
}
