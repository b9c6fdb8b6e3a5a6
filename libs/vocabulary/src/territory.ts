import { Type } from '@sinclair/typebox';

/** ISTAT code of a region, two digits. */
export const RegionCode = Type.String({ pattern: String.raw`^\d{2}$`, maxLength: 2 });
/** ISTAT code of a province or metropolitan city, three digits. */
export const ProvinceCode = Type.String({ pattern: String.raw`^\d{3}$`, maxLength: 3 });
