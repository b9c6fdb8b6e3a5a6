import { projection } from '#kernel/specification';
import { momentOf } from '#use-cases';
import type { Life } from '#use-cases/dated';
import { specify } from '#use-cases/specification';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import type { KindsNeeded } from '../domain/relied-on.ts';
import { territorialUnit, unitLife, type LivedUnit } from '../domain/territorial-unit.ts';
import { dependantsOf, type UnitDependants } from '../domain/unit-dependants/unit-dependants.ts';
import type { UnitKind } from '../domain/unit-kinds.ts';
import { unitOn } from '../domain/unit-on.ts';
import { datedUnits } from '../read-models/dated-organisation.ts';
import { territorialUnits } from '../read-models/territorial-units.ts';
import { there, treeWith } from '../specification/sample-tree.ts';
import { changeTerritorialUnitDetails } from './change-territorial-unit-details.ts';
import { reclassifyTerritorialUnit } from './reclassify-territorial-unit.ts';
import { rectifyTerritorialUnit } from './rectify-territorial-unit.ts';

const place = { region: '08', province: '037' };
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: {
    ...{ code: 'DP-037', kind: 'DIREZIONE_PROVINCIALE', parent: 'DR-08', name: 'Bologna', ...place },
    ...{ municipality: 'A944', aooCode: 'INPS-037', pec: 'dp037@pec.example.it', establishedOn: '2020-01-01' },
  },
  effectiveAt: '2019-12-31T23:00:00.000Z',
};
const tree = treeWith(
  there('DC', 'DIREZIONE_CENTRALE'),
  there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' }),
  there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08', from: '2020-01-01' }),
);
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const nobody = dependantsOf({ status: 'ABSENT' });
const change = (...given: TerritorialUnitEvent[]) => specify(territorialUnit).given(established, ...given);
const changed = (effectiveDate: string, details: object): TerritorialUnitEvent => {
  const [event] = change()
    .when(changeTerritorialUnitDetails, { code: 'DP-037', effectiveDate, ...details })
    .events();
  return event as TerritorialUnitEvent;
};
const lifeOf = (...events: TerritorialUnitEvent[]): Life<TerritorialUnitEvent> =>
  events.reduce<Life<TerritorialUnitEvent>>(
    (life, event, revision) =>
      unitLife.add(life, event, { revision, recordedAt: `2026-03-0${revision + 1}T09:00:00.000Z` }),
    [],
  );

describe('T1: what changes of a unit changes from a day on', () => {
  const moved = changed('2024-07-01', { municipality: 'C265', aooCode: 'INPS-037-B', act });

  it('with the act, and what stands today', () => {
    expect(moved.data).toEqual({
      ...{ code: 'DP-037', municipality: 'C265', aooCode: 'INPS-037-B', effectiveDate: '2024-07-01', act },
      standing: { name: 'Bologna', municipality: 'C265', aooCode: 'INPS-037-B', pec: 'dp037@pec.example.it' },
    });
  });

  it('recorded after a later change, it stands until that', () => {
    const later = changed('2025-01-01', { aooCode: 'INPS-037-C' });
    const [event] = change(later)
      .when(changeTerritorialUnitDetails, { code: 'DP-037', aooCode: 'INPS-037-B', effectiveDate: '2024-07-01' })
      .events();
    expect(event?.data).toMatchObject({ aooCode: 'INPS-037-B', standing: { aooCode: 'INPS-037-C' } });
  });

  it('whoever looks at a day sees what held then: others, audits, and who asks today', () => {
    const life = lifeOf(established, moved);
    const unit = { ...unitLife.judgedOn(life, '9999-12-31'), life } as LivedUnit;
    expect([unitOn(unit, '2024-06-30')?.aooCode, unitOn(unit, '2024-07-01')?.aooCode]).toEqual([
      'INPS-037',
      'INPS-037-B',
    ]);
    const seat = (on: string) =>
      datedUnits.on({ thing: 'TerritorialUnit', id: 'DP-037', life }, momentOf(on))?.municipality;
    expect([seat('2024-06-30'), seat('2024-07-01')]).toEqual(['A944', 'C265']);
    expect(
      projection(territorialUnits)
        .given([established, { stream: 'TerritorialUnit-DP-037' }], [moved, { stream: 'TerritorialUnit-DP-037' }])
        .document('DP-037'),
    ).toMatchObject({ name: 'Bologna', municipality: 'C265', aooCode: 'INPS-037-B' });
  });

  it.each<[string, object, string]>([
    ['nothing', { name: 'Bologna' }, 'TERRITORIAL_UNIT_DETAILS_UNCHANGED'],
    ['to a municipality of elsewhere', { municipality: 'F257' }, 'MUNICIPALITY_ELSEWHERE'],
    ['before it was there', { name: 'Altra', effectiveDate: '2019-12-31' }, 'TERRITORIAL_UNIT_NOT_THEN'],
    ['ahead of its day', { name: 'Altra', effectiveDate: '2026-03-03' }, 'CHANGE_IN_FUTURE'],
  ])('but not %s', (_what, details, code) => {
    change()
      .when(changeTerritorialUnitDetails, { code: 'DP-037', ...details })
      .thenRefused(code);
  });

  it('by the centre alone', () => {
    change()
      .as({ id: 'officer', role: 'regional', region: '08' })
      .when(changeTerritorialUnitDetails, { code: 'DP-037', name: 'Altra' })
      .thenRefused('ROLE_NOT_ALLOWED');
  });
});

describe('T2: the name and the seat of a unit are rectified', () => {
  const rectify = (changes: object) =>
    change().when(
      rectifyTerritorialUnit,
      { code: 'DP-037', rectifies: 0, changes, reason: 'Errore', act },
      { tree, dependants: nobody, kindsNeeded: {} },
    );

  it('as they were from the first day on', () => {
    const [event] = rectify({ name: 'Bologna centro', municipality: 'C265' }).events();
    expect(event).toMatchObject({
      type: 'TerritorialUnitRectified',
      data: { standing: { name: 'Bologna centro', municipality: 'C265' } },
    });
  });

  it('within the territory of the unit', () => {
    rectify({ municipality: 'F257' }).thenRefused('MUNICIPALITY_ELSEWHERE');
  });
});

describe('T2: a seat that is rectified lay in the territory on the day of the fact that names it', () => {
  // The provinces of Sardinia of before ended with 2025; in which one its municipalities lie since then, nobody has told.
  const { establishedOn: _since, ...sassari } = {
    ...established.data,
    ...{ region: '20', province: '090', municipality: 'I452' },
  } as Extract<TerritorialUnitEvent, { type: 'TerritorialUnitEstablished' }>['data'];
  const { name, aooCode, pec } = sassari;
  const establishedIn = (year: string): TerritorialUnitEvent => ({
    ...{ type: 'TerritorialUnitEstablished', data: { ...sassari, establishedOn: `${year}-01-01` } },
    effectiveAt: `${Number(year) - 1}-12-31T23:00:00.000Z`,
  });
  const always: TerritorialUnitEvent = { type: 'TerritorialUnitEstablished', data: sassari };
  const movedOn = (effectiveDate: string, municipality: string): TerritorialUnitEvent => ({
    type: 'TerritorialUnitDetailsChanged',
    data: { code: 'DP-037', municipality, effectiveDate, standing: { name, aooCode, pec, municipality } },
    effectiveAt: `${effectiveDate}T10:00:00.000Z`,
  });
  const rectify = (events: TerritorialUnitEvent[], rectifies: number, changes: object) =>
    specify(territorialUnit)
      .given(...events)
      .when(
        rectifyTerritorialUnit,
        { code: 'DP-037', rectifies, changes, reason: 'Errore', act },
        {
          ...{ dependants: nobody, kindsNeeded: {} },
          tree: treeWith(
            there('DC', 'DIREZIONE_CENTRALE'),
            there('DR-08', 'DIREZIONE_REGIONALE', { region: '20', parent: 'DC' }),
            there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '20', parent: 'DR-08', from: '2020-01-01' }),
          ),
        },
      );

  it('of a unit that has moved, the day on which it did', () => {
    expect(rectify([always, movedOn('2025-06-01', 'L093')], 1, { municipality: 'A192' }).events()).toHaveLength(1);
    rectify([establishedIn('2020'), movedOn('2026-02-01', 'I452')], 1, { municipality: 'B354' }).thenRefused(
      'UNKNOWN_PROVINCE',
      { on: '2026-02-01' },
    );
  });

  it('also where that day is what is corrected', () => {
    rectify([establishedIn('2020'), movedOn('2025-06-01', 'L093')], 1, { effectiveDate: '2026-02-01' }).thenRefused(
      'UNKNOWN_PROVINCE',
      { on: '2026-02-01' },
    );
  });

  it('of its establishment on another day, the seat that it had then, whatever it moved to since', () => {
    const lives = [establishedIn('2020'), movedOn('2026-02-01', 'B354')];
    expect(rectify(lives, 0, { establishedOn: '2019-01-01' }).events()).toHaveLength(1);
    rectify(lives, 0, { establishedOn: '2026-01-15' }).thenRefused('UNKNOWN_PROVINCE', { on: '2026-01-15' });
    rectify(lives, 0, { municipality: 'B354' }).thenRefused('MUNICIPALITY_ELSEWHERE', { on: '2020-01-01' });
  });
});

describe('P4: a unit that others need for what its kind may do', () => {
  const kindsNeeded: KindsNeeded = {
    PUNTO_INPS: [['DIREZIONE_PROVINCIALE', 'FILIALE_PROVINCIALE']],
    PROTOCOL: [['DIREZIONE_REGIONALE'], ['DIREZIONE_REGIONALE', 'DIREZIONE_PROVINCIALE']],
  };
  const neededBy = (...kinds: string[]): UnitDependants => ({
    status: 'KNOWN',
    held: kinds.map((kind, index) => ({ dependant: { kind, id: `d-${index}` } })),
    left: [],
  });
  const reclassify = (dependants: UnitDependants, kind: UnitKind = 'AGENZIA_COMPLESSA') =>
    change().when(
      reclassifyTerritorialUnit,
      { code: 'DP-037', kind, parent: 'DP-036' },
      {
        ...{ dependants, kindsNeeded },
        tree: treeWith(
          there('DC', 'DIREZIONE_CENTRALE'),
          there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' }),
          there('DP-036', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
          there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08', from: '2020-01-01' }),
        ),
      },
    );
  const isTaken = (...wanted: Parameters<typeof reclassify>): void => {
    const events = reclassify(...wanted).events();
    expect(events.map(({ type }) => type)).toEqual(['TerritorialUnitReclassified', 'TerritorialUnitReassigned']);
  };

  it('is not made one of another kind that will not do for them, and hears what needs it and which kinds will', () => {
    reclassify(neededBy('AGENDA', 'PUNTO_INPS')).thenRefused('TERRITORIAL_UNIT_RELIED_ON', {
      ...{ on: '2026-03-02', kind: 'DIREZIONE_PROVINCIALE', total: 2, dependants: ['AGENDA d-0', 'PUNTO_INPS d-1'] },
      kinds: ['DIREZIONE_PROVINCIALE', 'FILIALE_PROVINCIALE'],
    });
  });

  it('is made one of a kind that will, though it can do less than that of before', () => {
    isTaken(neededBy('AGENDA', 'PUNTO_INPS'), 'FILIALE_PROVINCIALE');
  });

  it('serves a protocol as what it has served it as: it proposed, and others may sign', () => {
    reclassify(neededBy('PROTOCOL', 'PUNTO_INPS'), 'FILIALE_PROVINCIALE').thenRefused('TERRITORIAL_UNIT_RELIED_ON', {
      kinds: ['DIREZIONE_PROVINCIALE'],
    });
  });

  it('may become any where what needs it asks for none, or nothing needs it', () => {
    isTaken(neededBy('AGENDA'));
    isTaken(nobody);
  });
});
