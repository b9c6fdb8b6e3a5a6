import { Type } from '@sinclair/typebox';

/** ISTAT code of a region, two digits. */
export const RegionCode = Type.String({ pattern: String.raw`^\d{2}$`, maxLength: 2 });
/** ISTAT code of a province or metropolitan city, three digits. */
export const ProvinceCode = Type.String({ pattern: String.raw`^\d{3}$`, maxLength: 3 });
/** Codice catastale of a municipality: a capital letter and three digits. It outlives changes of province. */
export const CadastralCode = Type.String({ pattern: String.raw`^[A-Z]\d{3}$`, maxLength: 4 });
