import { datedHostBodies, datedUnits } from '#organisation';
import type { ReadOptions, ProjectionReader } from '#kernel/execution';
import { provinceByCode, regionByCode } from '#italy';
import type { DatedThings, HistoryEntry, Moment } from '#use-cases';

/** The name of the office that an entry's actor acted for, at a moment; null where there is none, or nobody knows it. */
export type OfficeName = (entry: Pick<HistoryEntry, 'actor'>, moment: Moment) => string | null;

/**
 * Looks the offices of a history up: regions, provinces, units and hosting bodies, each by its code, as they were called
 * when something was recorded.
 */
export async function officesOf(
  dated: DatedThings,
  reader: ProjectionReader,
  options: ReadOptions,
  entries: readonly Pick<HistoryEntry, 'actor'>[],
): Promise<OfficeName> {
  const codes = [...new Set(entries.flatMap((entry) => officeOf(entry) ?? []))].filter((code) => !placeNamed(code));
  const { things: units } = await dated.called(reader, datedUnits, codes, options);
  const { things: hosts } = await dated.called(reader, datedHostBodies, codes, options);
  return (entry, moment) => {
    const code = officeOf(entry);
    if (code === undefined) return null;
    const [unit, host] = [units.get(code), hosts.get(code)];
    const called = unit ? datedUnits.on(unit, moment) : host && datedHostBodies.on(host, moment);
    return placeNamed(code) ?? called?.name ?? null;
  };
}

function officeOf({ actor }: Pick<HistoryEntry, 'actor'>): string | undefined {
  const { office } = actor as { readonly office?: string };
  return office;
}

/** A directorate is called by its region or province. */
function placeNamed(code: string): string | undefined {
  return (regionByCode(code) ?? provinceByCode(code))?.name;
}
