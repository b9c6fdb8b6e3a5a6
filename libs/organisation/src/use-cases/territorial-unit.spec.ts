import type { AnyPrincipal } from '#use-cases';
import { specify } from '#use-cases/specification';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { UNIT_KIND_NAMES, UNIT_KINDS } from '../domain/unit-kinds.ts';
import { there, treeWith } from '../specification/sample-tree.ts';
import { establishTerritorialUnit } from './establish-territorial-unit.ts';

const region08 = there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' });
const centre = there('DC', 'DIREZIONE_CENTRALE');
const facts = { parentIsThere: true, tree: treeWith(centre, region08) };
const establish = {
  code: 'DP-037',
  kind: 'DIREZIONE_PROVINCIALE' as const,
  name: 'Direzione provinciale dimostrativa',
  parent: 'DR-08',
  region: '08',
  province: '037',
  municipality: 'A944',
  aooCode: 'INPS-DP037',
  pec: 'dp037@pec.example.it',
};
const day = { establishedOn: '2026-03-02' };
const effectiveAt = '2026-03-01T23:00:00.000Z';
const established = { type: 'TerritorialUnitEstablished' as const, data: { ...establish, ...day }, effectiveAt };
const region08Office: AnyPrincipal = { id: 'officer', role: 'regional', region: '08' };

describe('territorial unit', () => {
  const unit = specify(territorialUnit);

  it('is established under a parent of an allowed kind, in a territory that fits its own', () => {
    unit.given().when(establishTerritorialUnit, establish, facts).then(established);
  });

  it('has a code that is never given twice', () => {
    unit
      .given(established)
      .when(establishTerritorialUnit, { ...establish, name: 'Other' }, facts)
      .thenRefused('TERRITORIAL_UNIT_CODE_TAKEN', { code: establish.code });
  });

  it.each(['x', 'dp-037', 'DP 037', 'D', 'A'.repeat(21)])('refuses the code "%s"', (code) => {
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, code }, facts)
      .thenRefused('TERRITORIAL_UNIT_CODE_INVALID');
  });

  it('needs a parent, unless it is the top of the tree', () => {
    const { parent: _parent, ...orphan } = establish;
    unit
      .given()
      .when(establishTerritorialUnit, orphan, { ...facts, parentIsThere: undefined })
      .thenRefused('PARENT_REQUIRED');
    const { region: _region, province: _province, municipality: _municipality, ...top } = orphan;
    unit
      .given()
      .when(establishTerritorialUnit, { ...top, kind: 'DIREZIONE_CENTRALE' }, { ...facts, parentIsThere: undefined })
      .then({
        type: 'TerritorialUnitEstablished',
        data: { ...top, kind: 'DIREZIONE_CENTRALE', ...day },
        effectiveAt,
      });
  });

  it('refuses a parent that does not exist', () => {
    unit
      .given()
      .when(establishTerritorialUnit, establish, { ...facts, parentIsThere: false })
      .thenRefused('PARENT_NOT_FOUND', { parent: 'DR-08' });
  });

  it('refuses a parent of a kind that may not stand above it', () => {
    unit
      .given()
      .when(establishTerritorialUnit, establish, {
        ...facts,
        tree: treeWith(centre, { ...region08, kind: 'AGENZIA_TERRITORIALE' }),
      })
      .thenRefused('PARENT_KIND_NOT_ALLOWED', { parentKind: 'AGENZIA_TERRITORIALE' });
  });

  it('refuses a parent of another region', () => {
    unit
      .given()
      .when(establishTerritorialUnit, establish, { ...facts, tree: treeWith(centre, { ...region08, region: '09' }) })
      .thenRefused('PARENT_IN_ANOTHER_REGION');
  });

  it('refuses a territory that does not fit its kind', () => {
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, kind: 'DIREZIONE_REGIONALE' }, facts)
      .thenRefused('TERRITORY_DOES_NOT_FIT_KIND', { territory: 'region' });
  });

  it('of a province has its seat in a municipality of that province', () => {
    const { municipality: _seat, ...nowhere } = establish;
    unit.given().when(establishTerritorialUnit, nowhere, facts).thenRefused('MUNICIPALITY_REQUIRED');
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, municipality: 'D548' }, facts)
      .thenRefused('MUNICIPALITY_ELSEWHERE', { where: 'province 038' });
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, municipality: 'Z999' }, facts)
      .thenRefused('UNKNOWN_MUNICIPALITY');
  });

  it('refuses a province that is unknown, or no longer exists', () => {
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, province: '999' }, facts)
      .thenRefused('UNKNOWN_PROVINCE');
    const abolished = { ...establish, region: '20', province: '111', municipality: 'B745' };
    const sardinia = { parentIsThere: true, tree: treeWith(centre, { ...region08, region: '20' }) };
    unit
      .given()
      .when(establishTerritorialUnit, abolished, { ...sardinia, now: Date.parse('2030-01-01T08:00:00Z') })
      .thenRefused('UNKNOWN_PROVINCE', { on: '2030-01-01' });
    unit
      .given()
      .when(establishTerritorialUnit, abolished, { ...sardinia, now: Date.parse('2025-12-31T08:00:00Z') })
      .then({
        type: 'TerritorialUnitEstablished',
        data: { ...abolished, establishedOn: '2025-12-31' },
        effectiveAt: '2025-12-30T23:00:00.000Z',
      });
  });

  it('refuses a province of another region', () => {
    unit
      .given()
      .when(establishTerritorialUnit, { ...establish, region: '09' }, facts)
      .thenRefused('PROVINCE_NOT_IN_REGION', { regionOfProvince: '08' });
  });

  it('of a province is established by the directorate of its region, any other by the centre alone', () => {
    unit.given().as(region08Office).when(establishTerritorialUnit, establish, facts).then(established);
    unit
      .given()
      .as({ ...region08Office, region: '09' })
      .when(establishTerritorialUnit, establish, facts)
      .thenRefused('OUTSIDE_TERRITORY');
    const { province: _province, ...regional } = { ...establish, kind: 'DIREZIONE_REGIONALE' };
    unit
      .given()
      .as(region08Office)
      .when(establishTerritorialUnit, regional, facts)
      .thenRefused('ROLE_NOT_ALLOWED', { allowed: ['central'] });
  });

  it('whose code is taken is refused as such, also where the one that has it lies elsewhere', () => {
    unit
      .given({ type: 'TerritorialUnitEstablished', data: { ...establish, region: '09', province: '048' } })
      .as(region08Office)
      .when(establishTerritorialUnit, establish, facts)
      .thenRefused('TERRITORIAL_UNIT_CODE_TAKEN');
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
