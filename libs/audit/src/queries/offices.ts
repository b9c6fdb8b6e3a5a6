import { datedHostBodies, datedUnits, type UnitKind, type UnitOnDate } from '#organisation';
import type { ReadOptions, ProjectionReader } from '#kernel/execution';
import { provinceByCode, regionByCode } from '#italy';
import type { DatedThings, HistoryEntry, KnownThing, Moment } from '#use-cases';

/** The name of the office that an entry's actor acted for, at a moment; null where there is none, or nobody knows it. */
export type OfficeName = (entry: Pick<HistoryEntry, 'actor'>, moment: Moment) => string | null;

/** Whoever has the role of the centre acts for it, and for no other directorate of its level. */
const CENTRE = 'Direzione centrale Organizzazione';

/** Those who act for a directorate are known by the code of its territory: which unit that is, and how it is called at least. */
const DIRECTORATES: Readonly<Record<string, { readonly kind: UnitKind; readonly called: string } | undefined>> = {
  regional: { kind: 'DIREZIONE_REGIONALE', called: 'Direzione regionale' },
  provincial: { kind: 'DIREZIONE_PROVINCIALE', called: 'Direzione provinciale' },
};

/**
 * Looks the offices of a history up: directorates, units and hosting bodies, as they were called when something was recorded.
 */
export async function officesOf(
  dated: DatedThings,
  reader: ProjectionReader,
  options: ReadOptions,
  entries: readonly Pick<HistoryEntry, 'actor'>[],
): Promise<OfficeName> {
  const codes = [...new Set(entries.flatMap((entry) => actingIn(entry).office ?? []))];
  const { things: units } = await dated.called(reader, datedUnits, codes, options);
  const { things: hosts } = await dated.called(reader, datedHostBodies, codes, options);
  const seats: KnownThing<UnitOnDate>[] = [];
  for (const region of new Set(codes.flatMap((code) => regionOf(code) ?? []))) {
    const { things } = await dated.allInRegion(reader, { among: datedUnits.among, region }, options);
    seats.push(...things.map((thing) => datedUnits.asKnown(thing)));
  }
  return (entry, moment) => {
    const { role = '', office: code } = actingIn(entry);
    if (role === 'central') return CENTRE;
    if (code === undefined) return null;
    const [place, directorate] = [(regionByCode(code) ?? provinceByCode(code))?.name, DIRECTORATES[role]];
    if (place !== undefined && directorate) {
      const { kind, called } = directorate;
      const there = seats.flatMap((seat) => seat.on(moment) ?? []);
      return there.find((unit) => isDirectorate(unit, kind, code))?.name ?? `${called} ${place}`;
    }
    const [unit, host] = [units.get(code), hosts.get(code)];
    const named = unit ? datedUnits.on(unit, moment) : host && datedHostBodies.on(host, moment);
    return place ?? named?.name ?? null;
  };
}

function actingIn({ actor }: Pick<HistoryEntry, 'actor'>): { readonly role?: string; readonly office?: string } {
  return actor;
}

/** The region of a directorate that is known by the code of its region or province. */
function regionOf(code: string): string | undefined {
  return regionByCode(code)?.code ?? provinceByCode(code)?.region;
}

function isDirectorate({ state, kind, region, province }: UnitOnDate, wanted: UnitKind, territory: string): boolean {
  return state === 'ESTABLISHED' && kind === wanted && (region === territory || province === territory);
}
