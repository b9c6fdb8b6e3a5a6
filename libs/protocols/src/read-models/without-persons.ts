import type { HistoryEntry } from '#use-cases';

/** The entry of a history without the persons, not even sealed. */
export function withoutPersons(entry: HistoryEntry): HistoryEntry {
  const { name, ...data } = entry.data as Readonly<Record<string, unknown>>;
  if (name === undefined) return entry;
  const { officerId: _officer, previousOfficerId: _previous, signatory: _signatory, ...rest } = data;
  return { ...entry, data: rest };
}
