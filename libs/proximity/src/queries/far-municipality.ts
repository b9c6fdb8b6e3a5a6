import { Type } from '@sinclair/typebox';
import { existsOn, kilometresOf, provinceByCode, type Municipality } from '#italy';
import { orNull } from '#use-cases';
import { CadastralCode, Id, ProvinceCode, RegionCode, Text, Word } from '#vocabulary';
import type { Reach } from '../reach/reach.ts';

/** A municipality in an answer. */
export const MUNICIPALITY = {
  code: CadastralCode,
  name: Text,
  region: RegionCode,
  province: ProvinceCode,
  isFormerProvince: Type.Boolean({
    description: 'The province is that of the table, and no longer there on that day.',
  }),
};

/** How far something is. */
export const Kilometres = Type.Number({
  ...{ minimum: 0, maximum: 21_000, format: 'double' },
  description: 'Kilometres, to the metre.',
});

/** The seat or point that is nearest. */
const NearestPresence = Type.Object(
  {
    thing: Word,
    id: Id,
    kind: Word,
    municipality: CadastralCode,
    km: Kilometres,
  },
  { $id: 'NearestPresenceAnswer' },
);

/** A municipality from which every seat and point is far. */
export const FarMunicipality = Type.Object(
  { ...MUNICIPALITY, nearest: orNull(NearestPresence, 'Null where there is none at all.') },
  { $id: 'FarMunicipalityAnswer' },
);

/** A municipality as answers tell it. */
export function told({ code, name, region, province }: Municipality, on: string) {
  return { code, name, region, province, isFormerProvince: isFormerProvince(province, on) };
}

/** Tells whether a province of the table is no longer there on a day. */
export function isFormerProvince(code: string, on: string): boolean {
  const province = provinceByCode(code);
  return province === undefined || !existsOn(province, on);
}

/** Kilometres to the metre; null where there is no way. */
export function kmOf(chord: number): number | null {
  return chord === Infinity ? null : Math.round(kilometresOf(chord) * 1_000) / 1_000;
}

/** What is nearest to a municipality. */
export function nearestTo(index: number, { distances, nearest, byPlace }: Reach) {
  const place = nearest.places[index] ?? -1;
  const [first, ...others] = byPlace.get(place) ?? [];
  if (!first) return null;
  // Of several in one municipality always the same.
  const presence = others.reduce((best, other) => (other.id < best.id ? other : best), first);
  const { thing, id, kind } = presence;
  const km = kmOf(nearest.chords[index] ?? Infinity) ?? 0;
  return { thing, id, kind, municipality: distances.municipalities[place]?.code ?? '', km };
}
