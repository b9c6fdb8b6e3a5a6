import { projection } from '#kernel/specification';
import { endOfDay } from '#use-cases/dated';
import { momentOf } from '#use-cases';
import { specify } from '#use-cases/specification';
import type { TerritorialUnitEvent } from '../domain/events.ts';
import type { KindsNeeded } from '../domain/relied-on.ts';
import { territorialUnit, unitLife } from '../domain/territorial-unit.ts';
import { dependantsOf, type UnitDependants } from '../domain/unit-dependants/unit-dependants.ts';
import { UNIT_KIND_NAMES } from '../domain/unit-kinds.ts';
import type { TreeChange } from '../domain/unit-tree/events.ts';
import { datedUnits } from '../read-models/dated-organisation.ts';
import { territorialUnits } from '../read-models/territorial-units.ts';
import { there, treeWith } from '../specification/sample-tree.ts';
import { rectifyTerritorialUnit, type RectifyTerritorialUnit } from './rectify-territorial-unit.ts';

type Changes = RectifyTerritorialUnit['changes'];
type Rectified = Extract<TerritorialUnitEvent, { type: 'TerritorialUnitRectified' }>;

const place = { region: '08', province: '037', municipality: 'A944' };
const mailbox = { aooCode: 'INPS-AG1', pec: 'ag1@pec.example.it' };
const established: TerritorialUnitEvent = {
  type: 'TerritorialUnitEstablished',
  data: {
    ...{ code: 'AG-1', kind: 'AGENZIA_TERRITORIALE', parent: 'DP-037', name: 'Agenzia', ...place, ...mailbox },
    establishedOn: '2020-01-01',
  },
  effectiveAt: '2019-12-31T23:00:00.000Z',
};
const reassigned: TerritorialUnitEvent = {
  type: 'TerritorialUnitReassigned',
  data: { code: 'AG-1', parent: 'DP-036', previousParent: 'DP-037', effectiveDate: '2022-07-01' },
  effectiveAt: '2022-06-30T22:00:00.000Z',
};
const reclassified: TerritorialUnitEvent = {
  type: 'TerritorialUnitReclassified',
  data: {
    ...{ code: 'AG-1', kind: 'AGENZIA_COMPLESSA', previousKind: 'AGENZIA_TERRITORIALE' },
    effectiveDate: '2023-01-01',
  },
  effectiveAt: '2022-12-31T23:00:00.000Z',
};
const closed: TerritorialUnitEvent = {
  type: 'TerritorialUnitClosed',
  data: { code: 'AG-1', kind: 'AGENZIA_COMPLESSA', closedOn: '2025-01-01', reason: 'Riordino' },
  effectiveAt: '2024-12-31T23:00:00.000Z',
};
const life = [established, reassigned, reclassified];

// The centre, the region, two provinces from ever, and a third of later.
const above = [
  there('DC', 'DIREZIONE_CENTRALE'),
  there('DR-08', 'DIREZIONE_REGIONALE', { region: '08', parent: 'DC' }),
  there('DP-037', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
  there('DP-036', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08' }),
  there('DP-035', 'DIREZIONE_PROVINCIALE', { region: '08', parent: 'DR-08', from: '2021-01-01' }),
];
const own: readonly TreeChange[] = [
  there('AG-1', 'AGENZIA_TERRITORIALE', { region: '08', parent: 'DP-037', from: '2020-01-01' }),
  { unit: 'AG-1', parent: 'DP-036', from: '2022-07-01' },
  { unit: 'AG-1', kind: 'AGENZIA_COMPLESSA', from: '2023-01-01' },
];
const itsEnd: TreeChange = { unit: 'AG-1', makes: 'CLOSED', from: '2025-01-01' };
const nobody = dependantsOf({ status: 'ABSENT' });
const kindsNeeded: KindsNeeded = { PUNTO_INPS: [['DIREZIONE_PROVINCIALE', 'FILIALE_PROVINCIALE']] };

const reason = 'Data errata';
const act = { authority: 'Direzione centrale Organizzazione', number: '12/2026', date: '2026-03-01' };
const wanted = (rectifies: number, changes?: Changes): RectifyTerritorialUnit => ({
  ...{ code: 'AG-1', rectifies, reason, act },
  ...(changes ? { changes } : { annuls: true }),
});

/** The unit with what stands above and beside it, and what needs it. */
function unit(
  events: readonly TerritorialUnitEvent[],
  { beside = [], dependants = nobody }: { beside?: readonly TreeChange[]; dependants?: UnitDependants } = {},
) {
  const ends = events.includes(closed) ? [itsEnd] : [];
  const tree = treeWith(...above, ...own.slice(0, events.length - ends.length), ...ends, ...beside);
  return {
    rectify: (rectifies: number, changes?: Changes) =>
      specify(territorialUnit)
        .given(...events)
        .when(rectifyTerritorialUnit, wanted(rectifies, changes), { tree, dependants, kindsNeeded }),
  };
}
const brief = (events: readonly TerritorialUnitEvent[]) =>
  (events as readonly Rectified[]).map(({ data: { rectifies, of, changes, annuls } }) => [
    ...[rectifies, of.replace('TerritorialUnit', '')],
    changes ?? (annuls ? 'never was' : undefined),
  ]);

describe('T2: what was wrong of a unit is rectified by an act', () => {
  it('a date, the kind, the unit above, a code: by one event that says what stands then', () => {
    unit(life)
      .rectify(1, { effectiveDate: '2022-09-01' })
      .then({
        type: 'TerritorialUnitRectified',
        data: {
          ...{ rectifies: 1, of: 'TerritorialUnitReassigned', changes: { effectiveDate: '2022-09-01' }, reason, act },
          ...{ code: 'AG-1', on: '2022-07-01' },
          standing: {
            ...{ state: 'ESTABLISHED', name: 'Agenzia', municipality: 'A944', ...mailbox, establishedOn: '2020-01-01' },
            kinds: [
              { value: 'AGENZIA_TERRITORIALE', from: '2020-01-01' },
              { value: 'AGENZIA_COMPLESSA', from: '2023-01-01' },
            ],
            parents: [
              { value: 'DP-037', from: '2020-01-01' },
              { value: 'DP-036', from: '2022-09-01' },
            ],
          },
        },
      });
    const [{ data }] = unit(life)
      .rectify(0, { kind: 'FILIALE_PROVINCIALE', pec: 'new@pec.example.it', aooCode: 'INPS-A1' })
      .events() as [Rectified];
    expect(data.standing).toMatchObject({
      ...{ pec: 'new@pec.example.it', aooCode: 'INPS-A1' },
      kinds: [{ value: 'FILIALE_PROVINCIALE' }, { value: 'AGENZIA_COMPLESSA' }],
    });
    expect(brief(unit(life).rectify(1, { parent: 'DP-035' }).events())).toEqual([
      [1, 'Reassigned', { parent: 'DP-035' }],
    ]);
  });

  it('one that never was is annulled, an end included; an annulment is annulled in its turn', () => {
    expect(brief(unit(life).rectify(1).events())).toEqual([[1, 'Reassigned', 'never was']]);
    const [annulled] = unit([...life, closed])
      .rectify(3)
      .events() as [Rectified];
    expect(annulled.data.standing).toMatchObject({ state: 'ESTABLISHED' });
    const again = specify(territorialUnit)
      .given(...life, closed, annulled)
      .when(rectifyTerritorialUnit, wanted(4), { tree: treeWith(...above, ...own), dependants: nobody, kindsNeeded });
    expect((again.events() as [Rectified])[0].data.standing).toMatchObject({ state: 'CLOSED', closedOn: '2025-01-01' });
  });

  it('the establishment is not annulled, and of no event anything is corrected that it does not say', () => {
    unit(life).rectify(0).thenRefused('FACT_NOT_ANNULLABLE');
    unit(life).rectify(1, { kind: 'AGENZIA_COMPLESSA' }).thenRefused('FIELDS_NOT_RECTIFIABLE');
    unit(life).rectify(7, { kind: 'AGENZIA_COMPLESSA' }).thenRefused('FACT_UNKNOWN');
    unit(life).rectify(1, { parent: 'DP-036' }).thenRefused('NOTHING_TO_RECTIFY');
  });

  it('a reclassification takes the reassignment of its act with it', () => {
    const both = [
      established,
      { ...reclassified, data: { ...reclassified.data, kind: 'FILIALE_PROVINCIALE' } } as TerritorialUnitEvent,
      { ...reassigned, data: { ...reassigned.data, parent: 'DR-08', effectiveDate: '2023-01-01' } },
    ].map((event, index) => (index === 2 ? { ...event, effectiveAt: reclassified.effectiveAt! } : event));
    const tree = treeWith(...above, own[0]!, {
      ...{ unit: 'AG-1', kind: 'FILIALE_PROVINCIALE', parent: 'DR-08', from: '2023-01-01' },
    });
    const rectify = (changes?: Changes) =>
      specify(territorialUnit)
        .given(...both)
        .when(rectifyTerritorialUnit, wanted(1, changes), { tree, dependants: nobody, kindsNeeded });
    expect(brief(rectify({ effectiveDate: '2023-02-01' }).events())).toEqual([
      [1, 'Reclassified', { effectiveDate: '2023-02-01' }],
      [2, 'Reassigned', { effectiveDate: '2023-02-01' }],
    ]);
    expect(brief(rectify().events())).toEqual([
      [1, 'Reclassified', 'never was'],
      [2, 'Reassigned', 'never was'],
    ]);
  });

  it('what later facts rest on is refused until those are rectified', () => {
    unit(life)
      .rectify(0, { establishedOn: '2022-08-01' })
      .thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 1, of: 'TerritorialUnitReassigned' });
    unit(life).rectify(0, { kind: 'AGENZIA_COMPLESSA' }).thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 2 });
    unit([...life, closed])
      .rectify(3, { closedOn: '2022-12-01' })
      .thenRefused('OTHER_FACTS_REST_ON_IT', { revision: 2 });
    unit(life).rectify(1, { effectiveDate: '2019-06-01' }).thenRefused('RECTIFIED_FACT_FITS_NOWHERE');
    unit(life)
      .rectify(1, { effectiveDate: '2026-03-03' })
      .thenRefused('RECTIFIED_DATE_IMPOSSIBLE', { bound: '2026-03-02' });
  });

  it('a kind answers for the territory that the unit has, and its province was there', () => {
    unit(life).rectify(0, { kind: 'DIREZIONE_REGIONALE' }).thenRefused('TERRITORY_DOES_NOT_FIT_KIND');
    const young = { ...established, data: { ...established.data, province: '113', region: '20' } } as never;
    specify(territorialUnit)
      .given(young)
      .when(rectifyTerritorialUnit, wanted(0, { establishedOn: '2015-01-01' }), {
        ...{ tree: treeWith(...above, own[0]!), dependants: nobody, kindsNeeded },
      })
      .thenRefused('UNKNOWN_PROVINCE');
  });

  it('by the centre alone', () => {
    specify(territorialUnit)
      .given(...life)
      .as({ id: 'officer', role: 'regional', region: '08' })
      .when(rectifyTerritorialUnit, wanted(1), { tree: treeWith(...above, ...own), dependants: nobody, kindsNeeded })
      .thenRefused('ROLE_NOT_ALLOWED');
  });
});

describe('T2: a unit that is rectified fits into the tree on every legal day', () => {
  it('under one that was there then, and of a kind that may be above it', () => {
    unit(life).rectify(1, { parent: 'DP-035', effectiveDate: '2020-07-01' }).thenRefused('PARENT_NOT_THERE', {
      on: '2020-07-01',
    });
    unit(life).rectify(1, { parent: 'DR-08' }).thenRefused('PARENT_KIND_NOT_ALLOWED');
    unit(life).rectify(0, { parent: 'DP-099' }).thenRefused('PARENT_NOT_FOUND');
  });

  it('nor below itself, also by way of a unit above that was so in the past alone', () => {
    // In 2023 the other agency stood below this one.
    const beside: readonly TreeChange[] = [
      there('AC-2', 'AGENZIA_COMPLESSA', { region: '08', parent: 'DP-036', from: '2020-01-01' }),
      { unit: 'AC-2', kind: 'AGENZIA_TERRITORIALE', parent: 'AG-1', from: '2023-01-01' },
      { unit: 'AC-2', kind: 'AGENZIA_COMPLESSA', parent: 'DP-036', from: '2024-01-01' },
    ];
    unit(life, { beside })
      .rectify(1, { parent: 'AC-2' })
      .thenRefused('TERRITORIAL_UNIT_BELOW_ITSELF', { on: '2023-01-01', path: ['AC-2', 'AG-1'] });
  });

  it('and those that stood below it find it there, and of a kind that may be above them', () => {
    const beside = [there('AT-9', 'AGENZIA_TERRITORIALE', { region: '08', parent: 'AG-1', from: '2023-06-01' })];
    unit(life, { beside }).rectify(2).thenRefused('CHILD_KIND_NOT_ALLOWED', { on: '2023-06-01', child: 'AT-9' });
    unit(life, { beside })
      .rectify(2, { effectiveDate: '2023-07-01' })
      .thenRefused('CHILD_KIND_NOT_ALLOWED', { on: '2023-06-01' });
    expect(unit(life, { beside }).rectify(2, { effectiveDate: '2023-05-01' }).events()).toHaveLength(1);
    const below = [
      there('AT-9', 'AGENZIA_TERRITORIALE', { region: '08', parent: 'AG-1', from: '2023-06-01' }),
      { unit: 'AT-9', parent: 'DP-036', from: '2024-06-01' },
    ];
    unit([...life, closed], { beside: below })
      .rectify(3, { closedOn: '2024-05-01' })
      .thenRefused('TERRITORIAL_UNIT_HAS_UNITS_BELOW', { on: '2024-05-01' });
    expect(
      unit([...life, closed], { beside: below })
        .rectify(3, { closedOn: '2024-06-01' })
        .events(),
    ).toHaveLength(1);
  });

  it('one that stands again has something above it', () => {
    const gone = { unit: 'DP-036', makes: 'CLOSED', from: '2025-06-01' } as const;
    unit([...life, closed], { beside: [gone] })
      .rectify(3)
      .thenRefused('PARENT_NOT_THERE', { on: '2025-06-01', parent: 'DP-036' });
  });
});

describe('T2: what others relied on of a unit stays so', () => {
  const agenda = { kind: 'AGENDA', id: 'agenda-1' };
  const point = { kind: 'PUNTO_INPS', id: 'point-1' };
  const needed = (from: string, leftOn?: string, dependant = agenda): UnitDependants => ({
    status: 'KNOWN',
    held: leftOn === undefined ? [{ dependant, from }] : [],
    left: leftOn === undefined ? [] : [{ dependant, from, leftOn }],
  });

  it('that it was there, from the day on which something needed it', () => {
    const alone = [established];
    expect(
      unit(alone, { dependants: needed('2020-05-01') })
        .rectify(0, { establishedOn: '2020-05-01' })
        .events(),
    ).toHaveLength(1);
    unit(alone, { dependants: needed('2020-05-01') })
      .rectify(0, { establishedOn: '2020-05-02' })
      .thenRefused('TERRITORIAL_UNIT_RELIED_ON', {
        ...{ on: '2020-05-01', kind: 'AGENZIA_TERRITORIALE', total: 1, dependants: ['AGENDA agenda-1'] },
        kinds: UNIT_KIND_NAMES,
      });
    const dependants = needed('2021-01-01', '2024-03-01');
    unit([...life, closed], { dependants })
      .rectify(3, { closedOn: '2024-02-29' })
      .thenRefused('TERRITORIAL_UNIT_RELIED_ON', { on: '2024-02-29' });
    expect(
      unit([...life, closed], { dependants })
        .rectify(3, { closedOn: '2024-03-01' })
        .events(),
    ).toHaveLength(1);
  });

  it('each on the days on which it needed it, and on no day between', () => {
    const dependants: UnitDependants = {
      status: 'KNOWN',
      held: [{ dependant: { kind: 'DESK', id: 'desk-1' }, from: '2026-01-01' }],
      left: [{ dependant: agenda, from: '2021-01-01', leftOn: '2024-03-01' }],
    };
    const gone: TerritorialUnitEvent = { ...closed, data: { ...closed.data, closedOn: '2025-01-01' } };
    expect(
      unit([...life, gone], { dependants })
        .rectify(3, { closedOn: '2024-06-01' })
        .events(),
    ).toHaveLength(1);
  });

  it('and of a kind that may do what it did for them (P4)', () => {
    const province = { ...established.data, kind: 'FILIALE_PROVINCIALE', parent: 'DR-08' };
    const rectify = (dependants: UnitDependants) =>
      specify(territorialUnit)
        .given({ ...established, data: province } as TerritorialUnitEvent)
        .when(rectifyTerritorialUnit, wanted(0, { kind: 'AGENZIA_COMPLESSA', parent: 'DP-037' }), {
          ...{ dependants, kindsNeeded },
          tree: treeWith(
            ...above,
            there('AG-1', 'FILIALE_PROVINCIALE', { region: '08', parent: 'DR-08', from: '2020-01-01' }),
          ),
        });
    rectify(needed('2021-01-01', undefined, point)).thenRefused('TERRITORIAL_UNIT_RELIED_ON', {
      ...{ on: '2021-01-01', kind: 'FILIALE_PROVINCIALE', total: 1, dependants: ['PUNTO_INPS point-1'] },
      kinds: ['DIREZIONE_PROVINCIALE', 'FILIALE_PROVINCIALE'],
    });
    expect(rectify(needed('2021-01-01')).events()).toHaveLength(1);
    expect(rectify(nobody).events()).toHaveLength(1);
  });
});

describe('T2: who asks sees what is right, and at its known-at what was thought', () => {
  const recorded = (events: readonly TerritorialUnitEvent[]) =>
    events.map((event, revision) => ({
      ...{ event, revision },
      recordedAt: event.type === 'TerritorialUnitRectified' ? '2026-03-02T08:00:00.000Z' : '2025-06-01T08:00:00.000Z',
    }));
  const rectified = [...life, ...unit(life).rectify(1, { effectiveDate: '2022-09-01' }).events()];

  it('on a date, and as known on another', () => {
    const parentOn = (known?: string) =>
      datedUnits.on(
        { thing: 'TerritorialUnit', id: 'AG-1', life: recorded(rectified) },
        momentOf('2022-08-01'),
        known === undefined ? undefined : momentOf(known),
      )?.parent;
    expect(parentOn()).toBe('DP-037');
    expect(parentOn('2026-03-01')).toBe('DP-036');
    expect(unitLife.stateOn(recorded(rectified), '2022-08-01', endOfDay('2026-03-01'))).toMatchObject({
      parents: [{ value: 'DP-037' }, { value: 'DP-036' }],
    });
  });

  it('in the list of units, with all periods, open again where it was not closed', () => {
    const shown = (events: readonly TerritorialUnitEvent[]) =>
      projection(territorialUnits)
        .given<TerritorialUnitEvent>(
          ...events.map((event, revision): [TerritorialUnitEvent, { stream: string; revision: number }] => [
            event,
            { stream: 'TerritorialUnit-AG-1', revision },
          ]),
        )
        .document('AG-1');
    expect(shown(rectified)).toMatchObject({
      ...{ state: 'ESTABLISHED', kind: 'AGENZIA_COMPLESSA', parent: 'DP-036', closedOn: null, revision: 3 },
      parents: [
        { parent: 'DP-037', from: '2020-01-01', until: '2022-09-01' },
        { parent: 'DP-036', from: '2022-09-01', until: null },
      ],
    });
    const ended = [...life, closed];
    expect(shown([...ended, ...unit(ended).rectify(3, { closedOn: '2025-02-01' }).events()])).toMatchObject({
      ...{ state: 'CLOSED', closedOn: '2025-02-01' },
      kinds: [{ until: '2023-01-01' }, { kind: 'AGENZIA_COMPLESSA', until: '2025-02-01' }],
    });
    expect(shown([...ended, ...unit(ended).rectify(3).events()])).toMatchObject({
      ...{ state: 'ESTABLISHED', closedOn: null },
      parents: [{ until: '2022-07-01' }, { until: null }],
    });
  });
});
