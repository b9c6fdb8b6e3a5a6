import { existsOn, municipalityByCode, provinceByCode, provinceOn, regionByCode } from '#italy';
import { defineRefusal, defineRefusals } from '#kernel/domain';

/** Where something stands, by ISTAT codes (two digits for the region, three for the province) and codice catastale. */
export interface Place {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
  readonly municipality?: string | undefined;
}

/** The regions, provinces and municipalities of Italy, as decisions look them up. */
export interface Territory {
  hasRegion(region: string): boolean;
  /** The region of a province that exists on a date (`yyyy-mm-dd`); provinces come and go by law. */
  regionOfProvince(province: string, on: string): string | undefined;
  /**
   * Where a municipality lies on a date (`yyyy-mm-dd`); without its province where nobody knows that, as in Sardinia since
   * 2026.
   */
  placeOfMunicipality(
    municipality: string,
    on: string,
  ): { readonly region: string; readonly province?: string } | undefined;
}

/** Italy. */
export const italy: Territory = {
  hasRegion: (region) => regionByCode(region) !== undefined,
  regionOfProvince: (code, on) => {
    const province = provinceByCode(code);
    return province && existsOn(province, on) ? province.region : undefined;
  },
  placeOfMunicipality: (code, on) => {
    const municipality = municipalityByCode(code);
    if (!municipality) return undefined;
    const province = provinceOn(municipality, on);
    return { region: municipality.region, ...(province === undefined ? {} : { province }) };
  },
};

export const unknownRegion = defineRefusal(
  'UNKNOWN_REGION',
  'There is no region {region}: give the ISTAT code of one.',
);
const refuse = defineRefusals({
  UNKNOWN_PROVINCE: 'There is no province {province} on {on}: give the ISTAT code of one that exists then.',
  PROVINCE_NOT_IN_REGION:
    'The province {province} lies in region {regionOfProvince}, not in {region}: correct one of the two.',
  UNKNOWN_MUNICIPALITY:
    'There is no municipality {municipality}: look its codice catastale up in the list of municipalities.',
  MUNICIPALITY_ELSEWHERE:
    'The municipality {municipality} lies in {where} on {on}, not where this stands: correct one of the two.',
});

/** Why a place is refused. */
export const placeRefusals = [
  unknownRegion,
  refuse.UNKNOWN_PROVINCE,
  refuse.PROVINCE_NOT_IN_REGION,
  refuse.UNKNOWN_MUNICIPALITY,
  refuse.MUNICIPALITY_ELSEWHERE,
] as const;

/**
 * Refuses a place that is not in Italy on that date.
 * @param on `yyyy-mm-dd`
 * @throws DomainError UNKNOWN_REGION | UNKNOWN_PROVINCE | PROVINCE_NOT_IN_REGION | UNKNOWN_MUNICIPALITY |
 *   MUNICIPALITY_ELSEWHERE
 */
export function requirePlace(territory: Territory, place: Place, on: string): void {
  const { region, province } = place;
  if (region !== undefined && !territory.hasRegion(region)) throw unknownRegion({ region });
  if (province !== undefined) {
    const regionOfProvince = territory.regionOfProvince(province, on);
    if (regionOfProvince === undefined) throw refuse.UNKNOWN_PROVINCE({ province, on });
    if (regionOfProvince !== region) {
      throw refuse.PROVINCE_NOT_IN_REGION({ province, regionOfProvince, region: region ?? null });
    }
  }
  requireMunicipality(territory, place, on);
}

/** A central unit has a seat somewhere, and neither region nor province of its own. */
function requireMunicipality(territory: Territory, { region, province, municipality }: Place, on: string): void {
  if (municipality === undefined) return;
  const where = territory.placeOfMunicipality(municipality, on);
  if (!where) throw refuse.UNKNOWN_MUNICIPALITY({ municipality });
  const isElsewhere =
    (region !== undefined && where.region !== region) ||
    (province !== undefined && where.province !== undefined && where.province !== province);
  if (!isElsewhere) return;
  const told = where.province === undefined ? `region ${where.region}` : `province ${where.province}`;
  throw refuse.MUNICIPALITY_ELSEWHERE({ municipality, on, where: told });
}
