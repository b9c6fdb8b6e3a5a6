import { decider } from '#kernel/specification';
import { territorialUnit, type EstablishTerritorialUnit, type UnitFacts } from './territorial-unit.ts';
import { UNIT_KIND_NAMES, UNIT_KINDS } from './unit-kinds.ts';

const territory = {
  hasRegion: (region: string) => region === '08' || region === '09',
  regionOfProvince: (province: string, on: string) => (province === '037' && on < '2030-01-01' ? '08' : undefined),
};
const region08: UnitFacts = {
  code: 'DR-08',
  kind: 'DIREZIONE_REGIONALE',
  name: 'Direzione regionale',
  aooCode: 'INPS-DR08',
  region: '08',
};
const facts = { territory, today: '2026-03-02', parent: region08 };
const establish: EstablishTerritorialUnit = {
  type: 'EstablishTerritorialUnit',
  code: 'DP-037',
  kind: 'DIREZIONE_PROVINCIALE',
  name: 'Direzione provinciale dimostrativa',
  parent: 'DR-08',
  region: '08',
  province: '037',
  aooCode: 'INPS-DP037',
  pec: 'dp037@pec.example.it',
};
const { type: _type, ...details } = establish;
const established = { type: 'TerritorialUnitEstablished' as const, data: details };

describe('territorial unit', () => {
  const unit = decider(territorialUnit);

  it('is established under a parent of an allowed kind, in a territory that fits its own', () => {
    unit.given().when(establish, facts).then(established);
  });

  it('has a code that is never given twice', () => {
    unit
      .given(established)
      .when({ ...establish, name: 'Other' }, facts)
      .thenRefused('TERRITORIAL_UNIT_CODE_TAKEN');
  });

  it.each(['x', 'dp-037', 'DP 037', 'D', 'A'.repeat(21)])('refuses the code "%s"', (code) => {
    unit
      .given()
      .when({ ...establish, code }, facts)
      .thenRefused('TERRITORIAL_UNIT_CODE_INVALID');
  });

  it('needs a parent, unless it is the top of the tree', () => {
    const { parent: _parent, ...orphan } = establish;
    unit
      .given()
      .when(orphan, { ...facts, parent: undefined })
      .thenRefused('PARENT_REQUIRED');
    const { region: _region, province: _province, ...top } = orphan;
    unit
      .given()
      .when({ ...top, kind: 'DIREZIONE_CENTRALE' }, { ...facts, parent: undefined })
      .then({ type: 'TerritorialUnitEstablished', data: { ...omitType(top), kind: 'DIREZIONE_CENTRALE' } });
  });

  it('refuses a parent that does not exist', () => {
    unit
      .given()
      .when(establish, { ...facts, parent: undefined })
      .thenRefused('PARENT_NOT_FOUND', { parent: 'DR-08' });
  });

  it('refuses a parent of a kind that may not stand above it', () => {
    unit
      .given()
      .when(establish, { ...facts, parent: { ...region08, kind: 'AGENZIA_TERRITORIALE' } })
      .thenRefused('PARENT_KIND_NOT_ALLOWED', { parentKind: 'AGENZIA_TERRITORIALE' });
  });

  it('refuses a parent of another region', () => {
    unit
      .given()
      .when(establish, { ...facts, parent: { ...region08, region: '09' } })
      .thenRefused('PARENT_IN_ANOTHER_REGION');
  });

  it('refuses a territory that does not fit its kind', () => {
    unit
      .given()
      .when({ ...establish, kind: 'DIREZIONE_REGIONALE' }, facts)
      .thenRefused('TERRITORY_DOES_NOT_FIT_KIND', { territory: 'region' });
  });

  it('refuses a province that is unknown, or no longer exists', () => {
    unit
      .given()
      .when({ ...establish, province: '999' }, facts)
      .thenRefused('UNKNOWN_PROVINCE');
    unit
      .given()
      .when(establish, { ...facts, today: '2030-01-01' })
      .thenRefused('UNKNOWN_PROVINCE', { on: '2030-01-01' });
  });

  it('refuses a province of another region', () => {
    unit
      .given()
      .when({ ...establish, region: '09' }, facts)
      .thenRefused('PROVINCE_NOT_IN_REGION', { regionOfProvince: '08' });
  });
});

describe('kinds of unit', () => {
  it('allow no cycle: every chain of parents ends at the central directorate', () => {
    const above = (kind: string): readonly string[] => UNIT_KINDS[kind as keyof typeof UNIT_KINDS].parents;
    const reaches = (kind: string, seen: readonly string[]): void => {
      expect(seen).not.toContain(kind);
      if (above(kind).length === 0) expect(kind).toBe('DIREZIONE_CENTRALE');
      for (const parent of above(kind)) reaches(parent, [...seen, kind]);
    };
    for (const kind of UNIT_KIND_NAMES) reaches(kind, []);
  });
});

function omitType<T extends { type: unknown }>(command: T): Omit<T, 'type'> {
  const { type: _omitted, ...rest } = command;
  return rest;
}
