import type { HistoryEntry } from '#use-cases';

/** The entry of a history without the persons, not even sealed. */
export function withoutPersons(entry: HistoryEntry): HistoryEntry {
  return { ...entry, data: dataWithoutPersons(entry.data) };
}

/**
 * What an event says without the persons: neither their sealed names nor the ids that they have everywhere. Officers of
 * before, who are no persons to the system, stay.
 * @param data what is told, as it was written or as it was rectified
 * @param written what was written
 */
export function dataWithoutPersons(data: object, written: object = data): object {
  if (!('name' in written)) return data;
  const { name, officerId, previousOfficerId, signatory, ...rest } = data as Readonly<Record<string, unknown>>;
  return rest;
}
