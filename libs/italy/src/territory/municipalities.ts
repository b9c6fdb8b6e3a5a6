import { ISTAT_MUNICIPALITIES } from './istat-municipalities.ts';
import { existsOn, provinceByCode, type Province } from './regions-and-provinces.ts';
import { cell, table } from './table.ts';

/** A municipality, keyed by its codice catastale, which outlives changes of province. */
export interface Municipality {
  /** Codice catastale: a capital letter and three digits. */
  readonly code: string;
  readonly name: string;
  /** ISTAT codes of June 2023: of the municipality, six digits, its province and its region. */
  readonly istatCode: string;
  readonly province: string;
  readonly region: string;
  /** First day of the ISTAT code, and of the province, `yyyy-mm-dd`; absent when it is older than the table. */
  readonly validFrom?: string;
  /** First day on which they no longer hold; which ones do then, the table does not say. */
  readonly validUntil?: string;
  /** Degrees, WGS84, of the centroid of its largest part. */
  readonly latitude: number;
  readonly longitude: number;
}

interface Municipalities {
  /** By ISTAT code. */
  readonly all: readonly Municipality[];
  readonly byCode: ReadonlyMap<string, Municipality>;
}

let read: Municipalities | undefined;

/** The table is read when it is first asked for: most processes of a command line never do. */
function known(): Municipalities {
  if (read) return read;
  const all = table(ISTAT_MUNICIPALITIES).map((row): Municipality => {
    const istatCode = cell(row, 'istat_code');
    const province = provinceOf(istatCode);
    const { validFrom, validUntil } = province;
    return {
      code: cell(row, 'cadastral_code'),
      name: cell(row, 'name'),
      ...{ istatCode, province: province.code, region: province.region },
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      latitude: Number(cell(row, 'latitude')),
      longitude: Number(cell(row, 'longitude')),
    };
  });
  read = { all, byCode: new Map(all.map((municipality) => [municipality.code, municipality])) };
  return read;
}

/** The municipalities of June 2023, by ISTAT code. */
export function municipalities(): readonly Municipality[] {
  return known().all;
}

/** @param code codice catastale */
export function municipalityByCode(code: string): Municipality | undefined {
  return known().byCode.get(code);
}

/**
 * The province of a municipality on a day.
 * @param on `yyyy-mm-dd`
 * @returns ISTAT code; undefined where the table of 2023 does not know it, as of Sardinia since 2026
 */
export function provinceOn({ province }: Municipality, on: string): string | undefined {
  const found = provinceByCode(province);
  return found && existsOn(found, on) ? province : undefined;
}

/**
 * The capital of a province.
 * @throws TypeError when the table of municipalities lacks it
 */
export function capitalOf({ capital, region }: Province): Municipality {
  const found = municipalities().find((one) => one.region === region && one.name.split('/')[0] === capital);
  if (!found) throw new TypeError(`the reference table of municipalities lacks ${capital}`);
  return found;
}

/** The first three digits of the code of a municipality are those of its province. */
function provinceOf(istatCode: string): Province {
  const province = provinceByCode(istatCode.slice(0, 3));
  if (!province) throw new TypeError(`no province of the reference table has the municipality ${istatCode}`);
  return province;
}
