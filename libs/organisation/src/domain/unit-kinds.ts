import { oneOf } from '#vocabulary';

/** What a kind of territorial unit may stand under, and what territory it answers for. */
interface UnitKindRule {
  /** Kinds of the parent; none for the top of the tree. */
  readonly parents: readonly string[];
  readonly territory: 'nation' | 'region' | 'province';
}

/**
 * The kinds of unit of the institute and the tree they may form, from the centre to the agencies. The names are those
 * of its organisation chart (regulations of organisation; INPS circolare 119/2011 for the light structures below them).
 */
export const UNIT_KINDS = {
  DIREZIONE_CENTRALE: { parents: [], territory: 'nation' },
  DIREZIONE_REGIONALE: { parents: ['DIREZIONE_CENTRALE'], territory: 'region' },
  COORDINAMENTO_METROPOLITANO: { parents: ['DIREZIONE_CENTRALE', 'DIREZIONE_REGIONALE'], territory: 'province' },
  DIREZIONE_PROVINCIALE: { parents: ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO'], territory: 'province' },
  FILIALE_METROPOLITANA: { parents: ['COORDINAMENTO_METROPOLITANO'], territory: 'province' },
  FILIALE_PROVINCIALE: {
    parents: ['DIREZIONE_REGIONALE', 'COORDINAMENTO_METROPOLITANO', 'DIREZIONE_PROVINCIALE'],
    territory: 'province',
  },
  AGENZIA_COMPLESSA: {
    parents: ['DIREZIONE_PROVINCIALE', 'FILIALE_METROPOLITANA', 'FILIALE_PROVINCIALE'],
    territory: 'province',
  },
  AGENZIA_TERRITORIALE: {
    parents: ['DIREZIONE_PROVINCIALE', 'FILIALE_METROPOLITANA', 'FILIALE_PROVINCIALE', 'AGENZIA_COMPLESSA'],
    territory: 'province',
  },
} as const satisfies Record<string, UnitKindRule>;

export type UnitKind = keyof typeof UNIT_KINDS;

export const UNIT_KIND_NAMES = Object.keys(UNIT_KINDS) as readonly UnitKind[];
export const UnitKind = oneOf(UNIT_KIND_NAMES, 'UnitKind');

/** The rule of a kind. */
export function ruleOf(kind: UnitKind): UnitKindRule {
  return UNIT_KINDS[kind];
}

/** The kinds of which a Punto INPS may be made (K3; INPS circolare 96/2018). */
export const AGENCY_KINDS: readonly UnitKind[] = ['AGENZIA_COMPLESSA', 'AGENZIA_TERRITORIALE'];
