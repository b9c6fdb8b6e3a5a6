import { historyOf, type HistoryEntry } from '#use-cases';
import { puntoInpsEvents } from '../../domain/punto-inps/events.ts';

/** The whole history of each Punto INPS; who works there stays sealed in it. */
export const puntoInpsHistory = historyOf('punto-inps-history', puntoInpsEvents);

/** Who somebody of the staff is stands in no history, not even sealed. */
export function withoutPerson(entry: HistoryEntry): HistoryEntry {
  const { person: _who, subject: _whose, ...data } = entry.data as Readonly<Record<string, unknown>>;
  return { ...entry, data };
}
