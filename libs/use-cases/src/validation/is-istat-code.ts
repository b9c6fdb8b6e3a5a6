import { Matches } from 'class-validator';
import { matching } from './described.ts';

/** ISTAT code of a region. */
export function IsRegionCode(): PropertyDecorator {
  return Matches(
    /^\d{2}$/,
    matching({ message: '$property must be the ISTAT code of a region: two digits', maxLength: 2, example: '12' }),
  );
}

/** ISTAT code of a province or metropolitan city. */
export function IsProvinceCode(): PropertyDecorator {
  return Matches(
    /^\d{3}$/,
    matching({ message: '$property must be the ISTAT code of a province: three digits', maxLength: 3, example: '058' }),
  );
}
