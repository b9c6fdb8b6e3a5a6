import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength } from 'class-validator';

/** A text that says something, up to a length. */
export function IsText(maxLength: number): PropertyDecorator {
  return applyDecorators(IsString(), Matches(/\S/, { message: '$property must not be blank' }), MaxLength(maxLength));
}

/** ISTAT code of a region. */
export function IsRegionCode(): PropertyDecorator {
  return Matches(/^\d{2}$/, { message: '$property must be the ISTAT code of a region: two digits' });
}

/** ISTAT code of a province or metropolitan city. */
export function IsProvinceCode(): PropertyDecorator {
  return Matches(/^\d{3}$/, { message: '$property must be the ISTAT code of a province: three digits' });
}
