import { Matches } from 'class-validator';

/** ISTAT code of a region. */
export function IsRegionCode(): PropertyDecorator {
  return Matches(/^\d{2}$/, { message: '$property must be the ISTAT code of a region: two digits' });
}

/** ISTAT code of a province or metropolitan city. */
export function IsProvinceCode(): PropertyDecorator {
  return Matches(/^\d{3}$/, { message: '$property must be the ISTAT code of a province: three digits' });
}
