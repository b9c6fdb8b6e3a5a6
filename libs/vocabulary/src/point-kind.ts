import type { Static } from '@sinclair/typebox';
import { oneOf } from './one-of.ts';

export const POINT_KINDS = ['INFORMATIVO', 'SERVIZIO', 'EVOLUTO'] as const;
/** Kinds of Punto Cliente (INPS circolare 119/2011; INPS–ANCI protocol of 10-9-2025 for EVOLUTO). */
export const PointKind = oneOf(POINT_KINDS, 'PointKind');
export type PointKind = Static<typeof PointKind>;
