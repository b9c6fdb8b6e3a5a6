import { specify } from '#use-cases/specification';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import { territorialUnit } from '../domain/territorial-unit.ts';
import { dependantsOf } from '../domain/unit-dependants/unit-dependants.ts';
import { unitOn } from '../domain/unit-on.ts';
import { there, treeWith } from '../specification/sample-tree.ts';
import { changeTerritorialUnitDetails } from './change-territorial-unit-details.ts';
import { closeTerritorialUnit } from './close-territorial-unit.ts';
import { establishTerritorialUnit } from './establish-territorial-unit.ts';
import { reassignTerritorialUnit } from './reassign-territorial-unit.ts';
import { reclassifyTerritorialUnit } from './reclassify-territorial-unit.ts';

// The province of Bologna: a directorate with a branch, an agency below that, and a second directorate beside it.
const centre = there('DC', 'DIREZIONE_CENTRALE');
const directorate = there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' });
const province = there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' });
const other = there('DP-036', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' });
const agency = there('AG-1', 'AGENZIA_TERRITORIALE', { region: '08', parent: 'DP-037', from: '2020-01-01' });
const units = [centre, directorate, province, other, agency];
const tree = treeWith(...units);

const profile = {
  name: 'Agenzia',
  aooCode: 'INPS-AG1',
  pec: 'ag1@pec.example.it',
  region: '08',
  province: '037',
  municipality: 'A944',
};
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: { code: 'AG-1', kind: 'AGENZIA_TERRITORIALE', parent: 'DP-037', establishedOn: '2020-01-01', ...profile },
};
const directorateEstablished: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: { ...profile, code: 'DP-037', kind: 'DIREZIONE_PROVINCIALE', parent: 'DR-08' },
};
const today = { effectiveAt: '2026-03-01T23:00:00.000Z' };
const act = { authority: 'Consiglio di amministrazione', number: '12', date: '2026-02-10' };
const unit = specify(territorialUnit);

const dependants = dependantsOf({ status: 'ABSENT' });

describe('a unit is reassigned', () => {
  it('from a day on, under a unit that is there, by an act that is told', () => {
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-036', act }, { tree })
      .then({
        type: 'TerritorialUnitReassigned',
        data: { code: 'AG-1', parent: 'DP-036', previousParent: 'DP-037', effectiveDate: '2026-03-02', act },
        ...today,
      });
  });

  it('T1: for a day that is past, unless that lies before it was there', () => {
    const late = { code: 'AG-1', parent: 'DP-036', effectiveDate: '2024-07-01' };
    expect(unit.given(established).when(reassignTerritorialUnit, late, { tree }).events()).toMatchObject([
      { data: { effectiveDate: '2024-07-01' }, effectiveAt: '2024-06-30T22:00:00.000Z' },
    ]);
    unit
      .given(established)
      .when(reassignTerritorialUnit, { ...late, effectiveDate: '2019-12-31' }, { tree })
      .thenRefused('TERRITORIAL_UNIT_NOT_THERE', { on: '2019-12-31' });
  });

  it('on its day, and not before it', () => {
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-036', effectiveDate: '2026-03-03' }, { tree })
      .thenRefused('CHANGE_IN_FUTURE', { today: '2026-03-02' });
  });

  it('by an act that exists, as every other decision on a unit', () => {
    const given = unit.given(established);
    const unmade = { code: 'AG-1', act: { ...act, date: '2026-03-03' } };
    const refused = ['ACT_IN_FUTURE', { today: '2026-03-02' }] as const;
    const known = { tree, dependants, kindsNeeded: {} };
    given.when(reassignTerritorialUnit, { ...unmade, parent: 'DP-036' }, known).thenRefused(...refused);
    given.when(reclassifyTerritorialUnit, { ...unmade, kind: 'AGENZIA_COMPLESSA' }, known).thenRefused(...refused);
    given.when(changeTerritorialUnitDetails, { ...unmade, name: 'Altra' }).thenRefused(...refused);
    given.when(closeTerritorialUnit, { ...unmade, reason: 'Riordino' }, known).thenRefused(...refused);
  });

  it('never under one that stands below it, on any day', () => {
    const below = [
      there('FP-1', 'FILIALE_PROVINCIALE', { region: '08', parent: 'DP-037' }),
      there('AC-1', 'AGENZIA_COMPLESSA', { region: '08', parent: 'FP-1' }),
    ];
    unit
      .given({
        ...directorateEstablished,
        data: { ...directorateEstablished.data, code: 'FP-1', kind: 'FILIALE_PROVINCIALE' },
      } as never)
      .when(reassignTerritorialUnit, { code: 'FP-1', parent: 'AC-1' }, { tree: treeWith(...units, ...below) })
      .thenRefused('TERRITORIAL_UNIT_BELOW_ITSELF', { path: ['AC-1', 'FP-1'] });
  });

  it('neither under itself, nor under one that is closed by then', () => {
    const closed = treeWith(...units, { unit: 'DP-036', makes: 'CLOSED', from: '2025-01-01' });
    const reassign = { code: 'AG-1', parent: 'DP-036', effectiveDate: '2024-07-01' };
    unit
      .given(established)
      .when(reassignTerritorialUnit, reassign, { tree: closed })
      .thenRefused('PARENT_NOT_THERE', { on: '2025-01-01', parent: 'DP-036' });
    unit
      .given(established)
      .when(reassignTerritorialUnit, { ...reassign, parent: 'AG-1' }, { tree })
      .thenRefused('TERRITORIAL_UNIT_BELOW_ITSELF', { path: ['AG-1'] });
  });

  it('neither into another region, nor under a kind that may not be above it, nor under one that is not known', () => {
    const abroad = there('DP-048', 'DIREZIONE_PROVINCIALE', { region: '09', parent: 'DC' });
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-048' }, { tree: treeWith(...units, abroad) })
      .thenRefused('PARENT_IN_ANOTHER_REGION');
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DR-08' }, { tree })
      .thenRefused('PARENT_KIND_NOT_ALLOWED', { parentKind: 'DIREZIONE_REGIONALE' });
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-099' }, { tree })
      .thenRefused('PARENT_NOT_FOUND', { parent: 'DP-099' });
  });

  it('once: where it stands already nothing is left to do', () => {
    unit
      .given(established)
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-037' }, { tree })
      .thenRefused('TERRITORIAL_UNIT_PARENT_UNCHANGED');
  });

  it('by the centre alone', () => {
    unit
      .given(established)
      .as({ id: 'officer', role: 'regional', region: '08' })
      .when(reassignTerritorialUnit, { code: 'AG-1', parent: 'DP-036' }, { tree })
      .thenRefused('ROLE_NOT_ALLOWED');
  });
});

describe('a unit is reclassified', () => {
  it('from a day on, and with that under another one where the new kind asks for it', () => {
    unit
      .given(established)
      .when(
        reclassifyTerritorialUnit,
        { code: 'AG-1', kind: 'FILIALE_PROVINCIALE', parent: 'DR-08' },
        { tree, dependants, kindsNeeded: {} },
      )
      .then(
        {
          type: 'TerritorialUnitReclassified',
          data: {
            ...{ code: 'AG-1', kind: 'FILIALE_PROVINCIALE', previousKind: 'AGENZIA_TERRITORIALE' },
            effectiveDate: '2026-03-02',
          },
          ...today,
        },
        {
          type: 'TerritorialUnitReassigned',
          data: { code: 'AG-1', parent: 'DR-08', previousParent: 'DP-037', effectiveDate: '2026-03-02' },
          ...today,
        },
      );
  });

  it('not to a kind under which those below it may not stand', () => {
    unit
      .given(directorateEstablished)
      .when(
        reclassifyTerritorialUnit,
        { code: 'DP-037', kind: 'COORDINAMENTO_METROPOLITANO' },
        { tree, dependants, kindsNeeded: {} },
      )
      .thenRefused('CHILD_KIND_NOT_ALLOWED', { child: 'AG-1', childKind: 'AGENZIA_TERRITORIALE' });
  });

  it('not to a kind that answers for another territory, nor to the one that it is of', () => {
    unit
      .given(established)
      .when(
        reclassifyTerritorialUnit,
        { code: 'AG-1', kind: 'DIREZIONE_REGIONALE', parent: 'DC' },
        { tree, dependants, kindsNeeded: {} },
      )
      .thenRefused('TERRITORY_DOES_NOT_FIT_KIND');
    unit
      .given(established)
      .when(
        reclassifyTerritorialUnit,
        { code: 'AG-1', kind: 'AGENZIA_TERRITORIALE' },
        { tree, dependants, kindsNeeded: {} },
      )
      .thenRefused('TERRITORIAL_UNIT_KIND_UNCHANGED');
  });

  it('T4: is on each day what it was on that day', () => {
    const history: TerritorialUnitEvent[] = [
      established,
      {
        type: 'TerritorialUnitReclassified',
        data: {
          ...{ code: 'AG-1', kind: 'AGENZIA_COMPLESSA', previousKind: 'AGENZIA_TERRITORIALE' },
          effectiveDate: '2024-07-01',
        },
      },
      {
        type: 'TerritorialUnitReassigned',
        data: { code: 'AG-1', parent: 'DP-036', previousParent: 'DP-037', effectiveDate: '2023-01-01' },
      },
      {
        type: 'TerritorialUnitClosed',
        data: { code: 'AG-1', kind: 'AGENZIA_COMPLESSA', closedOn: '2025-01-01', reason: 'Riordino' },
      },
    ];
    const state = history.reduce<ReturnType<typeof territorialUnit.initialState>>(
      (before, event, revision) =>
        territorialUnit.evolve(before, event, { revision, recordedAt: '2026-03-02T08:00:00.000Z' }),
      territorialUnit.initialState(),
    );
    expect(unitOn(state, '2019-12-31')).toBeUndefined();
    expect(unitOn(state, '2022-12-31')).toMatchObject({ kind: 'AGENZIA_TERRITORIALE', parent: 'DP-037' });
    expect(unitOn(state, '2024-06-30')).toMatchObject({ kind: 'AGENZIA_TERRITORIALE', parent: 'DP-036' });
    expect(unitOn(state, '2024-12-31')).toMatchObject({ kind: 'AGENZIA_COMPLESSA', parent: 'DP-036' });
    expect(unitOn(state, '2025-01-01')).toBeUndefined();
  });
});

describe('a unit is closed', () => {
  it('once nothing stands below it, for good', () => {
    const closed: TerritorialUnitEvent = {
      type: 'TerritorialUnitClosed',
      data: { code: 'AG-1', kind: 'AGENZIA_TERRITORIALE', closedOn: '2026-03-02', reason: 'Riordino' },
      ...today,
    };
    unit
      .given(established)
      .when(closeTerritorialUnit, { code: 'AG-1', reason: 'Riordino' }, { tree, dependants })
      .then(closed);
    unit
      .given(established, closed)
      .when(closeTerritorialUnit, { code: 'AG-1', reason: 'Riordino' }, { tree, dependants })
      .thenRefused('TERRITORIAL_UNIT_STATE_FORBIDS');
    unit
      .given(established, closed)
      .when(establishTerritorialUnit, { ...established.data }, { tree, dependants, parentIsThere: true })
      .thenRefused('TERRITORIAL_UNIT_CODE_TAKEN');
  });

  it('not while units stand below it, which are told', () => {
    unit
      .given(directorateEstablished)
      .when(closeTerritorialUnit, { code: 'DP-037', reason: 'Riordino' }, { tree, dependants })
      .thenRefused('TERRITORIAL_UNIT_HAS_UNITS_BELOW', { total: 1, units: ['AG-1'] });
  });

  it('T1: not for a day after which units still stood below it', () => {
    const moved = treeWith(...units, { unit: 'AG-1', parent: 'DP-036', from: '2025-07-01' });
    const close = { code: 'DP-037', reason: 'Riordino' };
    expect(
      unit
        .given(directorateEstablished)
        .when(closeTerritorialUnit, { ...close, closedOn: '2025-07-01' }, { tree: moved, dependants })
        .events(),
    ).toHaveLength(1);
    unit
      .given(directorateEstablished)
      .when(closeTerritorialUnit, { ...close, closedOn: '2025-06-30' }, { tree: moved, dependants })
      .thenRefused('TERRITORIAL_UNIT_HAS_UNITS_BELOW', { on: '2025-06-30' });
  });
});
