import { ISTAT_PROVINCES, ISTAT_REGIONS } from './istat-tables.ts';
import { cell, table } from './table.ts';

/** A region, keyed by its ISTAT code. */
export interface Region {
  /** Two digits. */
  readonly code: string;
  readonly name: string;
  /** Statistical division: Nord-ovest, Nord-est, Centro, Sud, Isole. */
  readonly division: string;
}

/** A province or a body at its level, keyed by its ISTAT code. */
export interface Province {
  /** Three digits. */
  readonly code: string;
  /** ISTAT code of its region. */
  readonly region: string;
  readonly name: string;
  /** The two letters that people know it by; not unique over time. */
  readonly sigla: string;
  readonly kind: string;
  /** Name of its capital, the first where it has several. */
  readonly capital: string;
  /** First day it exists, `yyyy-mm-dd`; absent when it is older than the table. */
  readonly validFrom?: string;
  /** First day it no longer exists. */
  readonly validUntil?: string;
}

const allRegions: readonly Region[] = table(ISTAT_REGIONS).map((row) => ({
  code: cell(row, 'region_istat'),
  name: cell(row, 'region_name'),
  division: cell(row, 'ripartizione'),
}));

const allProvinces: readonly Province[] = table(ISTAT_PROVINCES).map((row) => ({
  code: cell(row, 'province_istat'),
  region: cell(row, 'region_istat'),
  name: cell(row, 'province_name'),
  sigla: cell(row, 'sigla'),
  kind: cell(row, 'kind'),
  capital: cell(row, 'capoluogo').split(',')[0] ?? '',
  ...(row.valid_from ? { validFrom: row.valid_from } : {}),
  ...(row.valid_to ? { validUntil: row.valid_to } : {}),
}));

const regionsByCode = new Map(allRegions.map((region) => [region.code, region]));
const provincesByCode = new Map(allProvinces.map((province) => [province.code, province]));

/** The twenty regions, by code. */
export function regions(): readonly Region[] {
  return allRegions;
}

/** @param code ISTAT code, two digits */
export function regionByCode(code: string): Region | undefined {
  return regionsByCode.get(code);
}

/**
 * The provinces, by code.
 * @param on `yyyy-mm-dd`: only those that exist on that day; all that ever did when absent
 */
export function provinces(on?: string): readonly Province[] {
  return on === undefined ? allProvinces : allProvinces.filter((province) => existsOn(province, on));
}

/** @param code ISTAT code, three digits; codes are never given twice, so one row answers whatever the date */
export function provinceByCode(code: string): Province | undefined {
  return provincesByCode.get(code);
}

/** @param on `yyyy-mm-dd` */
export function existsOn({ validFrom, validUntil }: Province, on: string): boolean {
  return (validFrom === undefined || validFrom <= on) && (validUntil === undefined || on < validUntil);
}
