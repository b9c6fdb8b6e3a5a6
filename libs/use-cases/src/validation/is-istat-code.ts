import { Matches, ValidateBy, type ValidationArguments } from 'class-validator';
import { provinceByCode, regionByCode } from '#italy';
import { matching } from './described.ts';
import { together } from './together.ts';

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

/**
 * ISTAT code of a region that there is: what a list is asked for. A command is told by its rules which region it does not
 * know, and when.
 */
export function IsRegion(): PropertyDecorator {
  return together(
    IsRegionCode(),
    ValidateBy({
      name: 'isRegion',
      validator: {
        validate: isRegion,
        defaultMessage: () => '$property must be the ISTAT code of a region that there is',
      },
    }),
  );
}

/**
 * ISTAT code of a province that there is or was, in the region that the field `region` beside it names, if it names one:
 * what a list is asked for.
 */
export function IsProvince(): PropertyDecorator {
  return together(
    IsProvinceCode(),
    ValidateBy({
      name: 'isProvince',
      validator: {
        validate: (code, about) => isProvinceIn(code, regionBeside(about)),
        defaultMessage: () =>
          '$property must be the ISTAT code of a province that there is, in the region that is asked for',
      },
    }),
  );
}

function isProvinceIn(code: unknown, region: unknown): boolean {
  const province = typeof code === 'string' ? provinceByCode(code) : undefined;
  // Of a region that there is not, its own field tells.
  return province !== undefined && (!isRegion(region) || province.region === region);
}

function isRegion(code: unknown): boolean {
  return typeof code === 'string' && regionByCode(code) !== undefined;
}

function regionBeside(about: ValidationArguments | undefined): unknown {
  return (about?.object as { readonly region?: unknown } | undefined)?.region;
}
