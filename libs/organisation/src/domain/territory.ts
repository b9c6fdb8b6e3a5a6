import { existsOn, provinceByCode, regionByCode } from '#italy';
import { defineRefusal, defineRefusals } from '#kernel/domain';

/** Where something stands, by ISTAT codes: two digits for the region, three for the province. */
export interface Place {
  readonly region?: string | undefined;
  readonly province?: string | undefined;
}

/** The regions and provinces of Italy, as decisions look them up. */
export interface Territory {
  hasRegion(region: string): boolean;
  /** The region of a province that exists on a date (`yyyy-mm-dd`); provinces come and go by law. */
  regionOfProvince(province: string, on: string): string | undefined;
}

/** Italy. */
export const italy: Territory = {
  hasRegion: (region) => regionByCode(region) !== undefined,
  regionOfProvince: (code, on) => {
    const province = provinceByCode(code);
    return province && existsOn(province, on) ? province.region : undefined;
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
});

/** Why a place is refused. */
export const placeRefusals = [unknownRegion, refuse.UNKNOWN_PROVINCE, refuse.PROVINCE_NOT_IN_REGION] as const;

/**
 * Refuses a place that is not in Italy on that date.
 * @param on `yyyy-mm-dd`
 * @throws DomainError UNKNOWN_REGION | UNKNOWN_PROVINCE | PROVINCE_NOT_IN_REGION
 */
export function requirePlace(territory: Territory, { region, province }: Place, on: string): void {
  if (region !== undefined && !territory.hasRegion(region)) throw unknownRegion({ region });
  if (province === undefined) return;
  const regionOfProvince = territory.regionOfProvince(province, on);
  if (regionOfProvince === undefined) throw refuse.UNKNOWN_PROVINCE({ province, on });
  if (regionOfProvince !== region) {
    throw refuse.PROVINCE_NOT_IN_REGION({ province, regionOfProvince, region: region ?? null });
  }
}
